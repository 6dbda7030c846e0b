import type { PodCount } from "../pod-count";

export type Size = "small" | "standard";

/** What a pod asks of a node, and the memory above which it is killed. */
export interface Requests {
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  readonly memoryLimitMiB?: number;
}

interface Scale {
  readonly requests: Requests;
  readonly min: number;
  readonly max: number;
}

interface Sizes {
  readonly istiod: Scale;
  readonly gateway: Scale;
  readonly cni: Requests;
  readonly sidecar: Requests;
}

/**
 * Small follows what was measured with a handful of workloads: istiod 118 MB, Envoy 70 MB. Standard
 * leaves proxies and CNI at the charts' own requests and gives istiod half of what its chart asks for.
 */
export const sizes: Readonly<Record<Size, Sizes>> = {
  small: {
    istiod: { requests: { cpuMillis: 50, memoryMiB: 192 }, min: 1, max: 1 },
    gateway: {
      requests: { cpuMillis: 20, memoryMiB: 96, memoryLimitMiB: 256 },
      min: 1,
      max: 1,
    },
    cni: { cpuMillis: 10, memoryMiB: 48 },
    sidecar: { cpuMillis: 10, memoryMiB: 80, memoryLimitMiB: 256 },
  },
  standard: {
    istiod: { requests: { cpuMillis: 250, memoryMiB: 1024 }, min: 2, max: 5 },
    gateway: {
      requests: { cpuMillis: 100, memoryMiB: 128, memoryLimitMiB: 1024 },
      min: 2,
      max: 5,
    },
    cni: { cpuMillis: 100, memoryMiB: 100 },
    sidecar: { cpuMillis: 100, memoryMiB: 128, memoryLimitMiB: 1024 },
  },
};

/** The pods a mesh adds to a cluster, sidecars apart; a second revision counts as another istiod. */
export function meshPods(
  size: Size,
  has: { readonly revisions: number; readonly ingress: boolean; readonly egress: boolean },
): PodCount[] {
  const { istiod, gateway, cni } = sizes[size];
  const count = (name: string, pods: number, { cpuMillis, memoryMiB }: Requests): PodCount => ({
    name,
    pods,
    perNode: false,
    cpuMillis,
    memoryMiB,
  });
  return [
    count("istiod", has.revisions * istiod.min, istiod.requests),
    ...(has.ingress ? [count("istio-ingressgateway", gateway.min, gateway.requests)] : []),
    ...(has.egress ? [count("istio-egressgateway", gateway.min, gateway.requests)] : []),
    { ...count("istio-cni-node", 1, cni), perNode: true },
  ];
}

export const resources = ({ cpuMillis, memoryMiB, memoryLimitMiB }: Requests) => ({
  requests: { cpu: `${cpuMillis}m`, memory: `${memoryMiB}Mi` },
  // The charts' own CPU limit of two cores stays: values can be added to but not taken away.
  ...(memoryLimitMiB !== undefined && { limits: { memory: `${memoryLimitMiB}Mi` } }),
});
