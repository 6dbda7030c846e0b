/** Tags that a resource must have together; a value left out is any. */
export type Marks = Readonly<Record<string, string | undefined>>;

/** What a stack, its cluster and the cluster's controllers leave their marks on. */
export interface Scope {
  readonly region: string;
  readonly clusterName: string;
  /** Each of them is enough. */
  readonly marks: readonly Marks[];
}

export interface Tagged {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  /** It goes by itself, and nobody need do anything. */
  readonly going?: string;
}

/** A managed node group of EKS, as it is set now. */
export interface NodeGroup {
  readonly name: string;
  readonly instanceType: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  /** Whether pods without a toleration stay away. */
  readonly tainted: boolean;
}

/** The AWS account of a stack, asked by tags. */
export interface Account {
  /** None of it exists on AWS. */
  readonly simulated: boolean;
  /** How a person removes something from it where AWS's own commands do not reach. */
  readonly byHand?: string;
  /** How long its answers may lag behind, in milliseconds. */
  readonly lagMs: number;
  tagged(scope: Scope): Promise<Tagged[]>;
  nodeGroups(scope: Scope): Promise<NodeGroup[]>;
  /** Sets how many nodes a group is to have. It answers before they are there, or gone. */
  resize(scope: Scope, group: string, nodes: number): Promise<void>;
}

/**
 * The marks of a stack. Sources: the program's own tags (stacks/parts/foundation.ts); AWS Load Balancer Controller,
 * `elbv2.k8s.aws/cluster` on load balancers, target groups and security groups; EBS CSI driver and Kubernetes' own
 * load balancers, `kubernetes.io/cluster/NAME`; Amazon VPC CNI, `cluster.k8s.amazonaws.com/name` on network interfaces;
 * EKS, `eks:cluster-name` on nodes. `ebs.csi.aws.com/cluster` is no mark: it says "true" for every cluster.
 */
export const scopeOf = (project: string, stack: string, region: string): Scope => {
  const clusterName = `${project}-${stack}`;
  return {
    region,
    clusterName,
    marks: [
      { project, stack },
      { "elbv2.k8s.aws/cluster": clusterName },
      { [`kubernetes.io/cluster/${clusterName}`]: undefined },
      { "cluster.k8s.amazonaws.com/name": clusterName },
      { "eks:cluster-name": clusterName },
    ],
  };
};

export const isMarked = (tags: Tagged["tags"], { marks }: Pick<Scope, "marks">): boolean =>
  marks.some((mark) =>
    Object.entries(mark).every(
      ([key, value]) => key in tags && (value === undefined || tags[key] === value),
    ),
  );
