import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { InstanceTypeName } from "./instance-types";
import { launchTemplate, type NodeSystem } from "./launch-template";

export interface NodeGroupArgs {
  /**
   * EC2 type of the nodes. It bounds pods as well as memory: a t3.small runs 11 (see `capacity.ts`).
   * A t3.small costs about $0.026 an hour in Seoul (EC2 on-demand pricing). A change replaces the
   * group: the new one stands before the old one goes. With all defaults a group is the course's own,
   * `{ "standard-workers": {} }`: t3.small, 1 to 3 of them, 1 at the start.
   * @default "t3.small" @example "t3.medium"
   */
  readonly instanceType?: InstanceTypeName;
  /**
   * Types that will do as well, with no less room each; spot groups find capacity the sooner, the
   * more they may take. @default none @example ["t3a.medium"]
   */
  readonly otherInstanceTypes?: readonly InstanceTypeName[];
  /**
   * Kubernetes version of these nodes. Given as the former one, it holds them back while an upgrade takes the
   * control plane and every add-on ahead, and drops in a later run. One that is newer than the cluster's or
   * more than three minor versions older throws an ArgumentError. @default the cluster's @example "1.35"
   */
  readonly version?: string;
  /**
   * Fewest nodes a scaler may leave. EKS refuses more than run by then, with `Minimum capacity can't be greater
   * than desired size`: start them first, by `aws eks update-nodegroup-config --cluster-name CLUSTER
   * --nodegroup-name GROUP --scaling-config desiredSize=N`. @default 1
   */
  readonly min?: number;
  /**
   * Most nodes a scaler may start; fewer than `min` throw an ArgumentError. EKS refuses fewer than run by then:
   * stop some first, by the same command. @default 3
   */
  readonly max?: number;
  /** Nodes at the start, which is all that it is read for: later whoever scales the group owns the number. @default `min` */
  readonly desired?: number;
  /** Disk for images, logs and emptyDir in GiB, 20 or more; gp3 and encrypted; about $0.091 a GiB-month in Seoul (EBS pricing). @default 20 */
  readonly diskGiB?: number;
  /**
   * `"AL2023"` is Amazon Linux; `"Bottlerocket"` has a read-only system without a shell, and boots
   * faster. Both are free. @default "AL2023"
   */
  readonly system?: NodeSystem;
  /** `"spot"` nodes are far cheaper and go at two minutes' notice. @default "onDemand" */
  readonly capacity?: "onDemand" | "spot";
  /**
   * Labels of the nodes, for nodeSelector; those of Kubernetes and EKS themselves throw an
   * ArgumentError. @default none @example { disktype: "ssd" }
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Taints of the nodes; pods without a toleration stay away.
   * @default none @example [{ key: "dedicated", value: "ci", effect: "NoSchedule" }]
   */
  readonly taints?: readonly NodeTaint[];
  /**
   * Network hops that answers of the instance's metadata may take. With 1 pods cannot take on the
   * nodes' role (those of the host's network can); 2 lets them, for software that knows neither Pod
   * Identity nor its region. @default 1
   */
  readonly metadataHops?: 1 | 2;
  /** Nodes that an upgrade drains at a time, each after a new one is ready and as disruption budgets allow. @default 1 */
  readonly maxUnavailable?: number;
}

export interface NodeTaint {
  /**
   * Name of the taint, as a label's. EKS refuses one that Kubernetes would not take.
   * @example "dedicated"
   */
  readonly key: string;
  /** What a toleration compares; may be empty. @example "ci" */
  readonly value: string;
  /**
   * What pods without a toleration meet: they are not scheduled here, only if there is no other
   * place, or are driven out as well.
   */
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** EKS writes the effects of taints in its own way. */
const effects = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
} as const satisfies Record<NodeTaint["effect"], string>;

/** The x86-64 images: the instance types that can be named here are of that architecture. */
const amiTypes = {
  AL2023: "AL2023_x86_64_STANDARD",
  Bottlerocket: "BOTTLEROCKET_x86_64",
} as const satisfies Record<NodeSystem, string>;

/** Where a node group goes. */
export interface NodeGroupPlace {
  readonly clusterName: pulumi.Input<string>;
  readonly version: pulumi.Input<string>;
  readonly nodeRole: NodeRole;
  readonly subnetIds: pulumi.Input<string[]>;
  /** Add-ons that nodes join with. */
  readonly addOns: readonly pulumi.Resource[];
  readonly tags: Readonly<Record<string, string>>;
}

/** The role of the nodes and its policies: without them a node neither joins nor pulls. */
export interface NodeRole {
  readonly arn: pulumi.Output<string>;
  readonly policies: readonly aws.iam.RolePolicyAttachment[];
}

/** Nodes register, pull images, and let the Pod Identity agent ask for the pods' own roles; nothing else. */
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
  const policies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"].map(
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
  const { instanceType = "t3.small", otherInstanceTypes = [] } = args;
  const { min = 1, max = 3, capacity = "onDemand", system = "AL2023" } = args;
  const template = launchTemplate(name, { ...args, system }, place.tags, opts);
  return new aws.eks.NodeGroup(
    name,
    {
      clusterName: place.clusterName,
      version: args.version ?? place.version,
      nodeRoleArn: place.nodeRole.arn,
      subnetIds: place.subnetIds,
      amiType: amiTypes[system],
      instanceTypes: [instanceType, ...otherInstanceTypes],
      capacityType: capacity === "spot" ? "SPOT" : "ON_DEMAND",
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      scalingConfig: { minSize: min, maxSize: max, desiredSize: args.desired ?? min },
      updateConfig: { maxUnavailable: args.maxUnavailable ?? 1 },
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
      dependsOn: [...place.nodeRole.policies, ...place.addOns],
      // A scaler owns the number of nodes once the group stands.
      ignoreChanges: ["scalingConfig.desiredSize"],
    },
  );
}
