import type { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import type { SecurityGroupRule } from "@pulumi/aws/ec2/securityGroupRule";
import type { FargateProfile } from "@pulumi/aws/eks/fargateProfile";
import type { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import type { Cluster } from "@pulumi/eks/cluster";
import type { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import type { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import type { ComponentResource, Input, Output } from "@pulumi/pulumi";
import type { ClusterInputs } from "./cluster-arguments";
import type { ControlPlane } from "./control-plane";
import type { InstanceRoles } from "./instance-roles";
import type { VpcCni } from "./vpc-cni";

/** Names of what the SDK declares as outputs, without what every component has and what its Node.js part adds in the program. */
type OutputName = Exclude<
  keyof Cluster,
  keyof ComponentResource | "getKubeconfig" | "provider" | "createNodeGroup"
>;
export type ClusterOutputs = Record<OutputName, Input<unknown>>;

/** The children of a cluster and what they were made from. */
export interface ClusterParts extends ControlPlane {
  readonly vpcId: Input<string>;
  readonly subnetIds: Output<string[]>;
  readonly group: Output<SecurityGroup> | undefined;
  readonly kubeconfig: Output<unknown>;
  readonly kubeconfigJson: Output<string>;
  readonly provider: KubernetesProvider;
  readonly nodes: InstanceRoles;
  readonly access: { readonly configMap: ConfigMap | undefined; readonly entries: unknown[] };
  readonly vpcCni: VpcCni | undefined;
  readonly fargate: Output<FargateProfile | undefined>;
  readonly oidcProvider: OpenIdConnectProvider | undefined;
  readonly nodeGroup: { group: SecurityGroup; clusterIngress: SecurityGroupRule } | undefined;
}

/** Everything that the SDK declares; what there is none of is "" or undefined, as the official component has it. */
export function clusterOutputs(args: ClusterInputs, parts: ClusterParts): ClusterOutputs {
  const { cluster, fargate, group, kubeconfig, kubeconfigJson, nodeGroup, nodes, oidcProvider } =
    parts;
  const eksGroupId = cluster.vpcConfig.clusterSecurityGroupId;
  const issuer = cluster.identities.apply((identities) => identities[0]?.oidcs[0]?.issuer ?? "");
  return {
    autoModeNodeRoleName: "",
    awsProvider: undefined,
    clusterIngressRuleId: nodeGroup?.clusterIngress.securityGroupRuleId ?? "",
    clusterSecurityGroup: group,
    clusterSecurityGroupId: group?.id ?? eksGroupId,
    core: core(args, parts),
    defaultNodeGroup: undefined,
    defaultNodeGroupAsgName: "",
    eksCluster: cluster,
    eksClusterIngressRule: nodeGroup?.clusterIngress,
    fargateProfileId: fargate.apply((profile) => profile?.id ?? ""),
    fargateProfileStatus: fargate.apply((profile) => profile?.status ?? ""),
    instanceRoles: nodes.roles,
    kubeconfig,
    kubeconfigJson,
    nodeSecurityGroup: nodeGroup?.group,
    nodeSecurityGroupId: nodeGroup?.group.id ?? eksGroupId,
    oidcIssuer: issuer.apply((url) => url.replace("https://", "")),
    oidcProviderArn: oidcProvider?.arn ?? "",
    oidcProviderUrl: issuer,
  };
}

function core(args: ClusterInputs, parts: ClusterParts) {
  const { cluster, nodes, nodeGroup } = parts;
  return {
    accessEntries: parts.access.entries,
    awsProvider: undefined,
    cluster,
    clusterIamRole: parts.role,
    clusterSecurityGroup: parts.group,
    eksNodeAccess: parts.access.configMap,
    encryptionConfig: parts.encryptionConfig,
    endpoint: cluster.endpoint,
    fargateProfile: parts.fargate,
    instanceRoles: nodes.roles,
    kubeconfig: parts.kubeconfig,
    nodeGroupOptions: {
      ...nodeGroupOptions(args),
      instanceProfile: nodes.profile,
      nodeSecurityGroup: nodeGroup?.group,
      clusterIngressRule: nodeGroup?.clusterIngress,
    },
    nodeSecurityGroupTags: args.nodeSecurityGroupTags,
    oidcProvider: parts.oidcProvider,
    privateSubnetIds: args.privateSubnetIds,
    provider: parts.provider,
    publicSubnetIds: args.publicSubnetIds,
    storageClasses: {},
    subnetIds: parts.subnetIds,
    tags: args.tags,
    vpcCni: parts.vpcCni,
    vpcId: parts.vpcId,
  };
}

/** What later node groups of the cluster inherit. */
const nodeGroupOptions = (args: ClusterInputs) =>
  args.nodeGroupOptions ?? {
    nodeSubnetIds: args.nodeSubnetIds,
    nodeAssociatePublicIpAddress: args.nodeAssociatePublicIpAddress,
    instanceType: args.instanceType,
    nodePublicKey: args.nodePublicKey,
    nodeRootVolumeEncrypted: args.nodeRootVolumeEncrypted,
    nodeRootVolumeSize: args.nodeRootVolumeSize,
    nodeUserData: args.nodeUserData,
    minSize: args.minSize,
    maxSize: args.maxSize,
    desiredCapacity: args.desiredCapacity,
    amiId: args.nodeAmiId,
    gpu: args.gpu,
    version: args.version,
  };
