import { instanceTypeProblem } from "../data/instance-types";
import type { AccountView, Made, Making, Problem, Props, Refusal, ResourceTable } from "../types";
import { isProps, isUnknown, listOf, quote } from "../values";
import { nodeSkewRefusal } from "./eks-skew";
import { hyphenName, idOf, refer, types, uuid } from "./shapes";

const api = "Amazon EKS API Reference";
const noCluster = refer("clusterName", types.cluster, "ResourceNotFoundException");

const partName = (kind: string, property: string, max: number) =>
  hyphenName(kind, max, `${api}, ${property}`, {
    property,
    pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/,
    words: "letters, digits, hyphens and underscores, starting with a letter or digit",
  });

const partArn = (made: Making, kind: string, property: string) =>
  made.arn("eks", `${kind}/${made.text("clusterName")}/${made.text(property)}/${uuid(made)}`);

function scalingProblems({ scalingConfig }: Props): Problem[] {
  if (!isProps(scalingConfig)) return [];
  const { minSize: min, maxSize: max, desiredSize: desired } = scalingConfig;
  if (typeof min !== "number" || typeof max !== "number" || typeof desired !== "number") return [];
  const at = (property: string, reason: string) => [
    { property: `scalingConfig.${property}`, reason },
  ];
  if (min < 0) return at("minSize", `${min} is not allowed; 0 or more is`);
  if (max < 1) return at("maxSize", `${max} is not allowed; 1 or more is`);
  if (min > max) return at("minSize", `${min} is above maxSize ${max}`);
  if (desired >= min && desired <= max) return [];
  return at("desiredSize", `${desired} is not allowed; ${min} to ${max} (minSize to maxSize) is`);
}

function instanceTypeProblems({ instanceTypes }: Props): Problem[] {
  return listOf(instanceTypes).flatMap((name, index) => {
    if (typeof name !== "string" || isUnknown(name)) return [];
    const reason = instanceTypeProblem(name);
    return reason === undefined ? [] : [{ property: `instanceTypes[${index}]`, reason }];
  });
}

/** Source: Amazon EKS API Reference, Nodegroup: what a launch template says, the node group must not say too. */
function templateProblems(inputs: Props): Problem[] {
  if (!isProps(inputs.launchTemplate)) return [];
  return ["diskSize", "remoteAccess"]
    .filter((property) => inputs[property] !== undefined)
    .map((property) => ({
      property,
      reason: `${quote(inputs[property])} is set beside launchTemplate; it belongs into the launch template`,
    }));
}

/** Source: Amazon EKS User Guide, AWS Fargate considerations: profiles are limited to private subnets, five selectors. */
function selectorProblems({ selectors }: Props): Problem[] {
  const count = listOf(selectors).length;
  if (isUnknown(selectors) || (count >= 1 && count <= 5)) return [];
  return [{ property: "selectors", reason: `${count} selectors; 1 to 5 are allowed` }];
}

function versionOf(made: Making): unknown {
  const cluster = made.find(types.cluster, made.inputs.clusterName);
  return made.inputs.version ?? cluster?.outputs.version ?? cluster?.inputs.version ?? "";
}

/** The image that EKS takes for a version, of the shape that AL2023's have; its day is made up. */
const releaseOf = (made: Making): string => {
  const isAmazonLinux = (made.text("amiType") || "AL2023").startsWith("AL2023");
  return isAmazonLinux ? `${String(versionOf(made))}.0-20261101` : "";
};

/** Source: Amazon EKS User Guide, AWS Fargate considerations: private subnets only, without a direct route to an internet gateway. */
function publicSubnetRefusal(made: Made, account: AccountView): Refusal | undefined {
  const tables = new Set(
    account
      .ofType("aws:ec2/route:Route")
      .filter(({ inputs: { gatewayId } }) => typeof gatewayId === "string" && gatewayId !== "")
      .map(({ inputs }) => inputs.routeTableId),
  );
  const open = account
    .ofType("aws:ec2/routeTableAssociation:RouteTableAssociation")
    .find(
      ({ inputs }) =>
        listOf(made.inputs.subnetIds).includes(inputs.subnetId) && tables.has(inputs.routeTableId),
    );
  if (open === undefined) return undefined;
  const message = `subnet ${String(open.inputs.subnetId)} has a route to an internet gateway, and Fargate takes private subnets alone`;
  return { code: "InvalidParameterException", message };
}

