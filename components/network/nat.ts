import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { letter, tagged, type NetworkPlace } from "./place";

export type Nat = "none" | "one" | "onePerZone";

export interface NatExit {
  readonly gateway: aws.ec2.NatGateway;
  readonly publicIp: pulumi.Output<string>;
}

/** The NAT gateways that the choice asks for, each in the public subnet of its zone. */
export function natExits(
  place: NetworkPlace,
  nat: Nat,
  publicSubnetIds: readonly pulumi.Input<string>[],
  internetGateway: aws.ec2.InternetGateway,
): NatExit[] {
  const count = nat === "none" ? 0 : nat === "one" ? 1 : publicSubnetIds.length;
  return publicSubnetIds.slice(0, count).map((subnetId, zone) => {
    const label = `${place.name}-nat-${letter(zone)}`;
    const tags = tagged(place, label);
    const address = new aws.ec2.Eip(label, { domain: "vpc", tags }, place.opts);
    // An address in a VPC without an internet gateway is refused, and so is its release after it.
    const gateway = new aws.ec2.NatGateway(
      label,
      { subnetId, allocationId: address.id, tags },
      { ...place.opts, dependsOn: internetGateway },
    );
    return { gateway, publicIp: address.publicIp };
  });
}
