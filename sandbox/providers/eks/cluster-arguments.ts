import type { ClusterArgs } from "@pulumi/eks/cluster";
import { refuse, unsupported, used, type ArgumentTable, type Problem } from "./arguments";

/** What {@link ClusterArgs} holds once the engine has sent it: each may still be an Output. */
export type ClusterInputs = { [K in keyof ClusterArgs]: ClusterArgs[K] | undefined };

const clusterArguments: ArgumentTable<ClusterArgs> = {
  accessEntries: used,
  authenticationMode: used,
  autoMode: used,
  bootstrapSelfManagedAddons: used,
  clusterSecurityGroup: used,
  clusterSecurityGroupTags: used,
  clusterTags: used,
  corednsAddonOptions: used,
  createInstanceRole: used,
  createOidcProvider: used,
  creationRoleProvider:
    "a remote component cannot take a provider; set providerCredentialOpts instead, as the official one asks too",
  deletionProtection: used,
  desiredCapacity: used,
  enableConfigMapMutable: used,
  enabledClusterLogTypes: used,
  encryptionConfigKeyArn: used,
  endpointPrivateAccess: used,
  endpointPublicAccess: used,
  fargate: used,
  gpu: used,
  instanceProfileName: used,
  instanceRole: used,
  instanceRoles: used,
  instanceType: used,
  ipFamily: used,
  kubeProxyAddonOptions: used,
  kubernetesServiceIpAddressRange: used,
  maxSize: used,
  minSize: used,
  name: used,
  nodeAmiId: used,
  nodeAssociatePublicIpAddress: used,
  nodeGroupOptions: used,
  nodePublicKey: used,
  nodeRootVolumeEncrypted: used,
  nodeRootVolumeSize: used,
  nodeSecurityGroupTags: used,
  nodeSubnetIds: used,
  nodeUserData: used,
  privateSubnetIds: used,
  providerCredentialOpts: used,
  proxy: "the sandbox calls nothing outside this machine, so there is nothing to proxy",
  publicAccessCidrs: used,
  publicSubnetIds: used,
  roleMappings: used,
  serviceRole: used,
  skipDefaultNodeGroup: used,
  skipDefaultSecurityGroups: used,
  storageClasses:
    "it makes classes of a provisioner that Kubernetes has removed; declare a StorageClass of ebs.csi.aws.com beside the cluster",
  subnetIds: used,
  tags: used,
  upgradePolicy: used,
  useDefaultVpcCni: used,
  userMappings: used,
  version: used,
  vpcCniOptions: used,
  vpcId: used,
};

/** Arguments that describe the nodes of the default group one by one, where `nodeGroupOptions` describes them together. */
export const singleNodeArguments = [
  "desiredCapacity",
  "gpu",
  "instanceProfileName",
  "instanceType",
  "maxSize",
  "minSize",
  "nodeAmiId",
  "nodeAssociatePublicIpAddress",
  "nodePublicKey",
  "nodeRootVolumeSize",
  "nodeSubnetIds",
  "nodeUserData",
] as const satisfies readonly (keyof ClusterArgs)[];

/** Refuses what the official component refuses, and what only it can do. */
export function checkClusterInputs(args: ClusterInputs): void {
  const problems: Problem[] = unsupported<ClusterArgs>(args, clusterArguments);
  const problem = (propertyPath: keyof ClusterArgs, reason: string) =>
    problems.push({ propertyPath, reason });

  if (args.instanceRole && args.instanceRoles)
    problem("instanceRoles", "set either instanceRole or instanceRoles");
  if (args.subnetIds && (args.publicSubnetIds ?? args.privateSubnetIds))
    problem("subnetIds", "set either subnetIds, or publicSubnetIds and privateSubnetIds");
  const single = singleNodeArguments.find((key) => args[key] !== undefined);
  if (args.nodeGroupOptions && single)
    problem(single, "set either nodeGroupOptions or the single options of nodes");
  if (args.vpcId === undefined)
    problem("vpcId", "the simulated account has no default VPC; set it, with the subnets");
  if (args.autoMode?.enabled === true)
    problem("autoMode", "the sandbox has no Auto Mode nodes; use a managed node group or Fargate");
  if (!args.skipDefaultNodeGroup && !args.fargate)
    problem(
      "skipDefaultNodeGroup",
      "the sandbox has no self-managed nodes; set it to true and add a managed node group, or use Fargate",
    );
  checkAuthentication(args, problem);
  refuse("eks.Cluster", problems);
}

const modes = ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"];

function checkAuthentication(
  args: ClusterInputs,
  problem: (propertyPath: keyof ClusterArgs, reason: string) => void,
): void {
  const mode = args.authenticationMode;
  if (mode !== undefined && !modes.includes(mode))
    problem("authenticationMode", `it is none of ${modes.join(", ")}`);
  if (!supportsAccessEntries(mode) && args.accessEntries)
    problem("accessEntries", "needs authenticationMode API or API_AND_CONFIG_MAP");
  if (!supportsConfigMap(mode))
    for (const key of ["roleMappings", "userMappings", "instanceRoles"] as const)
      if (isFilled(args[key]))
        problem(key, "needs authenticationMode CONFIG_MAP or API_AND_CONFIG_MAP");
}

const isFilled = (value: unknown) =>
  value !== undefined && !(Array.isArray(value) && value.length === 0);

export const supportsAccessEntries = (mode: string | undefined) =>
  mode === "API" || mode === "API_AND_CONFIG_MAP";

/** The official component's default is the ConfigMap. */
export const supportsConfigMap = (mode: string | undefined) =>
  mode === undefined || mode === "CONFIG_MAP" || mode === "API_AND_CONFIG_MAP";
