import type { Made, ResourceTable } from "../types";
import { bornAt, hyphenName, idFrom, idOf, prefixedId, uuid } from "./shapes";

const source = "Amazon EKS API Reference";

const issuer = (made: Omit<Made, "id">) =>
  `https://oidc.eks.${made.region}.amazonaws.com/id/${made.hex(32, "oidc").toUpperCase()}`;

/** EKS. Which inputs replace: terraform-provider-aws, internal/service/eks. */
export const eks: ResourceTable = {
  "aws:eks/cluster:Cluster": {
    id: idFrom("name"),
    tagged: true,
    defaults: { bootstrapSelfManagedAddons: true },
    outputs: (made) => ({
      arn: made.arn("eks", `cluster/${made.text("name")}`),
      endpoint: `https://${made.hex(32, "endpoint").toUpperCase()}.gr7.${made.region}.eks.amazonaws.com`,
      certificateAuthority: {
        data: Buffer.from("A certificate of the simulated EKS cluster").toString("base64"),
      },
      identities: [{ oidcs: [{ issuer: issuer(made) }] }],
      platformVersion: "eks.1",
      status: "ACTIVE",
      createdAt: bornAt,
      clusterId: "",
      vpcConfig: {
        endpointPrivateAccess: false,
        endpointPublicAccess: true,
        publicAccessCidrs: ["0.0.0.0/0"],
        ...(made.inputs.vpcConfig as object | undefined),
        clusterSecurityGroupId: `sg-0${made.hex(16, "cluster-sg")}`,
        vpcId: `vpc-0${made.hex(16, "vpc")}`,
      },
    }),
    replace: [
      "accessConfig.bootstrapClusterCreatorAdminPermissions",
      "bootstrapSelfManagedAddons",
      "kubernetesNetworkConfig.ipFamily",
      "kubernetesNetworkConfig.serviceIpv4Cidr",
      "name",
      "outpostConfig",
      "roleArn",
    ],
    computed: ["accessConfig", "kubernetesNetworkConfig", "upgradePolicy", "version"],
    nameRule: hyphenName("an EKS cluster", 100, `${source}, CreateCluster, name`, {
      pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/,
      words: "letters, digits, hyphens and underscores, starting with a letter or digit",
    }),
  },
  "aws:eks/nodeGroup:NodeGroup": {
    id: idOf(":", "clusterName", "nodeGroupName"),
    tagged: true,
    defaults: { amiType: "AL2023_x86_64_STANDARD", capacityType: "ON_DEMAND", diskSize: 20 },
    outputs: (made) => ({
      arn: made.arn(
        "eks",
        `nodegroup/${made.text("clusterName")}/${made.text("nodeGroupName")}/${uuid(made)}`,
      ),
      status: "ACTIVE",
      resources: [
        {
          autoscalingGroups: [{ name: `eks-${made.text("nodeGroupName")}-${uuid(made)}` }],
          remoteAccessSecurityGroupId: "",
        },
      ],
    }),
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
    nameRule: hyphenName("an EKS node group", 63, `${source}, CreateNodegroup, nodegroupName`, {
      property: "nodeGroupName",
      pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/,
      words: "letters, digits, hyphens and underscores, starting with a letter or digit",
    }),
  },
  "aws:eks/accessEntry:AccessEntry": {
    id: idOf(":", "clusterName", "principalArn"),
    tagged: true,
    defaults: { type: "STANDARD", kubernetesGroups: [] },
    outputs: (made) => ({
      accessEntryArn: made.arn(
        "eks",
        `access-entry/${made.text("clusterName")}/role/${made.accountId}/${made.text("principalArn").split("/").at(-1) ?? ""}/${uuid(made)}`,
      ),
      userName: made.text("userName") || made.text("principalArn"),
      createdAt: bornAt,
      modifiedAt: bornAt,
    }),
    replace: ["clusterName", "principalArn", "type"],
    computed: ["kubernetesGroups", "userName"],
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    id: idOf("#", "clusterName", "principalArn", "policyArn"),
    outputs: () => ({ associatedAt: bornAt, modifiedAt: bornAt }),
    replace: ["accessScope", "clusterName", "policyArn", "principalArn"],
  },
  "aws:eks/addon:Addon": {
    id: idOf(":", "clusterName", "addonName"),
    tagged: true,
    outputs: (made) => ({
      arn: made.arn(
        "eks",
        `addon/${made.text("clusterName")}/${made.text("addonName")}/${uuid(made)}`,
      ),
      createdAt: bornAt,
      modifiedAt: bornAt,
    }),
    replace: ["addonName", "clusterName"],
    computed: ["addonVersion", "configurationValues"],
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    id: prefixedId("a"),
    tagged: true,
    outputs: (made) => ({
      associationId: made.id,
      associationArn: made.arn(
        "eks",
        `podidentityassociation/${made.text("clusterName")}/${made.id}`,
      ),
      externalId: "",
    }),
    replace: ["clusterName", "namespace", "serviceAccount"],
  },
};
