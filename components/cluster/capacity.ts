import type { AddOn } from "./add-ons";
import type { InstanceType } from "./instance-types";

/** What a node has for pods, or what a pod asks of it. */
export interface Capacity {
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  readonly pods: number;
}

/** Share of the memory sold that firmware and kernel keep; Karpenter's default vmMemoryOverheadPercent. */
const systemMemoryShare = 0.075;

/** The kubelet starts to evict below this; EKS's own default. */
const evictionMiB = 100;

/** Pods a node can run: one address of each interface is its own; aws-node and kube-proxy use the host's. */
export const maxPods = ({ interfaces, addressesPerInterface }: InstanceType): number =>
  interfaces * (addressesPerInterface - 1) + 2;

/**
 * What a node leaves for pods, by the formula of the EKS node images: memory less 11 MiB a pod,
 * 255 MiB and the eviction threshold; CPU less 6 % of the first core, 1 % of the second, half a
 * per cent of the next two and a quarter of the rest.
 * Source: awslabs/amazon-eks-ami, nodeadm/internal/kubelet/config.go.
 */
export function allocatable(type: InstanceType): Capacity {
  const pods = maxPods(type);
  const seenMiB = type.memoryMiB * (1 - systemMemoryShare);
  return {
    cpuMillis: type.vcpus * 1000 - reservedCpuMillis(type.vcpus),
    memoryMiB: Math.floor(seenMiB - (11 * pods + 255) - evictionMiB),
    pods,
  };
}

function reservedCpuMillis(vcpus: number): number {
  const share = (core: number) => (core === 0 ? 60 : core === 1 ? 10 : core < 4 ? 5 : 2.5);
  return Array.from({ length: vcpus }, (_, core) => share(core)).reduce((sum, m) => sum + m, 0);
}

/** On every node: aws-node (50m CPU with its policy agent), kube-proxy (100m) and the Pod Identity agent, no memory requests. */
export const daemons: Capacity = { cpuMillis: 150, memoryMiB: 0, pods: 3 };

/** Once a cluster: two replicas of CoreDNS as EKS ships it. */
export const clusterPods: readonly Capacity[] = Array.from({ length: 2 }, () => ({
  cpuMillis: 100,
  memoryMiB: 70,
  pods: 1,
}));

/** What an add-on by choice puts on every node, and once into the cluster. */
export interface AddOnPods {
  readonly perNode: Capacity;
  readonly once: readonly Capacity[];
}

const nothing: Capacity = { cpuMillis: 0, memoryMiB: 0, pods: 0 };

const twice = (pod: Capacity): readonly Capacity[] => [pod, pod];

/**
 * Sources: kubernetes-sigs/metrics-server, chart, values.yaml (EKS runs two replicas of it);
 * kubernetes-sigs/aws-efs-csi-driver, chart, values.yaml (no requests); checked 2026-11-21.
 */
export const addOnPods: Readonly<Record<AddOn, AddOnPods>> = {
  metricsServer: { perNode: nothing, once: twice({ cpuMillis: 100, memoryMiB: 200, pods: 1 }) },
  efsCsiDriver: {
    perNode: { ...nothing, pods: 1 },
    once: twice({ ...nothing, pods: 1 }),
  },
};

/** What every node runs with these add-ons. */
export const daemonsWith = (addOns: readonly AddOn[]): Capacity =>
  total([daemons, ...addOns.map((addOn) => addOnPods[addOn].perNode)]);

/**
 * Whether these pods find room, placed as the scheduler could: largest first, each on the node with
 * the most memory left. Returns the pods that find none.
 */
export function withoutRoom<P extends Capacity>(
  nodes: readonly Capacity[],
  pods: readonly P[],
  perNode: Capacity = daemons,
): P[] {
  const free = nodes.map((node) => minus(node, perNode));
  const placed = [...pods].sort((a, b) => b.memoryMiB - a.memoryMiB || b.cpuMillis - a.cpuMillis);
  return placed.filter((pod) => {
    const candidates = free.filter((node) => fits(node, pod));
    const roomiest = candidates.reduce<Capacity | undefined>(
      (best, node) => (!best || node.memoryMiB > best.memoryMiB ? node : best),
      undefined,
    );
    if (!roomiest) return true;
    free[free.indexOf(roomiest)] = minus(roomiest, pod);
    return false;
  });
}

/** What all of these ask for, or have. */
export const total = (all: readonly Capacity[]): Capacity => all.reduce(plus, nothing);

const plus = (a: Capacity, b: Capacity): Capacity => ({
  cpuMillis: a.cpuMillis + b.cpuMillis,
  memoryMiB: a.memoryMiB + b.memoryMiB,
  pods: a.pods + b.pods,
});

const minus = (node: Capacity, pod: Capacity): Capacity => ({
  cpuMillis: node.cpuMillis - pod.cpuMillis,
  memoryMiB: node.memoryMiB - pod.memoryMiB,
  pods: node.pods - pod.pods,
});

const fits = (node: Capacity, pod: Capacity): boolean =>
  node.cpuMillis >= pod.cpuMillis && node.memoryMiB >= pod.memoryMiB && node.pods >= pod.pods;
