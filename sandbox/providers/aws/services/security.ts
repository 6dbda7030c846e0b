import type { NameRule, Problem, Props, ResourceTable } from "../types";
import { arnId, arnIsId, idFrom, refer, types, uuid } from "./shapes";

const name = (
  kind: string,
  max: number,
  pattern: RegExp,
  words: string,
  source: string,
): NameRule => ({
  property: "name",
  kind,
  max,
  pattern,
  words,
  source,
  auto: true,
});

const secretName = name(
  "a secret",
  512,
  /^[\w/+=.@-]*$/,
  "letters, digits and /_+=.@-",
  "AWS Secrets Manager API Reference, CreateSecret, Name",
);

const parameterName = name(
  "a parameter",
  1011,
  /^(?!\/?(?:aws|ssm))[\w./-]*$/i,
  "letters, digits and /_.-, not starting with aws or ssm",
  "AWS Systems Manager API Reference, PutParameter, Name",
);

const aliasName: NameRule = {
  ...name(
    "a KMS alias",
    256,
    /^alias\/(?!aws\/)[\w/-]+$/,
    "alias/ and then letters, digits and /_-, but not alias/aws/",
    "AWS KMS API Reference, CreateAlias, AliasName",
  ),
  auto: { prefix: "alias/" },
};

function recoveryProblems({ recoveryWindowInDays: days }: Props): Problem[] {
  if (typeof days !== "number" || days === 0 || (days >= 7 && days <= 30)) return [];
  return [{ property: "recoveryWindowInDays", reason: `${days} is not allowed; 0, or 7 to 30 is` }];
}

