import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { planSubnets } from "./layout";

export interface NetworkArgs {
  /**
   * Addresses of the VPC, /16 to /23; nodes and pods share them. A change replaces the network.
   * A malformed block, host bits or another size throw a RangeError before any resource.
   * @example "10.64.0.0/16"
   */
  readonly cidr: string;
  /**
   * Availability zones to spread over, 1 to 4. Adding one later moves no subnet of the others.
   * Traffic between zones costs $0.01 a GB each way (EC2 pricing, data transfer).
   * @default 2
   */
  readonly zones?: number;
  /**
   * How private subnets reach the internet. `"one"` gateway is cheapest, but if its zone fails all
   * zones lose it; `"onePerZone"` keeps each zone on its own; with `"none"` private subnets reach
   * the VPC only, and public subnets give their instances public addresses.
   * A gateway costs about $43 a month and $0.059 a GB in Seoul (VPC pricing, NAT gateways).
   * @default "one"
   */
  readonly nat?: Nat;
  /** Tags of every resource. */
  readonly tags?: Readonly<Record<string, string>>;
}

export type Nat = "none" | "one" | "onePerZone";

/**
 * Zones that refuse an EKS control plane, by their physical ids.
 * Source: EKS User Guide, subnet requirements and considerations.
 */
const zonesWithoutEks = ["use1-az3", "usw1-az2", "cac1-az3"];

/**
 * A VPC with a public and a private subnet in each zone, tagged so that load balancers find theirs.
 *
 * @example
 * const network = new Network("shop", { cidr: "10.64.0.0/16", zones: 3, nat: "onePerZone" });
 * new aws.eks.NodeGroup("workers", { subnetIds: network.privateSubnetIds, … });
 */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  /** Usable at once: each id comes when the subnet's routes stand. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Usable at once: each id comes when the subnet's routes, through NAT if there is one, stand. */
  readonly privateSubnetIds: pulumi.Output<string[]>;

  private readonly tags: Readonly<Record<string, string>>;
  private readonly inside: pulumi.CustomResourceOptions = { parent: this };

  constructor(
    private readonly name: string,
    args: NetworkArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("twelve-street:components:Network", name, {}, opts);
    const { nat = "one", zones = 2 } = args;
    const layout = planSubnets(args.cidr, zones);
    this.tags = args.tags ?? {};

    const vpc = new aws.ec2.Vpc(
      name,
      {
        cidrBlock: args.cidr,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: this.tagged(name),
      },
      this.inside,
    );
    const gateway = new aws.ec2.InternetGateway(
      name,
      { vpcId: vpc.id, tags: this.tagged(name) },
      this.inside,
    );
    const zoneNames = aws.getAvailabilityZonesOutput(
      { state: "available", excludeZoneIds: zonesWithoutEks },
      { parent: this },
    ).names;
    const publicTable = this.routeTable("public", vpc.id);
    const publicRoute = new aws.ec2.Route(
      `${name}-public`,
      {
        routeTableId: publicTable.id,
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId: gateway.id,
      },
      this.inside,
    );

    const subnet = (kind: "public" | "private", zone: number, cidrBlock: string) =>
      new aws.ec2.Subnet(
        `${name}-${kind}-${letter(zone)}`,
        {
          vpcId: vpc.id,
          cidrBlock,
          availabilityZone: zoneNames.apply((names) => nth(names, zone)),
          mapPublicIpOnLaunch: kind === "public" && nat === "none",
          tags: {
            ...this.tagged(`${name}-${kind}-${letter(zone)}`),
            [kind === "public" ? "kubernetes.io/role/elb" : "kubernetes.io/role/internal-elb"]: "1",
          },
        },
        this.inside,
      );
    const publicSubnets = layout.map(({ publicCidr }, zone) => subnet("public", zone, publicCidr));
    const privateSubnets = layout.map(({ privateCidr }, zone) =>
      subnet("private", zone, privateCidr),
    );
    const natGateways = publicSubnets
      .slice(0, nat === "none" ? 0 : nat === "one" ? 1 : zones)
      .map(({ id }, zone) => this.natGateway(zone, id, gateway));

    this.vpcId = vpc.id;
    this.publicSubnetIds = pulumi.all(
      publicSubnets.map(({ id }, zone) =>
        after(id, this.associate("public", zone, id, publicTable), publicRoute),
      ),
    );
    this.privateSubnetIds = pulumi.all(
      privateSubnets.map(({ id }, zone) => {
        const table = this.routeTable(`private-${letter(zone)}`, vpc.id);
        const association = this.associate("private", zone, id, table);
        const exit = natGateways[Math.min(zone, natGateways.length - 1)];
        return exit
          ? after(id, association, this.natRoute(zone, table, exit))
          : after(id, association);
      }),
    );
    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
    });
  }

  private tagged(label: string): Record<string, string> {
    return { ...this.tags, Name: label };
  }

  private routeTable(part: string, vpcId: pulumi.Input<string>): aws.ec2.RouteTable {
    const label = `${this.name}-${part}`;
    return new aws.ec2.RouteTable(label, { vpcId, tags: this.tagged(label) }, this.inside);
  }

  private associate(
    kind: "public" | "private",
    zone: number,
    subnetId: pulumi.Input<string>,
    table: aws.ec2.RouteTable,
  ): aws.ec2.RouteTableAssociation {
    return new aws.ec2.RouteTableAssociation(
      `${this.name}-${kind}-${letter(zone)}`,
      { subnetId, routeTableId: table.id },
      this.inside,
    );
  }

  private natGateway(
    zone: number,
    subnetId: pulumi.Input<string>,
    gateway: aws.ec2.InternetGateway,
  ): aws.ec2.NatGateway {
    const label = `${this.name}-nat-${letter(zone)}`;
    const address = new aws.ec2.Eip(
      label,
      { domain: "vpc", tags: this.tagged(label) },
      this.inside,
    );
    // An address in a VPC without an internet gateway is refused, and so is its release after it.
    return new aws.ec2.NatGateway(
      label,
      { subnetId, allocationId: address.id, tags: this.tagged(label) },
      { ...this.inside, dependsOn: gateway },
    );
  }

  private natRoute(
    zone: number,
    table: aws.ec2.RouteTable,
    exit: aws.ec2.NatGateway,
  ): aws.ec2.Route {
    return new aws.ec2.Route(
      `${this.name}-private-${letter(zone)}`,
      { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: exit.id },
      this.inside,
    );
  }
}

const letter = (zone: number): string => String.fromCharCode("a".charCodeAt(0) + zone);

/** The same id, known once these resources stand. */
const after = (
  id: pulumi.Output<string>,
  ...standing: pulumi.CustomResource[]
): pulumi.Output<string> =>
  pulumi.all([id, ...standing.map((it) => it.id)]).apply(([it = ""]) => it);

function nth(names: readonly string[], zone: number): string {
  const found = [...names].sort()[zone];
  if (found === undefined) {
    throw new RangeError(
      `The region offers ${names.length} zones that take an EKS cluster, and ${zone + 1} are asked for.`,
    );
  }
  return found;
}
