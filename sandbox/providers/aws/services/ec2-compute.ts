import { instanceTypeProblem } from "../data/instance-types";
import { diffInputs } from "../diff";
import type { Made, NameRule, Problem, Props, ResourceTable } from "../types";
import { isProps, isUnknown, listOf, quote, valuesAt } from "../values";
import { idOf, prefixedId, types } from "./shapes";

const templateName: NameRule = {
  property: "name",
  kind: "a launch template",
  min: 3,
  max: 128,
  pattern: /^[\w()./-]*$/,
  words: "letters, digits and ()./_-",
  source: "Amazon EC2 API Reference, CreateLaunchTemplate, LaunchTemplateName",
  auto: true,
};

function templateProblems(inputs: Props): Problem[] {
  const { instanceType, userData } = inputs;
  const problems: Problem[] = [];
  if (typeof instanceType === "string" && !isUnknown(instanceType)) {
    const reason = instanceTypeProblem(instanceType);
    if (reason !== undefined) problems.push({ property: "instanceType", reason });
  }
  if (typeof userData === "string" && !isUnknown(userData)) {
    const isBase64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(userData);
    if (!isBase64) {
      problems.push({ property: "userData", reason: `${quote(userData)} is no base64 text` });
    }
  }
  for (const { path, value } of valuesAt(inputs, "blockDeviceMappings.ebs.encrypted")) {
    if (!["true", "false"].includes(String(value)) && !isUnknown(value)) {
      problems.push({ property: path, reason: `${quote(value)}; true or false is allowed` });
    }
  }
  return problems;
}

const templateDefaults = { defaultVersion: 1 };

/** Every change of what instances start with is a new version of the template; its own tags are not. */
function latestVersion(made: Made): number {
  const standing = made.find(types.launchTemplate, made.id);
  if (standing === undefined) return 1;
  const data = (inputs: Props): Props => ({ ...inputs, tags: undefined });
  const spec = { id: () => "", defaults: templateDefaults };
  const changes = diffInputs(spec, data(standing.inputs), data(made.inputs));
  const version = Number(standing.outputs.latestVersion ?? 1);
  return Object.keys(changes).length === 0 ? version : version + 1;
}

/** Launch templates, flow logs and what else nodes are made of. Which inputs replace: terraform-provider-aws, internal/service/ec2. */
export const ec2Compute: ResourceTable = {
  [types.launchTemplate]: {
    id: prefixedId("lt"),
    tagged: true,
    defaults: templateDefaults,
    outputs: (made) => ({
      arn: made.arn("ec2", `launch-template/${made.id}`),
      latestVersion: latestVersion(made),
    }),
    replace: ["name", "namePrefix"],
    computed: ["defaultVersion"],
    ordered: ["blockDeviceMappings"],
    nameRule: templateName,
    rules: {
      oneOf: {
        "metadataOptions.httpTokens": ["optional", "required"],
        "metadataOptions.httpEndpoint": ["enabled", "disabled"],
        "blockDeviceMappings.ebs.volumeType": [
          "gp2",
          "gp3",
          "io1",
          "io2",
          "sc1",
          "st1",
          "standard",
        ],
      },
      ranges: { "metadataOptions.httpPutResponseHopLimit": [1, 64] },
      source: "Amazon EC2 API Reference, RequestLaunchTemplateData",
    },
    check: templateProblems,
    unique: { by: ["name"], code: "InvalidLaunchTemplateName.AlreadyExistsException" },
    inUse: {
      code: "DependencyViolation",
      by: [{ type: types.nodeGroup, property: "launchTemplate.id" }],
    },
  },
  "aws:ec2/flowLog:FlowLog": {
    id: prefixedId("fl"),
    tagged: true,
    defaults: {
      logDestinationType: "cloud-watch-logs",
      maxAggregationInterval: 600,
    },
    outputs: (made) => ({ arn: made.arn("ec2", `vpc-flow-log/${made.id}`) }),
    replace: [
      "deliverCrossAccountRole",
      "destinationOptions",
      "eniId",
      "iamRoleArn",
      "logDestination",
      "logDestinationType",
      "logFormat",
      "maxAggregationInterval",
      "subnetId",
      "trafficType",
      "transitGatewayAttachmentId",
      "transitGatewayId",
      "vpcId",
    ],
    computed: ["logDestination", "logFormat"],
    rules: {
      oneOf: {
        trafficType: ["ACCEPT", "REJECT", "ALL"],
        logDestinationType: ["cloud-watch-logs", "s3", "kinesis-data-firehose"],
        maxAggregationInterval: [60, 600],
      },
      source: "Amazon EC2 API Reference, CreateFlowLogs",
    },
  },
  "aws:ec2/tag:Tag": {
    id: idOf(",", "resourceId", "key"),
    replace: ["key", "resourceId"],
  },
  "aws:ec2/keyPair:KeyPair": {
    id: (making) => making.text("keyName") || making.name,
    tagged: true,
    outputs: (made) => ({
      arn: made.arn("ec2", `key-pair/${made.id}`),
      fingerprint: (made.hex(32, "fingerprint").match(/../g) ?? []).join(":"),
      keyPairId: `key-0${made.hex(16, "key")}`,
      keyType: made.text("publicKey").startsWith("ssh-ed25519") ? "ed25519" : "rsa",
    }),
    replace: ["keyName", "keyNamePrefix", "publicKey"],
  },
  "aws:autoscaling/tag:Tag": {
    id: (making) => {
      const { tag } = making.inputs;
      const key = isProps(tag) ? listOf(tag.key).join("") : "";
      return `${making.text("autoscalingGroupName")},${key}`;
    },
    replace: ["autoscalingGroupName", "tag.key"],
  },
};
