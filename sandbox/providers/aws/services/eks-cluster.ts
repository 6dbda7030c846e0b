import { defaultEksVersion, versionProblem } from "../data/eks-versions";
import { zonesOf } from "../data/regions";
import type { AccountView, Made, Making, Problem, Props, Refusal, ResourceTable } from "../types";
import { isProps, isUnknown, listOf } from "../values";
import { upgradeRefusal } from "./eks-skew";
import { bornAt, hyphenName, idFrom, refer, types } from "./shapes";

/** Source: Amazon EKS User Guide, Amazon EKS networking requirements: zones where EKS makes no control plane. */
const zonesWithoutEks = ["use1-az3", "usw1-az2", "cac1-az3"];

const issuer = (making: Making) =>
  `https://oidc.eks.${making.region}.amazonaws.com/id/${making.hex(32, "oidc").toUpperCase()}`;

const subnetsOf = (made: Making) => {
  const { vpcConfig } = made.inputs;
  const ids = isProps(vpcConfig) ? listOf(vpcConfig.subnetIds) : [];
  return ids.flatMap((id) => made.find(types.subnet, id) ?? []);
};

function versionProblems({ version, upgradePolicy }: Props, today: string): Problem[] {
  if (typeof version !== "string" || isUnknown(version)) return [];
  const policy = isProps(upgradePolicy) ? String(upgradePolicy.supportType) : "EXTENDED";
  const reason = versionProblem(version, policy, today);
  return reason === undefined ? [] : [{ property: "version", reason }];
}

function endpointProblems({ vpcConfig }: Props): Problem[] {
  if (!isProps(vpcConfig)) return [];
  const { endpointPublicAccess: isPublic = true, endpointPrivateAccess: isPrivate } = vpcConfig;
  const closed = isPublic === false && isPrivate !== true;
  const reason = "false, and endpointPrivateAccess is not true; one of them must be";
  return closed ? [{ property: "vpcConfig.endpointPublicAccess", reason }] : [];
}

/** What EKS says of the subnets, at creation and when they change. */
function subnetRefusal(made: Made, account: AccountView): Refusal | undefined {
  const subnets = subnetsOf(made);
  const vpcs = new Set(subnets.map(({ inputs }) => inputs.vpcId));
  const zones = new Set(
    subnets.map(({ inputs, outputs }) => inputs.availabilityZone ?? outputs.availabilityZone),
  );
  const invalid = (message: string) => ({ code: "InvalidParameterException", message });
  if (vpcs.size > 1)
    return invalid(
      `vpcConfig.subnetIds are of ${[...vpcs].join(" and ")}; they must be of one VPC`,
    );
  const standing = account.ofType(types.cluster, made.region).find(({ id }) => id === made.id)
    ?.outputs.vpcConfig;
  const home = isProps(standing) ? standing.vpcId : undefined;
  if (typeof home === "string" && vpcs.size === 1 && !vpcs.has(home)) {
    return invalid(
      `vpcConfig.subnetIds are of ${[...vpcs].join()}, but the cluster is in ${home}; a cluster stays in its VPC`,
    );
  }
  if (subnets.length > 0 && zones.size < 2) {
    return invalid(
      `vpcConfig.subnetIds are in ${[...zones].join()} only; at least two zones are needed`,
    );
  }
  const known = zonesOf(made.region);
  const without = known.find(({ name, id }) => zones.has(name) && zonesWithoutEks.includes(id));
  return (
    without && {
      code: "UnsupportedAvailabilityZoneException",
      message: `EKS makes no control plane in ${without.name} (${without.id}); choose other zones`,
    }
  );
}

