import type { Made, ResourceTable } from "../types";
import { dnsSuffixOf } from "../values";
import { prefixedId } from "./shapes";

/** An address of TEST-NET-3 (RFC 5737), which nobody on the internet has. */
const publicIp = (made: Omit<Made, "id">) =>
  `203.0.113.${(Number.parseInt(made.hex(2, "ip"), 16) % 254) + 1}`;

const owned = (kind: string) => (made: Made) => ({
  arn: made.arn("ec2", `${kind}/${made.id}`),
  ownerId: made.accountId,
});

const ruleOutputs = (made: Made) => ({
  arn: made.arn("ec2", `security-group-rule/${made.id}`),
  securityGroupRuleId: made.id,
});

/** VPC and its parts. Which inputs replace: terraform-provider-aws, internal/service/ec2, `ForceNew`. */
export const ec2: ResourceTable = {
  "aws:ec2/vpc:Vpc": {
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
  },
  "aws:ec2/subnet:Subnet": {
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
    outputs: (made) => ({
      ...owned("subnet")(made),
      availabilityZone: made.text("availabilityZone") || `${made.region}a`,
      ipv6CidrBlockAssociationId: "",
    }),
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
  },
  "aws:ec2/internetGateway:InternetGateway": {
    id: prefixedId("igw"),
    tagged: true,
    outputs: owned("internet-gateway"),
    computed: ["vpcId"],
  },
  "aws:ec2/eip:Eip": {
    id: prefixedId("eipalloc"),
    tagged: true,
    defaults: { domain: "vpc", publicIpv4Pool: "amazon" },
    outputs: (made) => ({
      arn: made.arn("ec2", `elastic-ip/${made.id}`),
      allocationId: made.id,
      associationId: "",
      publicIp: publicIp(made),
      publicDns: `ec2-${publicIp(made).replaceAll(".", "-")}.${made.region}.compute.amazonaws.com`,
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
  },
  "aws:ec2/natGateway:NatGateway": {
    id: prefixedId("nat"),
    tagged: true,
    defaults: { connectivityType: "public" },
    outputs: (made) => ({
      associationId: `eipassoc-0${made.hex(16, "assoc")}`,
      networkInterfaceId: `eni-0${made.hex(16, "eni")}`,
      publicIp: made.text("connectivityType") === "private" ? "" : publicIp(made),
      routeTableId: "",
      autoProvisionZones: "",
      autoScalingIps: "",
      regionalNatGatewayAddresses: [],
      regionalNatGatewayAutoMode: "",
    }),
    replace: [
      "allocationId",
      "availabilityMode",
      "connectivityType",
      "privateIp",
      "subnetId",
      "vpcId",
    ],
    computed: ["availabilityMode", "privateIp", "vpcId"],
  },
  "aws:ec2/routeTable:RouteTable": {
    id: prefixedId("rtb"),
    tagged: true,
    outputs: owned("route-table"),
    replace: ["vpcId"],
    computed: ["routes", "propagatingVgws"],
  },
  "aws:ec2/route:Route": {
    id: (made) =>
      `r-${made.text("routeTableId")}${Number.parseInt(made.hex(7, "destination"), 16)}`,
    outputs: () => ({
      origin: "CreateRoute",
      state: "active",
      instanceId: "",
      instanceOwnerId: "",
    }),
    replace: [
      "destinationCidrBlock",
      "destinationIpv6CidrBlock",
      "destinationPrefixListId",
      "routeTableId",
    ],
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    id: prefixedId("rtbassoc"),
    replace: ["gatewayId", "subnetId"],
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    id: prefixedId("vpce"),
    tagged: true,
    defaults: { vpcEndpointType: "Gateway", privateDnsEnabled: false, ipAddressType: "ipv4" },
    outputs: (made) => ({
      ...owned("vpc-endpoint")(made),
      state: "available",
      requesterManaged: false,
      prefixListId: made.text("vpcEndpointType") === "Gateway" ? `pl-${made.hex(8, "prefix")}` : "",
      cidrBlocks: [],
      networkInterfaceIds: (Array.isArray(made.inputs.subnetIds) ? made.inputs.subnetIds : []).map(
        (_, index) => `eni-0${made.hex(16, `eni${index}`)}`,
      ),
      dnsEntries:
        made.text("vpcEndpointType") === "Interface"
          ? [
              {
                dnsName: `${made.id}-${made.hex(8, "dns")}.${made.text("serviceName").split(".").at(-1) ?? ""}.${made.region}.vpce.${dnsSuffixOf(made.region)}`,
                hostedZoneId: `Z${made.hex(13, "zone").toUpperCase()}`,
              },
            ]
          : [],
    }),
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
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    id: prefixedId("sg"),
    tagged: true,
    defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
    outputs: owned("security-group"),
    replace: ["description", "name", "namePrefix", "vpcId"],
    computed: ["egress", "ingress", "vpcId"],
    nameRule: {
      property: "name",
      kind: "a security group",
      max: 255,
      pattern: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]*$/,
      words: "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, not starting with sg-",
      source: "Amazon EC2 API Reference, CreateSecurityGroup, GroupName",
      auto: true,
    },
  },
  "aws:ec2/securityGroupRule:SecurityGroupRule": {
    id: (made) => `sgrule-${Number.parseInt(made.hex(8), 16)}`,
    defaults: { self: false },
    outputs: (made) => ({ securityGroupRuleId: `sgr-0${made.hex(16, "rule")}` }),
    replace: [
      "cidrBlocks",
      "fromPort",
      "ipv6CidrBlocks",
      "prefixListIds",
      "protocol",
      "securityGroupId",
      "self",
      "sourceSecurityGroupId",
      "toPort",
      "type",
    ],
    computed: ["sourceSecurityGroupId"],
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    id: prefixedId("sgr"),
    tagged: true,
    outputs: ruleOutputs,
    replace: ["securityGroupId"],
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    id: prefixedId("sgr"),
    tagged: true,
    outputs: ruleOutputs,
    replace: ["securityGroupId"],
  },
};
