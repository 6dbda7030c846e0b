import { type InstanceType, maxPods } from "./data/instance-types";

/**
 * The part of the advertised memory that the machine and its kernel take before the kubelet counts.
 * Source: Karpenter's default for VM_MEMORY_OVERHEAD_PERCENT, the figure the field calculates with.
 */
const machineShare = 0.075;

/** What the kubelet keeps free. Source: amazon-eks-ami, nodeadm/internal/kubelet: memory.available<100Mi, nodefs.available<10%. */
const evictionMiB = 100;
const evictionDiskShare = 0.1;
const reservedDiskKiB = 1024 * 1024;

/** Source: amazon-eks-ami, nodeadm/internal/kubelet: 255 MiB, and 11 MiB for each pod it takes. */
const reservedMiB = (pods: number): number => 255 + 11 * pods;

/** Thousandths of a CPU reserved: 6 % of the first, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest. Same source. */
function reservedMillicpus(vcpus: number): number {
  const shares = [60, 10, 5, 5];
  const counted = Array.from({ length: vcpus }, (_, index) => shares[index] ?? 2.5);
  return Math.floor(counted.reduce((sum, share) => sum + share, 0));
}

export interface NodeResources {
  readonly capacity: Readonly<Record<string, string>>;
  readonly allocatable: Readonly<Record<string, string>>;
}

/** What a node of this type has, and what is left for pods. */
export function nodeResources(type: InstanceType, diskGiB: number): NodeResources {
  const pods = maxPods(type);
  const memoryKiB = Math.floor(type.memoryMiB * (1 - machineShare)) * 1024;
  const diskKiB = diskGiB * 1024 * 1024;
  const common = { pods: String(pods), "hugepages-1Gi": "0", "hugepages-2Mi": "0" };
  const freeDiskKiB = Math.floor(diskKiB * (1 - evictionDiskShare)) - reservedDiskKiB;
  return {
    capacity: {
      ...common,
      cpu: String(type.vcpus),
      memory: `${memoryKiB}Ki`,
      "ephemeral-storage": `${diskKiB}Ki`,
    },
    allocatable: {
      ...common,
      cpu: `${type.vcpus * 1000 - reservedMillicpus(type.vcpus)}m`,
      memory: `${memoryKiB - (reservedMiB(pods) + evictionMiB) * 1024}Ki`,
      "ephemeral-storage": `${freeDiskKiB}Ki`,
    },
  };
}
