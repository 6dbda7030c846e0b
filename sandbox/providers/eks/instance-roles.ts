import { InstanceProfile } from "@pulumi/aws/iam/instanceProfile";
import type { Role } from "@pulumi/aws/iam/role";
import { interpolate, output, type Input, type Output, type Resource } from "@pulumi/pulumi";
import type { ClusterInputs } from "./cluster-arguments";
import { ServiceRole } from "./service-role";

export interface InstanceRoles {
  readonly roles: Output<Role[]>;
  /** The one role that nodes register with by default. */
  readonly nodeRole: Output<Role> | undefined;
  readonly profile: InstanceProfile | undefined;
}

export interface InstanceRoleOptions {
  readonly partition: Input<string>;
  readonly dnsSuffix: Input<string>;
  readonly parent: Resource;
}

/** The nodes' roles: those given, or one that is made where a default node group could use it. */
export function instanceRoles(
  name: string,
  args: ClusterInputs,
  { partition, dnsSuffix, parent }: InstanceRoleOptions,
): InstanceRoles {
  if (args.instanceRoles)
    return {
      roles: output(args.instanceRoles),
      nodeRole: undefined,
      profile: undefined,
    };
  if (args.instanceRole) {
    const nodeRole: Output<Role> = output(args.instanceRole);
    return { roles: nodeRole.apply((role) => [role]), nodeRole, profile: undefined };
  }
  if (!(args.createInstanceRole ?? !args.skipDefaultNodeGroup))
    return { roles: output([]), nodeRole: undefined, profile: undefined };

  const { resolved } = new ServiceRole(
    `${name}-instanceRole`,
    {
      service: interpolate`ec2.${dnsSuffix}`,
      policies: [
        "AmazonEKSWorkerNodePolicy",
        "AmazonEKS_CNI_Policy",
        "AmazonEC2ContainerRegistryReadOnly",
      ],
      partition,
      tags: args.tags,
    },
    { parent },
  );
  const profileName = args.instanceProfileName ?? args.nodeGroupOptions?.instanceProfileName;
  const profile = profileName
    ? InstanceProfile.get(`${name}-instanceProfile`, profileName, undefined, { parent })
    : new InstanceProfile(
        `${name}-instanceProfile`,
        { role: resolved.apply((role) => role.name) },
        { parent },
      );
  return { roles: resolved.apply((role) => [role]), nodeRole: resolved, profile };
}
