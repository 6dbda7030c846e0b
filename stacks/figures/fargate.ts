import type { Pod } from "../pods";

/** What Fargate runs a pod on, and bills. */
export interface FargateSize {
  readonly vcpus: number;
  readonly memoryGiB: number;
}

/** For Kubernetes' own processes beside the pod. */
const ownMiB = 256;

const upTo = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Source: Amazon EKS User Guide, "Understand Fargate Pod configuration details"; checked 2026-11-21. */
const sizes: readonly FargateSize[] = [
  ...[0.5, 1, 2].map((memoryGiB) => ({ vcpus: 0.25, memoryGiB })),
  ...upTo(1, 4).map((memoryGiB) => ({ vcpus: 0.5, memoryGiB })),
  ...upTo(2, 8).map((memoryGiB) => ({ vcpus: 1, memoryGiB })),
  ...upTo(4, 16).map((memoryGiB) => ({ vcpus: 2, memoryGiB })),
];

/** The smallest size that a pod fits in. @throws RangeError for a pod of more than two vCPUs or 16 GiB */
export function fargateSize({
  cpuMillis,
  memoryMiB,
}: Pick<Pod, "cpuMillis" | "memoryMiB">): FargateSize {
  const size = sizes.find(
    (it) => it.vcpus * 1000 >= cpuMillis && it.memoryGiB * 1024 >= memoryMiB + ownMiB,
  );
  if (!size) throw new RangeError(`no size of Fargate holds ${cpuMillis}m and ${memoryMiB} MiB`);
  return size;
}
