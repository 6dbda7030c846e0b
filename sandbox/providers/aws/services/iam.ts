import type { Making, NameRule, ResourceSpec, ResourceTable } from "../types";
import { arnIsId, bornAt, iamId, idFrom, idOf, refer, types } from "./shapes";

const quotas = "IAM User Guide, IAM and AWS STS quotas";

const iamName = (kind: string, max: number): NameRule => ({
  property: "name",
  kind,
  max,
  pattern: /^[\w+=,.@-]*$/,
  words: "letters, digits and _+=,.@-",
  source: `${quotas}, name length limits`,
  auto: true,
});

const pathed = (making: Making, kind: string, path = making.text("path") || "/") =>
  making.arn("iam", `${kind}${path}${making.text("name")}`, "");

const taken = { by: ["name"], code: "EntityAlreadyExists" } as const;

const attachment = (holder: "role" | "user" | "group"): ResourceSpec => ({
  id: idOf("/", holder, "policyArn"),
  global: true,
  replace: [holder, "policyArn"],
  references: [refer(holder, types[holder], "NoSuchEntity")],
});

const inline = (holder: "role" | "user" | "group"): ResourceSpec => ({
  id: idOf(":", holder, "name"),
  global: true,
  replace: [holder, "name", "namePrefix"],
  nameRule: iamName("an inline policy", 128),
  rules: { policies: { policy: "identity" }, source: quotas },
  unique: { by: [holder, "name"], code: "EntityAlreadyExists" },
  references: [refer(holder, types[holder], "NoSuchEntity")],
});

/** What must be taken off an identity before it can go. */
const holders = (holder: "role" | "user" | "group", kind: string) => [
  { type: `aws:iam/${holder}Policy:${kind}Policy`, property: holder, names: "name" as const },
  {
    type: `aws:iam/${holder}PolicyAttachment:${kind}PolicyAttachment`,
    property: holder,
    names: "name" as const,
  },
];

const withoutScheme = (making: Making) => making.text("url").replace(/^https:\/\//, "");

/** Roles, policies, users and groups. Which inputs replace: terraform-provider-aws, internal/service/iam. */
export const iam: ResourceTable = {
  [types.role]: {
    id: idFrom("name"),
    global: true,
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
    rules: {
      policies: { assumeRolePolicy: "trust", "inlinePolicies.policy": "identity" },
      ranges: { maxSessionDuration: [3600, 43200] },
      source: "IAM API Reference, CreateRole",
    },
    unique: taken,
    inUse: {
      code: "DeleteConflict",
      by: [
        ...holders("role", "Role"),
        { type: types.instanceProfile, property: "role", names: "name" },
      ],
    },
  },
  "aws:iam/rolePolicy:RolePolicy": inline("role"),
  "aws:iam/userPolicy:UserPolicy": inline("user"),
  "aws:iam/groupPolicy:GroupPolicy": inline("group"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attachment("role"),
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": attachment("user"),
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": attachment("group"),
  [types.policy]: {
    id: (making) => pathed(making, "policy"),
    global: true,
    tagged: true,
    defaults: { path: "/" },
    outputs: (made) => ({ arn: made.id, policyId: iamId(made, "ANPA"), attachmentCount: 0 }),
    replace: ["description", "name", "namePrefix", "path"],
    nameRule: iamName("an IAM policy", 128),
    rules: { policies: { policy: "identity" }, source: quotas },
    unique: taken,
    inUse: {
      code: "DeleteConflict",
      by: ["Role", "User", "Group"].map((kind) => ({
        type: `aws:iam/${kind.toLowerCase()}PolicyAttachment:${kind}PolicyAttachment`,
        property: "policyArn",
      })),
    },
  },
  [types.instanceProfile]: {
    id: idFrom("name"),
    global: true,
    tagged: true,
    defaults: { path: "/" },
    outputs: (made) => ({
      arn: pathed(made, "instance-profile"),
      createDate: bornAt,
      uniqueId: iamId(made, "AIPA"),
    }),
    replace: ["name", "namePrefix", "path"],
    nameRule: iamName("an instance profile", 128),
    unique: taken,
    references: [refer("role", types.role, "NoSuchEntity")],
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    id: (making) => making.arn("iam", `oidc-provider/${withoutScheme(making)}`, ""),
    global: true,
    tagged: true,
    outputs: (made) => ({
      arn: made.id,
      url: withoutScheme(made),
      thumbprintLists: made.inputs.thumbprintLists ?? [made.hex(40, "thumbprint")],
    }),
    replace: ["url"],
    computed: ["thumbprintLists"],
    unique: { by: ["url"], code: "EntityAlreadyExists" },
  },
  [types.user]: {
    id: idFrom("name"),
    global: true,
    tagged: true,
    defaults: { path: "/", forceDestroy: false },
    outputs: (made) => ({ arn: pathed(made, "user"), uniqueId: iamId(made, "AIDA") }),
    nameRule: iamName("an IAM user", 64),
    unique: taken,
    inUse: {
      code: "DeleteConflict",
      by: [
        ...holders("user", "User"),
        { type: "aws:iam/accessKey:AccessKey", property: "user", names: "name" },
        {
          type: "aws:iam/userGroupMembership:UserGroupMembership",
          property: "user",
          names: "name",
        },
      ],
    },
  },
  [types.group]: {
    id: idFrom("name"),
    global: true,
    defaults: { path: "/" },
    outputs: (made) => ({ arn: pathed(made, "group"), uniqueId: iamId(made, "AGPA") }),
    nameRule: iamName("an IAM group", 128),
    unique: taken,
    inUse: {
      code: "DeleteConflict",
      by: [
        ...holders("group", "Group"),
        {
          type: "aws:iam/userGroupMembership:UserGroupMembership",
          property: "groups",
          names: "name",
        },
      ],
    },
  },
  "aws:iam/userGroupMembership:UserGroupMembership": {
    id: (making) => `terraform-${making.hex(26)}`,
    global: true,
    replace: ["user"],
    references: [
      refer("user", types.user, "NoSuchEntity"),
      refer("groups", types.group, "NoSuchEntity"),
    ],
  },
  "aws:iam/groupMembership:GroupMembership": {
    id: idFrom("name"),
    global: true,
    replace: ["group", "name"],
    nameRule: iamName("a group membership", 128),
  },
  "aws:iam/accessKey:AccessKey": {
    id: (making) => `AKIA${making.hex(16, "key").toUpperCase()}`,
    global: true,
    defaults: { status: "Active" },
    outputs: (made) => ({
      createDate: bornAt,
      // No secret: it opens nothing, and it is the same in every run.
      secret: made.hex(40, "secret"),
      sesSmtpPasswordV4: made.hex(44, "smtp"),
      encryptedSecret: "",
      encryptedSesSmtpPasswordV4: "",
      keyFingerprint: "",
    }),
    replace: ["pgpKey", "user"],
    rules: { oneOf: { status: ["Active", "Inactive"] }, source: "IAM API Reference" },
    references: [refer("user", types.user, "NoSuchEntity")],
  },
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": {
    id: (making) =>
      making.arn(
        "iam",
        `role/aws-service-role/${making.text("awsServiceName")}/AWSServiceRole`,
        "",
      ),
    global: true,
    tagged: true,
    outputs: (made) => ({
      ...arnIsId(made),
      name: "AWSServiceRole",
      path: `/aws-service-role/${made.text("awsServiceName")}/`,
      createDate: bornAt,
      uniqueId: iamId(made, "AROA"),
    }),
    replace: ["awsServiceName", "customSuffix"],
  },
};
