import { zonesOf } from "../data/regions";
import { contains, formatNetwork, overlap, parseNetwork } from "../rules/cidr";
import type { AccountView, Existing, Made, Problem, Props, Refusal, ResourceTable } from "../types";
import { isUnknown, quote } from "../values";
import { prefixedId, refer, types } from "./shapes";

const source = "Amazon VPC User Guide, VPC CIDR blocks; Subnet sizing";

const owned = (kind: string) => (made: Made) => ({
  arn: made.arn("ec2", `${kind}/${made.id}`),
  ownerId: made.accountId,
});

const networkOf = (cidr: unknown) => {
  const network = typeof cidr === "string" ? parseNetwork(cidr) : "unknown";
  return typeof network === "string" ? undefined : network;
};

/** A zone's name tells its region, so a zone that does not exist can be told from the inputs. */
function zoneProblems({ availabilityZone: zone }: Props): Problem[] {
  if (typeof zone !== "string" || isUnknown(zone)) return [];
  const region = zone.replace(/[a-z]$/, "");
  const known = zonesOf(region).map(({ name }) => name);
  if (known.includes(zone)) return [];
  const allowed = known.length > 0 ? known.join(", ") : "a region's name and a letter";
  const reason = `${quote(zone)} is no availability zone; allowed are ${allowed}`;
  return [{ property: "availabilityZone", reason }];
}

/** Networks a VPC has: its own and those associated with it. */
function vpcNetworks(vpc: Existing, account: AccountView) {
  const more = account
    .ofType("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", vpc.region)
    .filter(({ inputs }) => inputs.vpcId === vpc.id);
  return [vpc, ...more].flatMap(({ inputs }) => networkOf(inputs.cidrBlock) ?? []);
}

function subnetRefusal(made: Made, account: AccountView): Refusal | undefined {
  const wanted = networkOf(made.inputs.cidrBlock);
  const vpc = made.find(types.vpc, made.inputs.vpcId);
  if (wanted === undefined || vpc === undefined) return undefined;
  const networks = vpcNetworks(vpc, account);
  if (!networks.some((network) => contains(network, wanted))) {
    const allowed = networks.map(formatNetwork).join(", ");
    const message = `cidrBlock ${quote(made.inputs.cidrBlock)} is not within ${vpc.id}, which has ${allowed}`;
    return { code: "InvalidSubnet.Range", message };
  }
  const taken = account.ofType(types.subnet, made.region).find(({ id, inputs }) => {
    const network = networkOf(inputs.cidrBlock);
    return id !== made.id && inputs.vpcId === vpc.id && network && overlap(network, wanted);
  });
  if (taken === undefined) return undefined;
  const message = `cidrBlock ${quote(made.inputs.cidrBlock)} overlaps ${quote(taken.inputs.cidrBlock)} of ${taken.id}, made by ${taken.urn}`;
  return { code: "InvalidSubnet.Conflict", message };
}

function zoneRefusal(made: Made): Refusal | undefined {
  const zone = made.text("availabilityZone");
  const known = zonesOf(made.region).map(({ name }) => name);
  if (zone === "" || known.includes(zone)) return undefined;
  const message = `availabilityZone ${quote(zone)} is not in ${made.region}; allowed are ${known.join(", ")}`;
  return { code: "InvalidParameterValue", message };
}

