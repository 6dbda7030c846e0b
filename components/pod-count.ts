/** Pods of one kind that a component adds to a cluster, for the sum that nodes are sized by. */
export interface PodCount {
  readonly name: string;
  /** Pods at least; with `perNode` on each node. */
  readonly pods: number;
  readonly perNode: boolean;
  readonly cpuMillis: number;
  readonly memoryMiB: number;
}
