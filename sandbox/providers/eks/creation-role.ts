import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { Provider, type ProviderArgs } from "@pulumi/aws/provider";
import type { ClusterCreationRoleProviderArgs } from "@pulumi/eks/clusterCreationRoleProvider";
import {
  ComponentResource,
  interpolate,
  jsonStringify,
  type ComponentResourceOptions,
} from "@pulumi/pulumi";

/** `eks:index:ClusterCreationRoleProvider`: a role that creates a cluster, and a provider that assumes it. */
export class SimulatedCreationRole extends ComponentResource {
  readonly role: Role;

  constructor(
    name: string,
    args: ClusterCreationRoleProviderArgs,
    options: ComponentResourceOptions,
  ) {
    super("eks:index:ClusterCreationRoleProvider", name, {}, options);
    const { partition } = getPartitionOutput({}, { parent: this });
    const { accountId } = getCallerIdentityOutput({}, { parent: this });
    this.role = new Role(
      `${name}-eksClusterCreatorRole`,
      {
        description: `Admin access to eks-${name}`,
        assumeRolePolicy: jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: interpolate`arn:${partition}:iam::${accountId}:root` },
              Action: "sts:AssumeRole",
            },
          ],
        }),
      },
      { parent: this },
    );
    new RolePolicy(
      `${name}-eksClusterCreatorPolicy`,
      {
        role: this.role.name,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: ["eks:*", "iam:PassRole"].map((Action) => ({
            Effect: "Allow",
            Action,
            Resource: "*",
          })),
        }),
      },
      { parent: this.role },
    );
    new Provider(
      `${name}-eksClusterCreatorEntity`,
      {
        ...(args.region !== undefined && { region: args.region as ProviderArgs["region"] }),
        ...(args.profile !== undefined && { profile: args.profile }),
        assumeRoles: [{ roleArn: this.role.arn }],
      },
      { parent: this.role },
    );
    this.registerOutputs({ role: this.role });
  }
}