/** VPCs and subnets. Which inputs replace: terraform-provider-aws, internal/service/ec2, `ForceNew`. */
export const ec2Networks: ResourceTable = {
  [types.vpc]: {
    id: prefixedId("vpc"),
    tagged: true,
    defaults: {
      enableDnsSupport: true,
      enableDnsHostnames: false,
      enableNetworkAddressUsageMetrics: false,
      instanceTenancy: "default",
      assignGeneratedIpv6CidrBlock: false,
    },
    outputs: (made) => ({
      ...owned("vpc")(made),
      defaultNetworkAclId: `acl-0${made.hex(16, "acl")}`,
      defaultRouteTableId: `rtb-0${made.hex(16, "rtb")}`,
      mainRouteTableId: `rtb-0${made.hex(16, "rtb")}`,
      defaultSecurityGroupId: `sg-0${made.hex(16, "sg")}`,
      dhcpOptionsId: `dopt-0${made.hex(16, "dopt")}`,
      ipv6AssociationId: "",
    }),
    replace: ["cidrBlock", "instanceTenancy", "ipv4IpamPoolId", "ipv4NetmaskLength"],
    computed: ["cidrBlock", "enableNetworkAddressUsageMetrics", "ipv6CidrBlock"],
    rules: {
      cidrs: { cidrBlock: { widest: 16, narrowest: 28 } },
      oneOf: { instanceTenancy: ["default", "dedicated"] },
      source,
    },
    inUse: {
      code: "DependencyViolation",
      by: [
        { type: types.subnet, property: "vpcId" },
        { type: types.securityGroup, property: "vpcId" },
        { type: types.internetGateway, property: "vpcId" },
        { type: types.routeTable, property: "vpcId" },
        { type: types.vpcEndpoint, property: "vpcId" },
        { type: "aws:ec2/networkAcl:NetworkAcl", property: "vpcId" },
      ],
    },
  },
  [types.subnet]: {
    id: prefixedId("subnet"),
    tagged: true,
    defaults: {
      assignIpv6AddressOnCreation: false,
      enableDns64: false,
      enableResourceNameDnsAaaaRecordOnLaunch: false,
      enableResourceNameDnsARecordOnLaunch: false,
      ipv6Native: false,
      mapPublicIpOnLaunch: false,
      privateDnsHostnameTypeOnLaunch: "ip-name",
    },
    outputs: (made) => {
      const zones = zonesOf(made.region);
      const zone = zones.find(({ name }) => name === made.text("availabilityZone")) ?? zones[0];
      return {
        ...owned("subnet")(made),
        availabilityZone: made.text("availabilityZone") || (zone?.name ?? ""),
        availabilityZoneId: zone?.id ?? "",
        ipv6CidrBlockAssociationId: "",
      };
    },
    replace: [
      "availabilityZone",
      "availabilityZoneId",
      "cidrBlock",
      "ipv4IpamPoolId",
      "ipv4NetmaskLength",
      "ipv6Native",
      "outpostArn",
      "vpcId",
    ],
    computed: ["availabilityZone", "availabilityZoneId", "cidrBlock"],
    rules: {
      cidrs: { cidrBlock: { widest: 16, narrowest: 28 } },
      conflicts: [["availabilityZone", "availabilityZoneId"]],
      source,
    },
    check: zoneProblems,
    references: [refer("vpcId", types.vpc, "InvalidVpcID.NotFound")],
    admit: (made, account) => zoneRefusal(made) ?? subnetRefusal(made, account),
    inUse: {
      code: "DependencyViolation",
      by: [
        { type: types.natGateway, property: "subnetId" },
        { type: types.mountTarget, property: "subnetId" },
        { type: types.loadBalancer, property: "subnets" },
        { type: types.loadBalancer, property: "subnetMappings.subnetId" },
        { type: types.cluster, property: "vpcConfig.subnetIds" },
        { type: types.nodeGroup, property: "subnetIds" },
        { type: types.vpcEndpoint, property: "subnetIds" },
        { type: types.dbSubnetGroup, property: "subnetIds" },
        { type: types.cacheSubnetGroup, property: "subnetIds" },
        { type: types.kafka, property: "brokerNodeGroupInfo.clientSubnets" },
      ],
    },
  },
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": {
    id: prefixedId("vpc-cidr-assoc"),
    replace: ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "vpcId"],
    computed: ["cidrBlock"],
    rules: { cidrs: { cidrBlock: { widest: 16, narrowest: 28 } }, source },
    references: [refer("vpcId", types.vpc, "InvalidVpcID.NotFound")],
  },
};