/** Keys, secrets, parameters and web firewalls. Which inputs replace: terraform-provider-aws, internal/service/{kms,secretsmanager,ssm,wafv2}. */
export const security: ResourceTable = {
  [types.key]: {
    id: uuid,
    tagged: true,
    defaults: {
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      keyUsage: "ENCRYPT_DECRYPT",
      isEnabled: true,
      enableKeyRotation: false,
      bypassPolicyLockoutSafetyCheck: false,
    },
    outputs: (made) => ({
      arn: made.arn("kms", `key/${made.id}`),
      keyId: made.id,
      multiRegion: made.inputs.multiRegion ?? false,
      policy:
        made.inputs.policy ??
        JSON.stringify({
          Version: "2012-10-17",
          Id: "key-default-1",
          Statement: [
            {
              Sid: "Enable IAM User Permissions",
              Effect: "Allow",
              Principal: { AWS: made.arn("iam", "root", "") },
              Action: "kms:*",
              Resource: "*",
            },
          ],
        }),
      ...(made.inputs.enableKeyRotation === true
        ? { rotationPeriodInDays: made.inputs.rotationPeriodInDays ?? 365 }
        : {}),
    }),
    replace: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
    computed: ["description", "multiRegion", "policy", "rotationPeriodInDays"],
    rules: {
      policies: { policy: "resource" },
      ranges: { deletionWindowInDays: [7, 30], rotationPeriodInDays: [90, 2560] },
      source: "AWS KMS API Reference, CreateKey, ScheduleKeyDeletion, EnableKeyRotation",
    },
  },
  "aws:kms/alias:Alias": {
    id: idFrom("name"),
    outputs: (made) => ({
      arn: made.arn("kms", made.text("name")),
      targetKeyArn: made.text("targetKeyId").startsWith("arn:")
        ? made.text("targetKeyId")
        : made.arn("kms", `key/${made.text("targetKeyId")}`),
    }),
    replace: ["name", "namePrefix"],
    nameRule: aliasName,
    unique: { by: ["name"], code: "AlreadyExistsException" },
    references: [refer("targetKeyId", types.key, "NotFoundException")],
  },
  [types.secret]: {
    id: arnId(
      "secretsmanager",
      (making) => `secret:${making.text("name")}-${making.hex(6, "secret")}`,
    ),
    tagged: true,
    defaults: { forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30 },
    outputs: arnIsId,
    replace: ["name", "namePrefix"],
    computed: ["policy"],
    nameRule: secretName,
    rules: {
      policies: { policy: "resource" },
      source: "AWS Secrets Manager API Reference, CreateSecret",
    },
    check: recoveryProblems,
    unique: { by: ["name"], code: "ResourceExistsException" },
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    id: (making) => `${making.text("secretId")}|terraform-${making.hex(26, "version")}`,
    sensitive: ["secretString", "secretBinary", "secretStringWo"],
    outputs: (made) => ({
      arn: made.text("secretId"),
      secretArn: made.text("secretId"),
      versionId: `terraform-${made.hex(26, "version")}`,
      versionStages: made.inputs.versionStages ?? ["AWSCURRENT"],
      hasSecretStringWo: made.inputs.secretStringWoVersion !== undefined,
    }),
    replace: ["secretBinary", "secretId", "secretString", "secretStringWoVersion"],
    computed: ["versionStages"],
    references: [refer("secretId", types.secret, "ResourceNotFoundException")],
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": {
    id: idFrom("secretArn"),
    replace: ["secretArn"],
    rules: {
      policies: { policy: "resource" },
      source: "AWS Secrets Manager API Reference, PutResourcePolicy",
    },
  },
  "aws:ssm/parameter:Parameter": {
    id: idFrom("name"),
    tagged: true,
    // A plain parameter may be read by anyone who may look; the sandbox keeps none of them.
    sensitive: ["value", "insecureValue", "valueWo"],
    outputs: (made) => ({
      arn: made.arn("ssm", `parameter/${made.text("name").replace(/^\//, "")}`),
      dataType: made.text("dataType") || "text",
      tier: made.text("tier") || "Standard",
      version: 1,
      hasValueWo: made.inputs.valueWoVersion !== undefined,
    }),
    replace: ["name"],
    computed: ["arn", "dataType", "insecureValue", "keyId", "tier", "value"],
    nameRule: parameterName,
    rules: {
      oneOf: {
        type: ["String", "StringList", "SecureString"],
        tier: ["Standard", "Advanced", "Intelligent-Tiering"],
      },
      conflicts: [["value", "insecureValue"]],
      source: "AWS Systems Manager API Reference, PutParameter",
    },
    unique: { by: ["name"], code: "ParameterAlreadyExists" },
  },
  [types.webAcl]: {
    id: uuid,
    tagged: true,
    outputs: (made) => {
      const isEdge = made.text("scope") === "CLOUDFRONT";
      return {
        arn: made.arn(
          "wafv2",
          `${isEdge ? "global" : "regional"}/webacl/${made.text("name")}/${made.id}`,
          isEdge ? "us-east-1" : made.region,
        ),
        capacity: 0,
        lockToken: uuid(made, "lock"),
        applicationIntegrationUrl: "",
      };
    },
    replace: ["name", "namePrefix", "scope"],
    nameRule: name(
      "a web ACL",
      128,
      /^[\w-]*$/,
      "letters, digits, _ and -",
      "AWS WAF API Reference, CreateWebACL, Name",
    ),
    rules: {
      oneOf: { scope: ["REGIONAL", "CLOUDFRONT"] },
      source: "AWS WAF API Reference, CreateWebACL",
    },
    unique: { by: ["name", "scope"], code: "WAFDuplicateItemException" },
    inUse: {
      code: "WAFAssociatedItemException",
      by: [
        {
          type: "aws:wafv2/webAclAssociation:WebAclAssociation",
          property: "webAclArn",
          names: "arn",
        },
      ],
    },
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": {
    id: (making) => `${making.text("webAclArn")},${making.text("resourceArn")}`,
    replace: ["resourceArn", "webAclArn"],
    unique: { by: ["resourceArn"], code: "WAFAssociatedItemException" },
  },
};
