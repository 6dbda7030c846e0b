import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { checkEndpoints, vpcEndpoints, type EndpointService } from "./endpoints";
import { flowLogs, type FlowLogsArgs } from "./flow-logs";
import { planSubnets } from "./layout";
import { natExits, type Nat } from "./nat";
import { letter, tagged, type NetworkPlace } from "./place";

export type { EndpointService } from "./endpoints";
export type { FlowLogsArgs } from "./flow-logs";
export type { Nat } from "./nat";

export interface NetworkArgs {
  /**
   * Addresses of the VPC, /16 to /23; nodes and pods share them. A change replaces the network.
   * A malformed block, host bits or another size throw a RangeError before any resource.
   * @example "10.64.0.0/16"
   */
  readonly cidr: string;
  /**
   * Availability zones to spread over, 1 to 4. Adding one later moves no subnet of the others.
   * Traffic between zones costs $0.01 a GB each way (EC2 pricing, data transfer). Another number
   * throws a RangeError; a region with fewer zones fails in the preview. @default 2
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
  /**
   * AWS services with an interface endpoint in each private subnet, which traffic then reaches
   * without NAT. S3 has its gateway endpoint always: that one is free, and the layers of images in
   * ECR come from S3. An endpoint costs about $9.50 a month and zone and $0.01 a GB in Seoul
   * (AWS PrivateLink pricing); `"ecr"` needs two. An unknown or repeated name throws an ArgumentError.
   * @default [] @example ["ecr", "sts"]
   */
  readonly endpoints?: readonly EndpointService[];
  /**
   * A record of connections in CloudWatch; $0.76 a GB taken in and $0.03 a GB-month kept in Seoul
   * (CloudWatch pricing, vended logs).
   * @default none @example { traffic: "rejected", retentionDays: 14 }
   */
  readonly flowLogs?: FlowLogsArgs;
  /** Tags of every resource. @default none @example { course: "kubernetes" } */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Zones that refuse an EKS control plane, by their physical ids.
 * Source: EKS User Guide, subnet requirements and considerations.
 */
const zonesWithoutEks = ["use1-az3", "usw1-az2", "cac1-az3"];

type Kind = "public" | "private";

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
  /** Usable at once: each id comes when the subnet's routes, through NAT if there is one, and the endpoints stand. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** The private subnets one by one, for what needs a resource in each, such as a mount target. */
  readonly privateSubnets: readonly pulumi.Output<string>[];
  /**
   * All subnets as soon as they exist. An EKS control plane, a database or a mount target needs no
   * routes: by these it is not kept waiting for NAT gateways.
   */
  readonly unrouted: {
    readonly publicSubnetIds: pulumi.Output<string[]>;
    readonly privateSubnetIds: pulumi.Output<string[]>;
    /** The private ones one by one. */
    readonly privateSubnets: readonly pulumi.Output<string>[];
  };
  /** What the outside sees of private subnets, to be let through other people's firewalls. */
  readonly natAddresses: pulumi.Output<string[]>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    const { nat = "one", zones = 2, endpoints = [] } = args;
    const layout = planSubnets(args.cidr, zones);
    checkEndpoints(endpoints);
    super("twelve-street:components:Network", name, {}, opts);
    const inside = { parent: this };
    const tags = args.tags ?? {};

    const vpc = new aws.ec2.Vpc(
      name,
      {
        cidrBlock: args.cidr,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: { ...tags, Name: name },
      },
      inside,
    );
    const place: NetworkPlace = { name, vpcId: vpc.id, tags, opts: inside };
    const internetGateway = new aws.ec2.InternetGateway(
      name,
      { vpcId: vpc.id, tags: tagged(place, name) },
      inside,
    );
    const zoneNames = this.zoneNames();
    const subnets = (kind: Kind) =>
      layout.map(({ publicCidr, privateCidr }, zone) =>
        subnet(place, kind, zone, {
          cidrBlock: kind === "public" ? publicCidr : privateCidr,
          availabilityZone: zoneNames.apply((names) => nth(names, zone)),
          mapPublicIpOnLaunch: kind === "public" && nat === "none",
        }),
      );
    const publicSubnets = subnets("public");
    const privateSubnets = subnets("private");
    const exits = natExits(place, nat, idsOf(publicSubnets), internetGateway);

    const publicTable = routeTable(place, "public");
    const publicRoute = route(place, "public", publicTable, { gatewayId: internetGateway.id });
    const privateTables = layout.map((_, zone) => routeTable(place, `private-${letter(zone)}`));
    const reachable = vpcEndpoints(
      {
        ...place,
        cidr: args.cidr,
        routeTableIds: idsOf([publicTable, ...privateTables]),
        privateSubnetIds: idsOf(privateSubnets),
      },
      endpoints,
    );
    if (args.flowLogs) flowLogs(place, args.flowLogs);

