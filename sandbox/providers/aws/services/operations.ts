import type { NameRule, ResourceTable } from "../types";
import { dnsSuffixOf } from "../values";
import { arnId, hyphenName, idFrom, idOf, uuid } from "./shapes";

const logGroupName: NameRule = {
  property: "name",
  kind: "a log group",
  max: 512,
  pattern: /^[\w./#-]*$/,
  words: "letters, digits and _-/.#",
  source: "Amazon CloudWatch Logs API Reference, CreateLogGroup, logGroupName",
  auto: true,
};

const retentionDays = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
  3288, 3653,
];

const queueName: NameRule = {
  property: "name",
  kind: "a queue",
  max: 80,
  pattern: /^[\w-]*(?:\.fifo)?$/,
  words: "letters, digits, _ and -, and .fifo at the end of a FIFO queue",
  source: "Amazon SQS API Reference, CreateQueue, QueueName",
  auto: true,
};

/** Logs, events, queues, backups and stacks. Which inputs replace: terraform-provider-aws, internal/service/{logs,events,sqs,backup,cloudformation}. */
export const operations: ResourceTable = {
  "aws:cloudwatch/logGroup:LogGroup": {
    id: idFrom("name"),
    tagged: true,
    defaults: { retentionInDays: 0, skipDestroy: false, logGroupClass: "STANDARD" },
    outputs: (made) => ({ arn: made.arn("logs", `log-group:${made.text("name")}`) }),
    replace: ["logGroupClass", "name", "namePrefix"],
    computed: ["deletionProtectionEnabled", "logGroupClass"],
    leaves: (group) => (group.inputs.skipDestroy === true ? group : undefined),
    nameRule: logGroupName,
    rules: {
      oneOf: {
        retentionInDays: retentionDays,
        logGroupClass: ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"],
      },
      source: "Amazon CloudWatch Logs API Reference, PutRetentionPolicy",
    },
    unique: { by: ["name"], code: "ResourceAlreadyExistsException" },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    id: idFrom("name"),
    tagged: true,
    defaults: { actionsEnabled: true, treatMissingData: "missing" },
    outputs: (made) => ({ arn: made.arn("cloudwatch", `alarm:${made.text("name")}`) }),
    replace: ["name"],
    nameRule: {
      ...logGroupName,
      kind: "an alarm",
      max: 255,
      pattern: /^[^\p{Cc}]*$/u,
      words: "all but control characters",
      source: "Amazon CloudWatch API Reference, PutMetricAlarm, AlarmName",
    },
    unique: { by: ["name"], code: "ResourceAlreadyExistsException" },
  },
  "aws:cloudwatch/eventRule:EventRule": {
    id: idFrom("name"),
    tagged: true,
    defaults: { eventBusName: "default", state: "ENABLED" },
    outputs: (made) => ({ arn: made.arn("events", `rule/${made.text("name")}`) }),
    replace: ["eventBusName", "name", "namePrefix"],
    computed: ["isEnabled", "state"],
    nameRule: hyphenName("a rule", 64, "Amazon EventBridge API Reference, PutRule, Name", {
      pattern: /^[\w.-]*$/,
      words: "letters, digits and ._-",
    }),
    unique: { by: ["eventBusName", "name"], code: "ResourceAlreadyExistsException" },
    inUse: {
      code: "ValidationException",
      by: [{ type: "aws:cloudwatch/eventTarget:EventTarget", property: "rule", names: "name" }],
    },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    id: (making) => `${making.text("rule")}-${making.text("targetId") || making.hex(26, "target")}`,
    defaults: { eventBusName: "default" },
    outputs: (made) => ({
      targetId: made.text("targetId") || `terraform-${made.hex(26, "target")}`,
    }),
    replace: ["eventBusName", "rule", "targetId"],
    computed: ["targetId"],
  },
  "aws:sqs/queue:Queue": {
    id: (making) =>
      `https://sqs.${making.region}.${dnsSuffixOf(making.region)}/${making.accountId}/${making.text("name")}`,
    tagged: true,
    defaults: { visibilityTimeoutSeconds: 30, messageRetentionSeconds: 345_600, fifoQueue: false },
    outputs: (made) => ({ arn: made.arn("sqs", made.text("name")), url: made.id }),
    replace: ["fifoQueue", "name", "namePrefix"],
    computed: ["policy", "redrivePolicy"],
    nameRule: queueName,
    rules: {
      policies: { policy: "resource" },
      ranges: {
        visibilityTimeoutSeconds: [0, 43_200],
        messageRetentionSeconds: [60, 1_209_600],
      },
      source: "Amazon SQS API Reference, SetQueueAttributes",
    },
    unique: { by: ["name"], code: "QueueAlreadyExists" },
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    id: idFrom("queueUrl"),
    replace: ["queueUrl"],
    rules: {
      policies: { policy: "resource" },
      source: "Amazon SQS API Reference, SetQueueAttributes",
    },
  },
  "aws:backup/vault:Vault": {
    id: idFrom("name"),
    tagged: true,
    outputs: (made) => ({
      arn: made.arn("backup", `backup-vault:${made.text("name")}`),
      recoveryPoints: 0,
    }),
    replace: ["kmsKeyArn", "name"],
    computed: ["kmsKeyArn"],
    nameRule: hyphenName("a backup vault", 50, "AWS Backup API Reference, CreateBackupVault", {
      min: 2,
      pattern: /^[\w-]*$/,
      words: "letters, digits, _ and -",
    }),
    unique: { by: ["name"], code: "AlreadyExistsException" },
  },
  "aws:backup/plan:Plan": {
    id: uuid,
    tagged: true,
    outputs: (made) => ({
      arn: made.arn("backup", `backup-plan:${made.id}`),
      version: made.hex(48, "version"),
    }),
    nameRule: hyphenName("a backup plan", 50, "AWS Backup API Reference, CreateBackupPlan", {
      pattern: /^[\w.-]*$/,
      words: "letters, digits and ._-",
    }),
  },
  "aws:backup/selection:Selection": {
    id: uuid,
    replace: ["conditions", "iamRoleArn", "name", "notResources", "planId", "resources"],
    nameRule: hyphenName("a backup selection", 50, "AWS Backup API Reference, BackupSelection", {
      pattern: /^[\w.-]*$/,
      words: "letters, digits and ._-",
    }),
  },
  "aws:cloudformation/stack:Stack": {
    id: arnId("cloudformation", (making) => `stack/${making.text("name")}/${uuid(making)}`),
    tagged: true,
    outputs: () => ({ outputs: {} }),
    replace: ["disableRollback", "name", "onFailure", "timeoutInMinutes"],
    computed: ["policyBody", "templateBody"],
    nameRule: hyphenName("a stack", 128, "AWS CloudFormation API Reference, CreateStack", {
      pattern: /^[A-Za-z][A-Za-z0-9-]*$/,
      words: "letters, digits and hyphens, starting with a letter",
    }),
    unique: { by: ["name"], code: "AlreadyExistsException" },
  },
  "aws:ec2/networkAcl:NetworkAcl": {
    id: (making) => `acl-0${making.hex(16)}`,
    tagged: true,
    outputs: (made) => ({
      arn: made.arn("ec2", `network-acl/${made.id}`),
      ownerId: made.accountId,
    }),
    replace: ["vpcId"],
    computed: ["egress", "ingress", "subnetIds"],
  },
  "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": {
    id: (making) => `rtbassoc-0${making.hex(16)}`,
    outputs: (made) => ({ originalRouteTableId: `rtb-0${made.hex(16, "original")}` }),
    replace: ["vpcId"],
  },
  "aws:kms/keyPolicy:KeyPolicy": {
    id: idOf("", "keyId"),
    replace: ["keyId"],
    rules: { policies: { policy: "resource" }, source: "AWS KMS API Reference, PutKeyPolicy" },
  },
};
