import type { AccountView, Existing, Made, Making, Refusal, ResourceTable } from "../types";
import { dnsSuffixOf, listOf } from "../values";
import { interfaceId, prefixedId, refer, types } from "./shapes";

/** An address of TEST-NET-3 (RFC 5737), which nobody on the internet has. */
const publicIp = (making: Making) =>
  `203.0.113.${(Number.parseInt(making.hex(4, "ip"), 16) % 254) + 1}`;

const owned = (kind: string) => (made: Made) => ({
  arn: made.arn("ec2", `${kind}/${made.id}`),
  ownerId: made.accountId,
});

const destinations = [
  "destinationCidrBlock",
  "destinationIpv6CidrBlock",
  "destinationPrefixListId",
];

const anyNetwork = { widest: 0, narrowest: 32 };
const networkSource = "terraform-provider-aws, internal/verify, ValidIPv4CIDRNetworkAddress";

/** An internet gateway stays attached while the VPC has public addresses in use. */
function gatewayRelease({ inputs }: Existing, account: AccountView): Refusal | undefined {
  const subnets = account
    .ofType(types.subnet)
    .filter((subnet) => subnet.inputs.vpcId === inputs.vpcId);
  const nat = account
    .ofType(types.natGateway)
    .find(
      (gateway) =>
        gateway.inputs.connectivityType !== "private" &&
        subnets.some(({ id }) => id === gateway.inputs.subnetId),
    );
  const message = `the VPC has mapped public addresses: the NAT gateway ${nat?.id ?? ""} still uses one`;
  return nat && { code: "DependencyViolation", message };
}

function gatewayRefusal(made: Made, account: AccountView): Refusal | undefined {
  const other = account
    .ofType(types.internetGateway, made.region)
    .find(({ id, inputs }) => id !== made.id && inputs.vpcId && inputs.vpcId === made.inputs.vpcId);
  const message = `${made.text("vpcId")} has the internet gateway ${other?.id ?? ""} already; a VPC has one`;
  return other && { code: "Resource.AlreadyAssociated", message };
}

