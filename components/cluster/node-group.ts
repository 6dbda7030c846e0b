import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { InstanceTypeName } from "./instance-types";

export interface NodeGroupArgs {
  /**
   * EC2 type of the nodes. It bounds pods as well as memory: a t3.small runs 11 (see `capacity.ts`).
   * A t3.small costs about $0.026 an hour in Seoul (EC2 on-demand pricing).
   * @example "t3.small"
   */
  readonly instanceType: InstanceTypeName;
  /** Fewest nodes a scaler may leave. @default 1 */
  readonly min?: number;
  /** Most nodes a scaler may start. @default 3 */
  readonly max?: number;
  /** Nodes at the start; a later change here is left to whoever scales the group. @default `min` */
  readonly desired?: number;
  /** Root disk in GiB, gp3 and encrypted; about $0.091 a GiB-month in Seoul (EBS pricing). @default 20 */
  readonly diskGiB?: number;
  /** `"spot"` nodes are far cheaper and go at two minutes' notice. @default "onDemand" */
  readonly capacity?: "onDemand" | "spot";
  /** Labels of the nodes, for nodeSelector. @example { disktype: "ssd" } */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of the nodes; pods without a toleration stay away. */
  readonly taints?: readonly NodeTaint[];
}

export interface NodeTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** EKS writes the effects of taints in its own way. */
const effects = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
} as const satisfies Record<NodeTaint["effect"], string>;

/** Where a node group goes. */
export interface NodeGroupPlace {
  readonly clusterName: pulumi.Input<string>;
  readonly version: pulumi.Input<string>;
  readonly nodeRole: NodeRole;
  readonly subnetIds: pulumi.Input<string[]>;
  readonly tags: Readonly<Record<string, string>>;
}

/** The role of the nodes and its policies: without them a node neither joins nor pulls, and its network stays down. */
export interface NodeRole {
  readonly arn: pulumi.Output<string>;
  readonly policies: readonly aws.iam.RolePolicyAttachment[];
}

export function nodeRole(
  name: string,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): NodeRole {
  const role = new aws.iam.Role(
    `${name}-node`,
    {
      assumeRolePolicy: JSON.stringify(
        aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
      ),
      tags: { ...tags },
    },
    opts,
  );
  const policies = [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryPullOnly",
  ].map(
    (policy) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-node-${policy}`,
        { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
        opts,
      ),
  );
  return { arn: role.arn, policies };
}

/** A managed node group with a launch template of its own. */
export function nodeGroup(
  name: string,
  args: NodeGroupArgs,
  place: NodeGroupPlace,
  opts: pulumi.CustomResourceOptions,
): aws.eks.NodeGroup {
  const { min = 1, max = 3, diskGiB = 20, capacity = "onDemand" } = args;
  const template = launchTemplate(name, diskGiB, place.tags, opts);
  return new aws.eks.NodeGroup(
    name,
    {
      clusterName: place.clusterName,
      version: place.version,
      nodeRoleArn: place.nodeRole.arn,
      subnetIds: place.subnetIds,
      amiType: "AL2023_x86_64_STANDARD",
      instanceTypes: [args.instanceType],
      capacityType: capacity === "spot" ? "SPOT" : "ON_DEMAND",
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      scalingConfig: { minSize: min, maxSize: max, desiredSize: args.desired ?? min },
      updateConfig: { maxUnavailable: 1 },
      labels: { ...args.labels },
      taints: (args.taints ?? []).map(({ key, value, effect }) => ({
        key,
        value,
        effect: effects[effect],
      })),
      tags: { ...place.tags },
    },
    {
      ...opts,
      dependsOn: [...place.nodeRole.policies],
      // A scaler owns the number of nodes once the group stands.
      ignoreChanges: ["scalingConfig.desiredSize"],
    },
  );
}

function launchTemplate(
  name: string,
  diskGiB: number,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.LaunchTemplate {
  return new aws.ec2.LaunchTemplate(
    name,
    {
      // One hop: the node reaches its credentials, a pod behind the node's bridge does not.
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeSize: diskGiB,
            volumeType: "gp3",
            encrypted: "true",
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({
        resourceType,
        tags: { ...tags, Name: name },
      })),
      tags: { ...tags },
    },
    opts,
  );
}
