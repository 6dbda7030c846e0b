import { z } from "zod";

import {
  formatCidr,
  hasHostBits,
  network,
  overlaps,
  contains,
  parseCidr,
} from "../components/network/cidr";
import { largestVpc, smallestVpc } from "../components/network/layout";
import { serviceCidr } from "../components/cluster/service-cidr";

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** What to write instead, if `text` is not a clean network address. */
function cidrFix(text: string): string | undefined {
  const block = parseCidr(text);
  if (!block) return "give a network in CIDR form such as 203.0.113.0/24";
  if (hasHostBits(block))
    return `its address has bits beyond the prefix: give ${formatCidr(network(block))}`;
  return undefined;
}

function vpcFix(text: string): string | undefined {
  const block = parseCidr(text);
  const fix = cidrFix(text);
  if (!block || fix !== undefined) return fix;
  if (block.prefix < largestVpc || block.prefix > smallestVpc) {
    return `a VPC here is /${largestVpc} to /${smallestVpc}, so that every zone's subnets have room for pods: give for example ${formatCidr(network({ ...block, prefix: largestVpc }))}`;
  }
  const inside = (range: string) => {
    const outer = parseCidr(range);
    return outer !== undefined && contains(outer, block);
  };
  if (!privateRanges.some(inside))
    return `it is not a private network: give one inside ${privateRanges.join(", ")}`;
  const services = parseCidr(serviceCidr);
  if (services && overlaps(services, block))
    return `it overlaps ${serviceCidr}, which the cluster's Services use: give for example 10.64.0.0/16`;
  return undefined;
}

const checked = (fix: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const message = fix(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });

export const cidr = checked(cidrFix).meta({ expects: "a network such as 203.0.113.0/24" });

export const vpcCidr = checked(vpcFix).meta({
  expects: `a private network of /${largestVpc} to /${smallestVpc} such as 10.64.0.0/16`,
});
