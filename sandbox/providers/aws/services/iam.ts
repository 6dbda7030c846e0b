import type { Made, NameRule, ResourceTable } from "../types";
import { bornAt, iamId, idFrom, idOf } from "./shapes";

const iamName = (kind: string, max: number): NameRule => ({
  property: "name",
  kind,
  max,
  pattern: /^[\w+=,.@-]*$/,
  words: "letters, digits and _+=,.@-",
  source: "IAM User Guide, IAM and AWS STS quotas, name length limits",
  auto: true,
});

const pathed = (made: Omit<Made, "id">, kind: string) =>
  made.arn("iam", `${kind}${made.text("path") || "/"}${made.text("name")}`, "");

/** Roles, policies and users. Which inputs replace: terraform-provider-aws, internal/service/iam. */
export const iam: ResourceTable = {
  "aws:iam/role:Role": {
    id: idFrom("name"),
    tagged: true,
    defaults: { path: "/", maxSessionDuration: 3600, forceDetachPolicies: false },
    outputs: (made) => ({
      arn: pathed(made, "role"),
      createDate: bornAt,
      uniqueId: iamId(made, "AROA"),
    }),
    replace: ["name", "namePrefix", "path"],
    computed: ["inlinePolicies", "managedPolicyArns"],
    nameRule: iamName("an IAM role", 64),
  },
  "aws:iam/rolePolicy:RolePolicy": {
    id: idOf(":", "role", "name"),
    replace: ["name", "namePrefix", "role"],
    nameRule: iamName("an inline policy", 128),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    id: idOf("/", "role", "policyArn"),
    replace: ["policyArn", "role"],
  },
  "aws:iam/policy:Policy": {
    id: (made) => pathed(made, "policy"),
    tagged: true,
    defaults: { path: "/" },
    outputs: (made) => ({ arn: made.id, policyId: iamId(made, "ANPA"), attachmentCount: 0 }),
    replace: ["description", "name", "namePrefix", "path"],
    nameRule: iamName("an IAM policy", 128),
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    id: idFrom("name"),
    tagged: true,
    defaults: { path: "/" },
    outputs: (made) => ({
      arn: pathed(made, "instance-profile"),
      createDate: bornAt,
      uniqueId: iamId(made, "AIPA"),
    }),
    replace: ["name", "namePrefix", "path"],
    nameRule: iamName("an instance profile", 128),
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    id: (made) =>
      made.arn("iam", `oidc-provider/${made.text("url").replace(/^https:\/\//, "")}`, ""),
    tagged: true,
    outputs: (made) => ({ arn: made.id, url: made.text("url").replace(/^https:\/\//, "") }),
    replace: ["url"],
    computed: ["thumbprintLists"],
  },
};