/** Node groups and Fargate profiles. Which inputs replace: terraform-provider-aws, internal/service/eks. */
export const eksNodes: ResourceTable = {
  [types.nodeGroup]: {
    id: idOf(":", "clusterName", "nodeGroupName"),
    tagged: true,
    defaults: { capacityType: "ON_DEMAND" },
    outputs: (made) => {
      const hasTemplate = isProps(made.inputs.launchTemplate);
      const group = `eks-${made.text("nodeGroupName")}-${uuid(made)}`;
      return {
        arn: partArn(made, "nodegroup", "nodeGroupName"),
        amiType: made.inputs.amiType ?? "AL2023_x86_64_STANDARD",
        diskSize: made.inputs.diskSize ?? (hasTemplate ? 0 : 20),
        instanceTypes: made.inputs.instanceTypes ?? (hasTemplate ? [] : ["t3.medium"]),
        version: versionOf(made),
        releaseVersion: made.inputs.releaseVersion ?? releaseOf(made),
        updateConfig: made.inputs.updateConfig ?? { maxUnavailable: 1 },
        status: "ACTIVE",
        resources: [{ autoscalingGroups: [{ name: group }], remoteAccessSecurityGroupId: "" }],
      };
    },
    replace: [
      "amiType",
      "capacityType",
      "clusterName",
      "diskSize",
      "instanceTypes",
      "launchTemplate.id",
      "launchTemplate.name",
      "nodeGroupName",
      "nodeGroupNamePrefix",
      "nodeRoleArn",
      "remoteAccess",
      "subnetIds",
    ],
    computed: [
      "amiType",
      "capacityType",
      "diskSize",
      "instanceTypes",
      "nodeGroupName",
      "releaseVersion",
      "updateConfig",
      "version",
    ],
    nameRule: partName("an EKS node group", "nodeGroupName", 63),
    rules: {
      oneOf: {
        capacityType: ["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"],
        "taints.effect": ["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"],
        amiType: [
          "AL2023_x86_64_STANDARD",
          "AL2023_ARM_64_STANDARD",
          "AL2023_x86_64_NVIDIA",
          "AL2023_ARM_64_NVIDIA",
          "AL2023_x86_64_NEURON",
          "BOTTLEROCKET_x86_64",
          "BOTTLEROCKET_ARM_64",
          "BOTTLEROCKET_x86_64_FIPS",
          "BOTTLEROCKET_ARM_64_FIPS",
          "BOTTLEROCKET_x86_64_NVIDIA",
          "BOTTLEROCKET_ARM_64_NVIDIA",
          "CUSTOM",
        ],
      },
      ranges: {
        "updateConfig.maxUnavailable": [1, 100],
        "updateConfig.maxUnavailablePercentage": [1, 100],
      },
      source: `${api}, CreateNodegroup`,
    },
    check: (inputs) => [
      ...scalingProblems(inputs),
      ...instanceTypeProblems(inputs),
      ...templateProblems(inputs),
    ],
    unique: { by: ["clusterName", "nodeGroupName"], code: "ResourceInUseException" },
    references: [
      noCluster,
      refer("nodeRoleArn", types.role, "InvalidParameterException"),
      refer("subnetIds", types.subnet, "InvalidParameterException"),
    ],
    admit: nodeSkewRefusal,
  },
  [types.fargateProfile]: {
    id: idOf(":", "clusterName", "fargateProfileName"),
    tagged: true,
    outputs: (made) => ({
      arn: partArn(made, "fargateprofile", "fargateProfileName"),
      status: "ACTIVE",
    }),
    replace: ["clusterName", "fargateProfileName", "podExecutionRoleArn", "selectors", "subnetIds"],
    nameRule: partName("a Fargate profile", "fargateProfileName", 100),
    check: selectorProblems,
    unique: { by: ["clusterName", "fargateProfileName"], code: "ResourceInUseException" },
    references: [
      noCluster,
      refer("podExecutionRoleArn", types.role, "InvalidParameterException"),
      refer("subnetIds", types.subnet, "InvalidParameterException"),
    ],
    admit: publicSubnetRefusal,
  },
};