/** The control plane. Which inputs replace: terraform-provider-aws, internal/service/eks/cluster.go. */
export const eksCluster: ResourceTable = {
  [types.cluster]: {
    id: idFrom("name"),
    tagged: true,
    defaults: {
      accessConfig: { bootstrapClusterCreatorAdminPermissions: true },
      bootstrapSelfManagedAddons: true,
    },
    outputs: (made) => {
      const { vpcConfig, kubernetesNetworkConfig, accessConfig, upgradePolicy } = made.inputs;
      const vpcId = subnetsOf(made)[0]?.inputs.vpcId ?? `vpc-0${made.hex(16, "vpc")}`;
      return {
        arn: made.arn("eks", `cluster/${made.text("name")}`),
        version: made.inputs.version ?? defaultEksVersion,
        endpoint: `https://${made.hex(32, "endpoint").toUpperCase()}.gr7.${made.region}.eks.amazonaws.com`,
        certificateAuthority: {
          data: Buffer.from("No certificate: this EKS cluster is simulated.\n").toString("base64"),
        },
        identities: [{ oidcs: [{ issuer: issuer(made) }] }],
        platformVersion: "eks.1",
        status: "ACTIVE",
        createdAt: bornAt,
        clusterId: "",
        accessConfig: {
          authenticationMode: "CONFIG_MAP",
          bootstrapClusterCreatorAdminPermissions: true,
          ...(accessConfig as object),
        },
        kubernetesNetworkConfig: {
          ipFamily: "ipv4",
          serviceIpv4Cidr: "172.20.0.0/16",
          serviceIpv6Cidr: "",
          ...(kubernetesNetworkConfig as object | undefined),
        },
        upgradePolicy: { supportType: "EXTENDED", ...(upgradePolicy as object | undefined) },
        vpcConfig: {
          endpointPrivateAccess: false,
          endpointPublicAccess: true,
          publicAccessCidrs: ["0.0.0.0/0"],
          ...(vpcConfig as object | undefined),
          clusterSecurityGroupId: `sg-0${made.hex(16, "cluster-sg")}`,
          vpcId,
        },
      };
    },
    replace: [
      "accessConfig.bootstrapClusterCreatorAdminPermissions",
      "bootstrapSelfManagedAddons",
      "kubernetesNetworkConfig.ipFamily",
      "kubernetesNetworkConfig.serviceIpv4Cidr",
      "name",
      "outpostConfig.controlPlaneInstanceType",
      "outpostConfig.controlPlanePlacement",
      "remoteNetworkConfig",
      "roleArn",
    ],
    keep: ["encryptionConfig"],
    added: [
      ["vpcConfig", "clusterSecurityGroupId"],
      ["vpcConfig", "vpcId"],
    ],
    computed: [
      "accessConfig",
      "kubernetesNetworkConfig",
      "upgradePolicy",
      "version",
      "vpcConfig.publicAccessCidrs",
    ],
    nameRule: hyphenName("an EKS cluster", 100, "Amazon EKS API Reference, CreateCluster, name", {
      pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/,
      words: "letters, digits, hyphens and underscores, starting with a letter or digit",
    }),
    rules: {
      cidrs: {
        "vpcConfig.publicAccessCidrs": { widest: 0, narrowest: 32 },
        "kubernetesNetworkConfig.serviceIpv4Cidr": { widest: 12, narrowest: 24 },
      },
      oneOf: {
        enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
        "accessConfig.authenticationMode": ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"],
        "upgradePolicy.supportType": ["STANDARD", "EXTENDED"],
        "encryptionConfig.resources": ["secrets"],
        "kubernetesNetworkConfig.ipFamily": ["ipv4", "ipv6"],
      },
      source: "Amazon EKS API Reference, CreateCluster",
    },
    check: (inputs, today) => [...versionProblems(inputs, today), ...endpointProblems(inputs)],
    unique: { by: ["name"], code: "ResourceInUseException" },
    references: [
      refer("roleArn", types.role, "InvalidParameterException"),
      refer("vpcConfig.subnetIds", types.subnet, "InvalidParameterException"),
      refer("vpcConfig.securityGroupIds", types.securityGroup, "InvalidParameterException"),
    ],
    admit: (made, account) => subnetRefusal(made, account) ?? upgradeRefusal(made, account),
    inUse: {
      code: "ResourceInUseException",
      by: [
        { type: types.nodeGroup, property: "clusterName" },
        { type: types.fargateProfile, property: "clusterName" },
      ],
    },
    release: ({ id, inputs }) =>
      inputs.deletionProtection === true
        ? {
            code: "InvalidRequestException",
            message: `${id} has deletionProtection; set it to false and run up first`,
          }
        : undefined,
  },
};