    this.vpcId = vpc.id;
    this.unrouted = {
      publicSubnetIds: pulumi.all(idsOf(publicSubnets)),
      privateSubnetIds: pulumi.all(idsOf(privateSubnets)),
      privateSubnets: idsOf(privateSubnets),
    };
    this.publicSubnetIds = pulumi.all(
      publicSubnets.map(({ id }, zone) =>
        after(id, associate(place, "public", zone, id, publicTable), publicRoute),
      ),
    );
    const routed = privateSubnets.map(({ id }, zone) => {
      const table = privateTables[zone] ?? publicTable;
      const exit = exits[Math.min(zone, exits.length - 1)]?.gateway.id;
      const routes = exit
        ? [route(place, `private-${letter(zone)}`, table, { natGatewayId: exit })]
        : [];
      return after(id, associate(place, "private", zone, id, table), ...routes, ...reachable);
    });
    this.privateSubnets = routed;
    this.privateSubnetIds = pulumi.all(routed);
    this.natAddresses = pulumi.all(exits.map(({ publicIp }) => publicIp));
    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
      natAddresses: this.natAddresses,
    });
  }

  /** Sound zones first. The others at the end: a network that stands in one of them must not fail for it. */
  private zoneNames(): pulumi.Output<string[]> {
    return pulumi
      .all([this.zonesIn("available"), this.zonesIn()])
      .apply(([sound, all]) => [...new Set([...sound.sort(), ...all.sort()])]);
  }

  private zonesIn(state?: "available"): pulumi.Output<string[]> {
    return aws.getAvailabilityZonesOutput(
      {
        ...(state && { state }),
        excludeZoneIds: zonesWithoutEks,
        // Local zones, once an account has opted in to one, are listed too; EKS nodes do not go there.
        filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      },
      { parent: this },
    ).names;
  }
}

interface SubnetArgs {
  readonly cidrBlock: string;
  readonly availabilityZone: pulumi.Output<string>;
  readonly mapPublicIpOnLaunch: boolean;
}

function subnet(place: NetworkPlace, kind: Kind, zone: number, args: SubnetArgs): aws.ec2.Subnet {
  const label = `${place.name}-${kind}-${letter(zone)}`;
  const role = kind === "public" ? "kubernetes.io/role/elb" : "kubernetes.io/role/internal-elb";
  return new aws.ec2.Subnet(
    label,
    { ...args, vpcId: place.vpcId, tags: { ...tagged(place, label), [role]: "1" } },
    // A zone that AWS adds or takes off its list would move the others, and replace their subnets.
    { ...place.opts, ignoreChanges: ["availabilityZone"] },
  );
}

function routeTable(place: NetworkPlace, part: string): aws.ec2.RouteTable {
  const label = `${place.name}-${part}`;
  return new aws.ec2.RouteTable(
    label,
    { vpcId: place.vpcId, tags: tagged(place, label) },
    place.opts,
  );
}

/** The way out of a table. */
const route = (
  place: NetworkPlace,
  part: string,
  table: aws.ec2.RouteTable,
  exit: Pick<aws.ec2.RouteArgs, "gatewayId" | "natGatewayId">,
): aws.ec2.Route =>
  new aws.ec2.Route(
    `${place.name}-${part}`,
    { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", ...exit },
    place.opts,
  );

const associate = (
  place: NetworkPlace,
  kind: Kind,
  zone: number,
  subnetId: pulumi.Input<string>,
  table: aws.ec2.RouteTable,
): aws.ec2.RouteTableAssociation =>
  new aws.ec2.RouteTableAssociation(
    `${place.name}-${kind}-${letter(zone)}`,
    { subnetId, routeTableId: table.id },
    place.opts,
  );

const idsOf = (resources: readonly pulumi.CustomResource[]): pulumi.Output<string>[] =>
  resources.map(({ id }) => id);

/** The same id, known once these resources stand. */
const after = (
  id: pulumi.Output<string>,
  ...standing: pulumi.CustomResource[]
): pulumi.Output<string> =>
  pulumi.all([id, ...standing.map((it) => it.id)]).apply(([it = ""]) => it);

function nth(names: readonly string[], zone: number): string {
  const found = names[zone];
  if (found === undefined) {
    throw new RangeError(
      `The region offers ${names.length} zones that take an EKS cluster, and ${zone + 1} are asked for.`,
    );
  }
  return found;
}
