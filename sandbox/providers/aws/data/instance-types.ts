/** What matters of an instance type to the nodes made of it. */
export interface InstanceType {
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly architecture: "x86_64" | "arm64";
  /** Network interfaces, and IPv4 addresses on each. */
  readonly interfaces: number;
  readonly addresses: number;
  readonly burstable: boolean;
}

/** vCPUs, MiB for each of them at a factor of 1024, interfaces, addresses. */
type Size = readonly [vcpus: number, interfaces: number, addresses: number];

/**
 * Sizes that all families of a kind share. Source: Amazon EC2 Instance Types, network specifications (maximum network
 * interfaces, IPv4 addresses per interface); amazon-vpc-cni-k8s, pkg/vpc/vpc_ip_resource_limit.go has the same figures.
 */
const sizes: Readonly<Record<string, Size>> = {
  medium: [1, 2, 4],
  large: [2, 3, 10],
  xlarge: [4, 4, 15],
  "2xlarge": [8, 4, 15],
  "4xlarge": [16, 8, 30],
  "8xlarge": [32, 8, 30],
  "12xlarge": [48, 8, 30],
  "16xlarge": [64, 15, 50],
  "24xlarge": [96, 15, 50],
};

/** Burstable sizes: vCPUs, MiB, interfaces, addresses. */
const burstable: Readonly<Record<string, readonly [number, number, number, number]>> = {
  nano: [2, 512, 2, 2],
  micro: [2, 1024, 2, 2],
  small: [2, 2048, 3, 4],
  medium: [2, 4096, 3, 6],
  large: [2, 8192, 3, 12],
  xlarge: [4, 16384, 4, 15],
  "2xlarge": [8, 32768, 4, 15],
};

/** Families: GiB for each vCPU, and the processor. Sizes below large exist with Graviton only. */
const families: Readonly<Record<string, readonly [number, InstanceType["architecture"]]>> = {
  m5: [4, "x86_64"],
  m5a: [4, "x86_64"],
  m6i: [4, "x86_64"],
  m6a: [4, "x86_64"],
  m6g: [4, "arm64"],
  m7i: [4, "x86_64"],
  m7g: [4, "arm64"],
  m8g: [4, "arm64"],
  c5: [2, "x86_64"],
  c6i: [2, "x86_64"],
  c6a: [2, "x86_64"],
  c6g: [2, "arm64"],
  c7i: [2, "x86_64"],
  c7g: [2, "arm64"],
  c8g: [2, "arm64"],
  r5: [8, "x86_64"],
  r6i: [8, "x86_64"],
  r6g: [8, "arm64"],
  r7i: [8, "x86_64"],
  r7g: [8, "arm64"],
};

function allTypes(): Record<string, InstanceType> {
  const types: Record<string, InstanceType> = {};
  for (const family of ["t3", "t3a", "t4g"]) {
    for (const [size, [vcpus, memoryMiB, interfaces, addresses]] of Object.entries(burstable)) {
      const architecture = family === "t4g" ? "arm64" : "x86_64";
      types[`${family}.${size}`] = {
        vcpus,
        memoryMiB,
        architecture,
        // A t3a.small has one interface fewer than its siblings.
        interfaces: family === "t3a" && size === "small" ? 2 : interfaces,
        addresses,
        burstable: true,
      };
    }
  }
  for (const [family, [gibPerVcpu, architecture]] of Object.entries(families)) {
    for (const [size, [vcpus, interfaces, addresses]] of Object.entries(sizes)) {
      const isMissing =
        (size === "medium" && architecture === "x86_64") ||
        (size === "24xlarge" && architecture === "arm64" && !family.endsWith("8g")) ||
        (family === "c5" && ["8xlarge", "16xlarge"].includes(size));
      if (isMissing) continue;
      const memoryMiB = vcpus * gibPerVcpu * 1024;
      types[`${family}.${size}`] = {
        vcpus,
        memoryMiB,
        architecture,
        interfaces,
        addresses,
        burstable: false,
      };
    }
  }
  return types;
}

/** The types the simulation knows: those that a small or middling cluster is made of. */
export const instanceTypes: Readonly<Record<string, InstanceType>> = allTypes();

/** Why an instance type cannot be had here; undefined where it can. */
export function instanceTypeProblem(name: string): string | undefined {
  if (name in instanceTypes) return undefined;
  const family = name.split(".")[0] ?? "";
  const near = Object.keys(instanceTypes).filter((known) => known.startsWith(`${family}.`));
  const known =
    near.length > 0
      ? near.join(", ")
      : `families ${[...new Set(Object.keys(instanceTypes).map((type) => type.split(".")[0]))].join(", ")}`;
  return `"${name}" is no instance type the simulation knows; it knows ${known}`;
}

/**
 * Pods a node takes: secondary addresses of its interfaces, and two in the host's network; managed node groups cap it.
 * Source: amazon-eks-ami, nodeadm/internal/kubelet (without prefix delegation); EKS User Guide, How maxPods is determined.
 */
export function maxPods({ interfaces, addresses, vcpus }: InstanceType): number {
  return Math.min(interfaces * (addresses - 1) + 2, vcpus > 30 ? 250 : 110);
}
