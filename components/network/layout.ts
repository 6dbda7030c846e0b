import { formatCidr, hasHostBits, parseCidr, size } from "./cidr";

/** The subnets of one zone. */
export interface ZoneLayout {
  readonly privateCidr: string;
  readonly publicCidr: string;
}

/** Zones a VPC is cut into, used or not: a third zone added later moves no subnet of the first two. */
const zoneBlocks = 4;

/** AWS allows a VPC of /16 to /28; below /23 a public subnet is under the /27 that a load balancer asks for. */
export const largestVpc = 16;
export const smallestVpc = 23;

/** Addresses that AWS keeps in each subnet: the first four and the last. */
const reservedInSubnet = 5;

/**
 * Cuts a VPC into a private and a public subnet a zone. A zone has a quarter of the VPC: half of it
 * is private (nodes, and pods, which have VPC addresses on EKS), a quarter public (load balancers,
 * NAT), and a quarter stays free for what comes later.
 *
 * `planSubnets("10.64.0.0/16", 2)` gives 10.64.0.0/19 and 10.64.32.0/20, 10.64.64.0/19 and 10.64.96.0/20.
 *
 * @throws RangeError when the CIDR is malformed, has host bits or a size other than /16 to /23.
 */
export function planSubnets(vpcCidr: string, zones: number): ZoneLayout[] {
  const vpc = parseCidr(vpcCidr);
  if (!vpc || hasHostBits(vpc) || vpc.prefix < largestVpc || vpc.prefix > smallestVpc) {
    throw new RangeError(
      `${vpcCidr} cannot be cut into subnets: give a network of /${largestVpc} to /${smallestVpc}.`,
    );
  }
  if (!Number.isInteger(zones) || zones < 1 || zones > zoneBlocks) {
    throw new RangeError(`${zones} zones cannot be laid out: give 1 to ${zoneBlocks}.`);
  }
  const zonePrefix = vpc.prefix + Math.log2(zoneBlocks);
  const zoneSize = size({ base: 0, prefix: zonePrefix });
  return Array.from({ length: zones }, (_, zone) => {
    const base = vpc.base + zone * zoneSize;
    return {
      privateCidr: formatCidr({ base, prefix: zonePrefix + 1 }),
      publicCidr: formatCidr({ base: base + zoneSize / 2, prefix: zonePrefix + 2 }),
    };
  });
}

/** Addresses that nodes and pods can have in these subnets together. */
export function usableAddresses(cidrs: readonly string[]): number {
  return cidrs
    .map((cidr) => parseCidr(cidr))
    .reduce((sum, block) => sum + (block ? size(block) - reservedInSubnet : 0), 0);
}