/** Gateways and routes. Which inputs replace: terraform-provider-aws, internal/service/ec2, `ForceNew`. */
export const ec2Routing: ResourceTable = {
  [types.internetGateway]: {
    id: prefixedId("igw"),
    tagged: true,
    outputs: owned("internet-gateway"),
    computed: ["vpcId"],
    references: [refer("vpcId", types.vpc, "InvalidVpcID.NotFound")],
    admit: gatewayRefusal,
    release: gatewayRelease,
  },
  [types.eip]: {
    id: prefixedId("eipalloc"),
    tagged: true,
    defaults: { domain: "vpc", publicIpv4Pool: "amazon" },
    outputs: (made) => ({
      arn: made.arn("ec2", `elastic-ip/${made.id}`),
      allocationId: made.id,
      associationId: "",
      publicIp: publicIp(made),
      publicDns: `ec2-${publicIp(made).replaceAll(".", "-")}.${made.region}.compute.${dnsSuffixOf(made.region)}`,
      privateIp: "",
      privateDns: "",
      ptrRecord: "",
      carrierIp: "",
      customerOwnedIp: "",
      networkBorderGroup: made.text("networkBorderGroup") || made.region,
    }),
    replace: [
      "address",
      "customerOwnedIpv4Pool",
      "domain",
      "ipamPoolId",
      "networkBorderGroup",
      "publicIpv4Pool",
    ],
    computed: ["domain", "networkBorderGroup", "publicIpv4Pool", "instance", "networkInterface"],
    rules: { oneOf: { domain: ["vpc"] }, source: "Amazon EC2 API Reference, AllocateAddress" },
    inUse: {
      code: "AuthFailure",
      by: [{ type: types.natGateway, property: "allocationId" }],
    },
  },
  [types.natGateway]: {
    id: prefixedId("nat"),
    tagged: true,
    defaults: { connectivityType: "public" },
    outputs: (made) => {
      const address = made.find(types.eip, made.inputs.allocationId)?.outputs.publicIp;
      const isPrivate = made.text("connectivityType") === "private";
      return {
        associationId: isPrivate ? "" : `eipassoc-0${made.hex(16, "association")}`,
        networkInterfaceId: interfaceId(made),
        publicIp: isPrivate ? "" : (address ?? publicIp(made)),
        routeTableId: "",
        autoProvisionZones: "",
        autoScalingIps: "",
        regionalNatGatewayAddresses: [],
        regionalNatGatewayAutoMode: "",
      };
    },
    replace: [
      "allocationId",
      "availabilityMode",
      "connectivityType",
      "privateIp",
      "subnetId",
      "vpcId",
    ],
    computed: ["availabilityMode", "privateIp", "vpcId"],
    rules: {
      oneOf: { connectivityType: ["public", "private"], availabilityMode: ["zonal", "regional"] },
      source: "Amazon EC2 API Reference, CreateNatGateway",
    },
    references: [
      refer("subnetId", types.subnet, "InvalidSubnetID.NotFound"),
      refer("allocationId", types.eip, "InvalidAllocationID.NotFound"),
    ],
  },
  [types.routeTable]: {
    id: prefixedId("rtb"),
    tagged: true,
    outputs: owned("route-table"),
    replace: ["vpcId"],
    computed: ["routes", "propagatingVgws"],
    rules: { cidrs: { "routes.cidrBlock": anyNetwork }, source: networkSource },
    references: [refer("vpcId", types.vpc, "InvalidVpcID.NotFound")],
    inUse: {
      code: "DependencyViolation",
      by: [
        {
          type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
          property: "routeTableId",
        },
      ],
    },
  },
  "aws:ec2/defaultRouteTable:DefaultRouteTable": {
    id: (making) => making.text("defaultRouteTableId"),
    tagged: true,
    outputs: (made) => ({ ...owned("route-table")(made), vpcId: "" }),
    replace: ["defaultRouteTableId"],
    computed: ["routes"],
  },
  "aws:ec2/route:Route": {
    id: (making) => `r-${making.text("routeTableId")}${Number.parseInt(making.hex(7), 16)}`,
    outputs: () => ({
      origin: "CreateRoute",
      state: "active",
      instanceId: "",
      instanceOwnerId: "",
    }),
    replace: [...destinations, "routeTableId"],
    computed: ["networkInterfaceId"],
    rules: {
      cidrs: { destinationCidrBlock: anyNetwork },
      conflicts: [
        ["gatewayId", "natGatewayId"],
        ["destinationCidrBlock", "destinationIpv6CidrBlock"],
      ],
      source: networkSource,
    },
    unique: { by: ["routeTableId", ...destinations], code: "RouteAlreadyExists" },
    references: [
      refer("routeTableId", types.routeTable, "InvalidRouteTableID.NotFound"),
      refer("natGatewayId", types.natGateway, "InvalidNatGatewayID.NotFound"),
      refer("gatewayId", types.internetGateway, "InvalidInternetGatewayID.NotFound"),
    ],
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    id: prefixedId("rtbassoc"),
    replace: ["gatewayId", "subnetId"],
    unique: { by: ["subnetId", "gatewayId"], code: "Resource.AlreadyAssociated" },
    references: [
      refer("subnetId", types.subnet, "InvalidSubnetID.NotFound"),
      refer("routeTableId", types.routeTable, "InvalidRouteTableID.NotFound"),
    ],
  },
  [types.vpcEndpoint]: {
    id: prefixedId("vpce"),
    tagged: true,
    defaults: { vpcEndpointType: "Gateway", privateDnsEnabled: false, ipAddressType: "ipv4" },
    outputs: (made) => {
      const isInterface = made.text("vpcEndpointType") === "Interface";
      const service = made.text("serviceName").split(".").at(-1) ?? "";
      const host = `${made.id}-${made.hex(8, "dns")}.${service}.${made.region}.vpce.${dnsSuffixOf(made.region)}`;
      return {
        ...owned("vpc-endpoint")(made),
        state: "available",
        requesterManaged: false,
        prefixListId: isInterface ? "" : `pl-${made.hex(8, "prefix")}`,
        cidrBlocks: [],
        networkInterfaceIds: listOf(made.inputs.subnetIds).map((_, index) =>
          interfaceId(made, `eni${index}`),
        ),
        dnsEntries: isInterface
          ? [{ dnsName: host, hostedZoneId: `Z${made.hex(13, "zone").toUpperCase()}` }]
          : [],
      };
    },
    replace: [
      "resourceConfigurationArn",
      "serviceName",
      "serviceNetworkArn",
      "serviceRegion",
      "vpcEndpointType",
      "vpcId",
    ],
    computed: [
      "dnsOptions",
      "ipAddressType",
      "policy",
      "privateDnsEnabled",
      "routeTableIds",
      "securityGroupIds",
      "serviceRegion",
      "subnetConfigurations",
      "subnetIds",
    ],
    rules: {
      oneOf: {
        vpcEndpointType: [
          "Gateway",
          "Interface",
          "GatewayLoadBalancer",
          "Resource",
          "ServiceNetwork",
        ],
      },
      policies: { policy: "resource" },
      source: "Amazon EC2 API Reference, CreateVpcEndpoint",
    },
    references: [refer("vpcId", types.vpc, "InvalidVpcID.NotFound")],
  },
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": {
    id: (making) => `a-${making.text("vpcEndpointId")}${Number.parseInt(making.hex(7), 16)}`,
    replace: ["routeTableId", "vpcEndpointId"],
  },
};
