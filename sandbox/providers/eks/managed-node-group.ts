import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate";
import { NodeGroup } from "@pulumi/aws/eks/nodeGroup";
import type { Role } from "@pulumi/aws/iam/role";
import type { ManagedNodeGroupArgs } from "@pulumi/eks/managedNodeGroup";
import {
  all,
  ComponentResource,
  InputPropertyError,
  output,
  type ComponentResourceOptions,
  type Output,
} from "@pulumi/pulumi";
import { refuse, unsupported, used, type ArgumentTable, type Problem } from "./arguments";
import { supportsAccessEntries } from "./cluster-arguments";
import { coreOf, type Core } from "./cluster-of";

const noUserData = "simulated nodes run no user data, so what it would set cannot be honoured";
const noPlacement = "the sandbox has no placement groups and no Elastic Fabric Adapter";

const groupArguments: ArgumentTable<ManagedNodeGroupArgs> = {
  amiId: "a custom image needs user data of its own, and simulated nodes run none",
  amiType: used,
  bootstrapExtraArgs: noUserData,
  bottlerocketSettings: noUserData,
  capacityType: used,
  cluster: used,
  clusterName: used,
  diskSize: used,
  enableEfaSupport: noPlacement,
  enableIMDSv2: used,
  forceUpdateVersion: used,
  gpu: "the sandbox's table of instance types has none with a GPU",
  ignoreScalingChanges: used,
  instanceTypes: used,
  kubeletExtraArgs: noUserData,
  labels: used,
  launchTemplate: used,
  nodeGroupName: used,
  nodeGroupNamePrefix: used,
  nodeRole: used,
  nodeRoleArn: used,
  nodeadmExtraOptions: noUserData,
  operatingSystem: used,
  placementGroupAvailabilityZone: noPlacement,
  releaseVersion: used,
  remoteAccess: used,
  scalingConfig: used,
  subnetIds: used,
  tags: used,
  taints: used,
  userData: noUserData,
  version: used,
};

/** `eks:index:ManagedNodeGroup`: an EKS node group, with a launch template where an option needs one. */
export class SimulatedManagedNodeGroup extends ComponentResource {
  readonly outputs: { readonly nodeGroup: NodeGroup; readonly placementGroupName: string };

  constructor(name: string, args: ManagedNodeGroupArgs, options: ComponentResourceOptions) {
    check(args);
    super("eks:index:ManagedNodeGroup", name, {}, options);
    const core = coreOf(args.cluster);
    const template = args.enableIMDSv2 === undefined ? undefined : launchTemplate(name, args, this);
    const nodeGroup = new NodeGroup(
      name,
      {
        amiType: args.amiType ?? amiTypeOf(args),
        capacityType: args.capacityType,
        clusterName: args.clusterName ?? core.apply(({ cluster }) => cluster.name),
        diskSize: template ? undefined : args.diskSize,
        forceUpdateVersion: args.forceUpdateVersion,
        instanceTypes: args.instanceTypes,
        labels: args.labels,
        launchTemplate: template
          ? { id: template.id, version: template.latestVersion.apply(String) }
          : args.launchTemplate,
        nodeGroupName: args.nodeGroupName,
        nodeGroupNamePrefix: args.nodeGroupNamePrefix,
        nodeRoleArn: registeredRole(args, core),
        releaseVersion: args.releaseVersion,
        remoteAccess: args.remoteAccess,
        scalingConfig: output(args.scalingConfig).apply((given) => ({
          desiredSize: given?.desiredSize ?? 2,
          minSize: given?.minSize ?? 1,
          maxSize: given?.maxSize ?? 2,
        })),
        subnetIds: args.subnetIds ?? core.apply(({ subnetIds }) => subnetIds ?? []),
        tags: args.tags,
        taints: args.taints,
        version:
          args.version ??
          (args.launchTemplate ? undefined : core.apply(({ cluster }) => cluster.version)),
      },
      {
        parent: this,
        dependsOn: core.apply(({ eksNodeAccess }) => (eksNodeAccess ? [eksNodeAccess] : [])),
        ...(args.ignoreScalingChanges && { ignoreChanges: ["scalingConfig.desiredSize"] }),
      },
    );
    this.outputs = { nodeGroup, placementGroupName: "" };
    this.registerOutputs({ ...this.outputs });
  }
}

function check(args: ManagedNodeGroupArgs): void {
  const problems: Problem[] = unsupported<ManagedNodeGroupArgs>({ ...args }, groupArguments);
  if ((args.nodeRole === undefined) === (args.nodeRoleArn === undefined))
    problems.push({ propertyPath: "nodeRole", reason: "set either nodeRole or nodeRoleArn" });
  if (args.launchTemplate && args.enableIMDSv2 !== undefined)
    problems.push({
      propertyPath: "enableIMDSv2",
      reason: "set it in the launch template that you give",
    });
  refuse("eks.ManagedNodeGroup", problems);
}

/** A cluster without access entries lets in only nodes whose role it was told of. */
function registeredRole(args: ManagedNodeGroupArgs, core: Output<Core>): Output<string> {
  const roleArn =
    args.nodeRoleArn === undefined
      ? (output(args.nodeRole) as Output<Role>).arn
      : output(args.nodeRoleArn);
  const known = core.apply(({ instanceRoles = [] }) => all(instanceRoles.map(({ arn }) => arn)));
  const mode = core.apply(({ cluster }) => cluster.accessConfig.authenticationMode);
  return all([roleArn, known, mode]).apply(([arn, arns, authentication]) => {
    if (!supportsAccessEntries(authentication) && !arns.includes(arn))
      throw new InputPropertyError({
        propertyPath: "nodeRole",
        reason: "a cluster without access entries needs this role among its instanceRoles",
      });
    return arn;
  });
}

function launchTemplate(
  name: string,
  args: ManagedNodeGroupArgs,
  parent: ComponentResource,
): LaunchTemplate {
  return new LaunchTemplate(
    `${name}-launchTemplate`,
    {
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: args.enableIMDSv2 ? "required" : "optional",
        httpPutResponseHopLimit: 2,
      },
      ...(args.diskSize !== undefined && {
        blockDeviceMappings: [
          {
            deviceName: output(args.operatingSystem).apply((system) =>
              system === "Bottlerocket" ? "/dev/xvdb" : "/dev/xvda",
            ),
            ebs: { volumeSize: args.diskSize },
          },
        ],
      }),
    },
    { parent },
  );
}

const amiTypes: Readonly<Record<string, { x86: string; arm: string }>> = {
  AL2: { x86: "AL2_x86_64", arm: "AL2_ARM_64" },
  AL2023: { x86: "AL2023_x86_64_STANDARD", arm: "AL2023_ARM_64_STANDARD" },
  Bottlerocket: { x86: "BOTTLEROCKET_x86_64", arm: "BOTTLEROCKET_ARM_64" },
};

/** Graviton types have a "g" behind their generation: m7g.large. */
const isArm = (instanceType: string) => /^[a-z]+\d+g/.test(instanceType);

function amiTypeOf(args: ManagedNodeGroupArgs): Output<string> | undefined {
  if (args.operatingSystem === undefined) return undefined;
  return all([args.operatingSystem, args.instanceTypes ?? []]).apply(([system, types]) => {
    const both = amiTypes[system] ?? amiTypes.AL2023;
    return types.some(isArm) ? (both?.arm ?? "") : (both?.x86 ?? "");
  });
}
