import type { Cluster as AwsCluster } from "@pulumi/aws/eks/cluster";
import type { Role } from "@pulumi/aws/iam/role";
import type { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import { Cluster } from "@pulumi/eks/cluster";
import { Output, type Input } from "@pulumi/pulumi";

/** The part of a cluster's core that other components use. */
export interface Core {
  readonly cluster: AwsCluster;
  readonly subnetIds: string[] | undefined;
  readonly instanceRoles: Role[] | undefined;
  readonly eksNodeAccess: ConfigMap | undefined;
}

/** The core of a cluster, whether the cluster or its core is given. */
export const coreOf = (cluster: Input<unknown>): Output<Core> =>
  Output.create(cluster as Input<Cluster>).apply((given: unknown) =>
    Cluster.isInstance(given) ? given.core : given,
  ) as unknown as Output<Core>;

export const clusterOf = (cluster: Input<unknown>): Output<AwsCluster> =>
  coreOf(cluster).apply((core) => core.cluster);
