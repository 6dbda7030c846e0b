/** What an EC2 instance type brings to a cluster. */
export interface InstanceType {
  readonly vcpus: number;
  /** As EC2 sells it; the operating system sees a little less. */
  readonly memoryMiB: number;
  /** Network interfaces, and IPv4 addresses on each: together they say how many pods fit. */
  readonly interfaces: number;
  readonly addressesPerInterface: number;
}

const type = (
  vcpus: number,
  memoryGiB: number,
  interfaces: number,
  addressesPerInterface: number,
): InstanceType => ({ vcpus, memoryMiB: memoryGiB * 1024, interfaces, addressesPerInterface });

/** What images for these types are built for. */
export const nodePlatform = "linux/amd64";

/**
 * The x86-64 types that a stack may name. The shop's images are built for that architecture alone.
 * Sources: EC2 User Guide, instance type specifications; awslabs/amazon-eks-ami, eni-max-pods.txt.
 */
export const instanceTypes = {
  "t3.small": type(2, 2, 3, 4),
  "t3.medium": type(2, 4, 3, 6),
  "t3.large": type(2, 8, 3, 12),
  "t3.xlarge": type(4, 16, 4, 15),
  "t3.2xlarge": type(8, 32, 4, 15),
  "t3a.small": type(2, 2, 2, 4),
  "t3a.medium": type(2, 4, 3, 6),
  "t3a.large": type(2, 8, 3, 12),
  "t3a.xlarge": type(4, 16, 4, 15),
  "m5.large": type(2, 8, 3, 10),
  "m5.xlarge": type(4, 16, 4, 15),
  "m5.2xlarge": type(8, 32, 4, 15),
  "m6i.large": type(2, 8, 3, 10),
  "m6i.xlarge": type(4, 16, 4, 15),
  "m6i.2xlarge": type(8, 32, 4, 15),
  "m7i.large": type(2, 8, 3, 10),
  "m7i.xlarge": type(4, 16, 4, 15),
  "c5.large": type(2, 4, 3, 10),
  "c5.xlarge": type(4, 8, 4, 15),
  "c6i.large": type(2, 4, 3, 10),
  "c6i.xlarge": type(4, 8, 4, 15),
  "r5.large": type(2, 16, 3, 10),
  "r6i.large": type(2, 16, 3, 10),
} as const satisfies Record<string, InstanceType>;

export type InstanceTypeName = keyof typeof instanceTypes;
