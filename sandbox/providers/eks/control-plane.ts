import { Cluster as AwsCluster } from "@pulumi/aws/eks/cluster";
import type { Role } from "@pulumi/aws/iam/role";
import type { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { all, output, type Input, type Output, type Resource } from "@pulumi/pulumi";
import type { ClusterInputs } from "./cluster-arguments";
import { ServiceRole } from "./service-role";

export interface ControlPlane {
  readonly cluster: AwsCluster;
  readonly role: Output<Role>;
  readonly encryptionConfig:
    { provider: { keyArn: Input<string> }; resources: string[] } | undefined;
}

export interface ControlPlaneOptions {
  readonly subnetIds: Input<string[]>;
  readonly securityGroup: Output<SecurityGroup> | undefined;
  readonly partition: Input<string>;
  readonly parent: Resource;
}

/** The EKS cluster itself and, unless one is given, the role it works with. */
export function controlPlane(
  name: string,
  args: ClusterInputs,
  { subnetIds, securityGroup, partition, parent }: ControlPlaneOptions,
): ControlPlane {
  const { role, ready } = clusterRole(name, args, partition, parent);
  const encryptionConfig = args.encryptionConfigKeyArn
    ? { provider: { keyArn: args.encryptionConfigKeyArn }, resources: ["secrets"] }
    : undefined;
  const groupId = securityGroup?.id;

  const cluster = new AwsCluster(
    `${name}-eksCluster`,
    {
      name: args.name,
      roleArn: role.arn,
      version: args.version,
      vpcConfig: {
        securityGroupIds: groupId && [groupId],
        subnetIds,
        endpointPrivateAccess: args.endpointPrivateAccess,
        endpointPublicAccess: args.endpointPublicAccess,
        publicAccessCidrs: publicCidrs(args),
      },
      kubernetesNetworkConfig: networkConfig(args),
      bootstrapSelfManagedAddons: args.bootstrapSelfManagedAddons ?? true,
      enabledClusterLogTypes: args.enabledClusterLogTypes,
      encryptionConfig,
      accessConfig: args.authenticationMode && {
        authenticationMode: args.authenticationMode,
        bootstrapClusterCreatorAdminPermissions: true,
      },
      upgradePolicy: args.upgradePolicy,
      deletionProtection: args.deletionProtection,
      tags: all([args.tags, args.clusterTags]).apply(([tags, clusterTags]) => ({
        Name: `${name}-eksCluster`,
        ...clusterTags,
        ...tags,
      })),
    },
    {
      parent,
      // Both matter at creation alone; the official component leaves them alone afterwards too.
      ignoreChanges: [
        "accessConfig.bootstrapClusterCreatorAdminPermissions",
        "bootstrapSelfManagedAddons",
      ],
      dependsOn: ready,
    },
  );
  return { cluster, role, encryptionConfig };
}

function clusterRole(
  name: string,
  { serviceRole, tags }: ClusterInputs,
  partition: Input<string>,
  parent: Resource,
): { role: Output<Role>; ready: Output<Role>[] } {
  if (serviceRole) return { role: output(serviceRole), ready: [] };
  const own = new ServiceRole(
    `${name}-eksRole`,
    {
      service: "eks.amazonaws.com",
      description: "Allows EKS to manage clusters on your behalf.",
      policies: ["AmazonEKSClusterPolicy"],
      actions: ["sts:AssumeRole", "sts:TagSession"],
      partition,
      tags,
    },
    { parent },
  );
  return { role: output(own.direct), ready: [own.resolved] };
}

function publicCidrs(args: ClusterInputs): Output<string[]> | undefined {
  if (!args.publicAccessCidrs) return undefined;
  return all([args.publicAccessCidrs, args.endpointPublicAccess ?? true]).apply(
    ([cidrs, isPublic]) => {
      if (!isPublic) throw new Error("publicAccessCidrs needs endpointPublicAccess to be true");
      return cidrs;
    },
  );
}

function networkConfig(args: ClusterInputs) {
  if (!args.kubernetesServiceIpAddressRange && !args.ipFamily) return undefined;
  return all([args.kubernetesServiceIpAddressRange, args.ipFamily]).apply(
    ([serviceIpv4Cidr, ipFamily = "ipv4"]) => ({
      ipFamily,
      ...(ipFamily === "ipv4" && serviceIpv4Cidr !== undefined && { serviceIpv4Cidr }),
    }),
  );
}
