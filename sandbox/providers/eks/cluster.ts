import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import type { Cluster as AwsCluster } from "@pulumi/aws/eks/cluster";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import {
  all,
  ComponentResource,
  jsonStringify,
  output,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import { accessEntries, awsAuth, type AccessEntryInputs } from "./access";
import { coreDnsAddon, kubeProxyAddon } from "./addons";
import {
  checkClusterInputs,
  supportsAccessEntries,
  supportsConfigMap,
  type ClusterInputs,
} from "./cluster-arguments";
import { clusterOutputs, type ClusterOutputs, type ClusterParts } from "./cluster-outputs";
import { controlPlane } from "./control-plane";
import { fargateProfile } from "./fargate";
import { instanceRoles, type InstanceRoles } from "./instance-roles";
import { kubeconfigOf } from "./kubeconfig";
import { clusterSecurityGroup, nodeSecurityGroup } from "./security-groups";
import { VpcCni } from "./vpc-cni";

/** `eks:index:Cluster`: registers the children of the official component for the arguments that the sandbox can honour. */
export class SimulatedCluster extends ComponentResource {
  readonly outputs: ClusterOutputs;

  constructor(name: string, args: ClusterInputs, options: ComponentResourceOptions) {
    checkClusterInputs(args);
    super("eks:index:Cluster", name, {}, options);
    this.outputs = clusterOutputs(args, children(name, args, this));
    this.registerOutputs({ ...this.outputs });
  }
}

function children(name: string, args: ClusterInputs, parent: SimulatedCluster): ClusterParts {
  const { partition, dnsSuffix } = getPartitionOutput({}, { parent });
  const { vpcId, subnetIds } = network(args);
  const { tags } = args;

  const group =
    args.clusterSecurityGroup ??
    (args.skipDefaultSecurityGroups
      ? undefined
      : clusterSecurityGroup(
          name,
          { vpcId, tags, ownTags: args.clusterSecurityGroupTags },
          parent,
        ));
  const { cluster, role, encryptionConfig } = controlPlane(name, args, {
    subnetIds,
    securityGroup: group && output(group),
    partition,
    parent,
  });
  const kubeconfig = kubeconfigOf(cluster);
  const kubeconfigJson = jsonStringify(kubeconfig);
  const provider = new KubernetesProvider(
    `${name}-eks-k8s`,
    { kubeconfig: kubeconfigJson, enableConfigMapMutable: args.enableConfigMapMutable },
    { parent },
  );
  const nodes = instanceRoles(name, args, { partition, dnsSuffix, parent });
  const access = grantAccess(name, args, { cluster, nodes, provider, parent });

  const ofCluster = { clusterName: cluster.name, clusterVersion: cluster.version, tags, parent };
  kubeProxyAddon(name, args.kubeProxyAddonOptions, ofCluster);
  const vpcCni =
    args.useDefaultVpcCni === true
      ? undefined
      : new VpcCni(
          `${name}-vpc-cni`,
          {
            ...args.vpcCniOptions,
            clusterName: cluster.name,
            clusterVersion: cluster.version,
            ...(tags && { tags: [tags] }),
          },
          { parent, dependsOn: access.dependencies, providers: { kubernetes: provider } },
        );
  const fargate = fargateProfile(name, args.fargate, {
    cluster,
    partition,
    subnetIds: args.privateSubnetIds ? output(args.privateSubnetIds) : subnetIds,
    tags,
    parent,
    dependsOn: access.configMap ? [access.configMap] : [],
  });
  if (wantsCoreDns(args))
    coreDnsAddon(name, args.corednsAddonOptions, {
      ...ofCluster,
      onFargate: fargate.apply((profile) => profile !== undefined),
      dependsOn: fargate.apply((profile) => (profile ? [profile] : [])),
    });
  const oidcProvider = args.createOidcProvider ? issuerProvider(name, cluster, parent) : undefined;
  const nodeGroup =
    args.skipDefaultSecurityGroups || !group
      ? undefined
      : nodeSecurityGroup(
          name,
          {
            vpcId,
            clusterSecurityGroupId: output(group).id,
            clusterName: cluster.name,
            tags: all([tags, args.nodeSecurityGroupTags]).apply(([common, own]) => ({
              ...own,
              ...common,
            })),
          },
          parent,
        );

  return {
    vpcId,
    subnetIds,
    group: group && output(group),
    cluster,
    role,
    encryptionConfig,
    kubeconfig,
    kubeconfigJson,
    provider,
    nodes,
    access,
    vpcCni,
    fargate,
    oidcProvider,
    nodeGroup,
  };
}

function network(args: ClusterInputs): { vpcId: Input<string>; subnetIds: Output<string[]> } {
  return {
    vpcId: args.vpcId ?? "",
    subnetIds: args.subnetIds
      ? output(args.subnetIds)
      : all([args.publicSubnetIds ?? [], args.privateSubnetIds ?? []]).apply(
          ([publicIds, privateIds]) => [...publicIds, ...privateIds],
        ),
  };
}

interface AccessOptions {
  readonly cluster: AwsCluster;
  readonly nodes: InstanceRoles;
  readonly provider: KubernetesProvider;
  readonly parent: SimulatedCluster;
}

/** Who may use the cluster: by the ConfigMap, by access entries, or by both. */
function grantAccess(
  name: string,
  args: ClusterInputs,
  { cluster, nodes, provider, parent }: AccessOptions,
) {
  const configMap = supportsConfigMap(args.authenticationMode)
    ? awsAuth(
        name,
        {
          instanceRoles: nodes.roles,
          roleMappings: args.roleMappings,
          userMappings: args.userMappings,
        },
        { parent, provider },
      )
    : undefined;
  const wanted: AccessEntryInputs = {
    ...(nodes.nodeRole && {
      defaultNodeGroupInstanceRole: { principalArn: nodes.nodeRole.arn, type: "EC2_LINUX" },
    }),
    ...args.accessEntries,
  };
  const entries = supportsAccessEntries(args.authenticationMode)
    ? accessEntries(name, cluster.name, wanted, { parent, dependsOn: [cluster] })
    : [];
  return {
    configMap,
    entries: entries.length > 0 ? Object.values(wanted) : [],
    dependencies: [...entries, ...(configMap ? [configMap] : [])],
  };
}

/** Without nodes of the cluster's own there is no place for CoreDNS, unless the user says that there is. */
function wantsCoreDns({ corednsAddonOptions: options, fargate }: ClusterInputs): boolean {
  const explicit = options?.enabled === true || options?.configurationValues !== undefined;
  return explicit || (Boolean(fargate) && options?.enabled !== false);
}

/**
 * Thumbprint of the root that signs EKS's issuers. The official component reads it from the issuer; AWS itself trusts the root
 * without it. Source: Amazon EKS User Guide, "Creating an IAM OIDC provider".
 */
const issuerThumbprint = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280";

const issuerProvider = (name: string, cluster: AwsCluster, parent: SimulatedCluster) =>
  new OpenIdConnectProvider(
    `${name}-oidcProvider`,
    {
      clientIdLists: ["sts.amazonaws.com"],
      url: cluster.identities.apply((identities) => identities[0]?.oidcs[0]?.issuer ?? ""),
      thumbprintLists: [issuerThumbprint],
    },
    { parent },
  );
