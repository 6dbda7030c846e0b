import type { Made, NameRule, Problem, Props, ResourceTable } from "../types";
import { isUnknown, quote } from "../values";
import { prefixedId, refer, types } from "./shapes";

const source = "Amazon EC2 API Reference, AuthorizeSecurityGroupIngress, IpPermission";

const anyNetwork = { widest: 0, narrowest: 32 };

const groupName: NameRule = {
  property: "name",
  kind: "a security group",
  max: 255,
  pattern: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]*$/,
  words: "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, not starting with sg-",
  source: "Amazon EC2 API Reference, CreateSecurityGroup, GroupName",
  auto: true,
};

const descriptionPattern = /^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/;

function descriptionProblems({ description }: Props): Problem[] {
  if (typeof description !== "string" || isUnknown(description)) return [];
  if (descriptionPattern.test(description)) return [];
  const reason = `${quote(description)} is not allowed; up to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* are`;
  return [{ property: "description", reason }];
}

function portProblems({ fromPort, toPort }: Props): Problem[] {
  if (typeof fromPort !== "number" || typeof toPort !== "number" || fromPort <= toPort) return [];
  // ICMP puts a type and a code in the two, of which -1 stands for all.
  if (toPort === -1) return [];
  const reason = `${fromPort} is above toPort ${toPort}; up to ${toPort} is allowed`;
  return [{ property: "fromPort", reason }];
}

/** Exactly one of the sources or targets a rule names. */
function peerProblems(properties: readonly string[]) {
  return (inputs: Props): Problem[] => {
    const given = properties.filter(
      (property) => inputs[property] !== undefined && inputs[property] !== false,
    );
    const allowed = `exactly one of ${properties.join(", ")} is allowed`;
    if (given.length === 1) return portProblems(inputs);
    const reason =
      given.length === 0
        ? `nothing is set; ${allowed}`
        : `${given.join(" and ")} are set; ${allowed}`;
    return [{ property: given[1] ?? properties[0] ?? "", reason }, ...portProblems(inputs)];
  };
}

const ports = { fromPort: [-1, 65535], toPort: [-1, 65535] } as const;

const modernRule = {
  id: prefixedId("sgr"),
  tagged: true,
  outputs: (made: Made) => ({
    arn: made.arn("ec2", `security-group-rule/${made.id}`),
    securityGroupRuleId: made.id,
  }),
  replace: ["securityGroupId"],
  rules: { cidrs: { cidrIpv4: anyNetwork }, ranges: ports, source },
  check: peerProblems(["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"]),
  references: [
    refer("securityGroupId", types.securityGroup, "InvalidGroup.NotFound"),
    refer("referencedSecurityGroupId", types.securityGroup, "InvalidGroup.NotFound"),
  ],
  unique: {
    by: [
      "securityGroupId",
      "ipProtocol",
      "fromPort",
      "toPort",
      "cidrIpv4",
      "cidrIpv6",
      "prefixListId",
      "referencedSecurityGroupId",
    ],
    code: "InvalidPermission.Duplicate",
  },
} as const;

/** Security groups. Which inputs replace: terraform-provider-aws, internal/service/ec2, `ForceNew`. */
export const ec2Security: ResourceTable = {
  [types.securityGroup]: {
    id: prefixedId("sg"),
    tagged: true,
    defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
    outputs: (made) => ({
      arn: made.arn("ec2", `security-group/${made.id}`),
      ownerId: made.accountId,
    }),
    replace: ["description", "name", "namePrefix", "vpcId"],
    computed: ["egress", "ingress", "vpcId"],
    nameRule: groupName,
    rules: {
      cidrs: { "ingress.cidrBlocks": anyNetwork, "egress.cidrBlocks": anyNetwork },
      source,
    },
    check: descriptionProblems,
    unique: { by: ["vpcId", "name"], code: "InvalidGroup.Duplicate" },
    references: [refer("vpcId", types.vpc, "InvalidVpcID.NotFound")],
    inUse: {
      code: "DependencyViolation",
      by: [
        { type: types.cluster, property: "vpcConfig.securityGroupIds" },
        { type: types.loadBalancer, property: "securityGroups" },
        { type: types.mountTarget, property: "securityGroups" },
        { type: types.vpcEndpoint, property: "securityGroupIds" },
        { type: types.dbInstance, property: "vpcSecurityGroupIds" },
        { type: types.dbCluster, property: "vpcSecurityGroupIds" },
        { type: types.cacheGroup, property: "securityGroupIds" },
        { type: types.kafka, property: "brokerNodeGroupInfo.securityGroups" },
        { type: "aws:ec2/securityGroupRule:SecurityGroupRule", property: "sourceSecurityGroupId" },
        {
          type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
          property: "referencedSecurityGroupId",
        },
        {
          type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
          property: "referencedSecurityGroupId",
        },
      ],
    },
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    id: (making) => {
      const vpc = making.find(types.vpc, making.inputs.vpcId);
      const group = vpc?.outputs.defaultSecurityGroupId;
      return typeof group === "string" ? group : prefixedId("sg")(making);
    },
    tagged: true,
    defaults: { revokeRulesOnDelete: false },
    outputs: (made) => ({
      arn: made.arn("ec2", `security-group/${made.id}`),
      ownerId: made.accountId,
      name: "default",
      namePrefix: "",
      description: "default VPC security group",
    }),
    replace: ["vpcId"],
    rules: {
      cidrs: { "ingress.cidrBlocks": anyNetwork, "egress.cidrBlocks": anyNetwork },
      source,
    },
  },
  "aws:ec2/securityGroupRule:SecurityGroupRule": {
    id: (making) => `sgrule-${Number.parseInt(making.hex(8), 16)}`,
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
    rules: {
      cidrs: { cidrBlocks: anyNetwork },
      oneOf: { type: ["ingress", "egress"] },
      ranges: ports,
      source,
    },
    check: portProblems,
    references: [
      refer("securityGroupId", types.securityGroup, "InvalidGroup.NotFound"),
      refer("sourceSecurityGroupId", types.securityGroup, "InvalidGroup.NotFound"),
    ],
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": modernRule,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": modernRule,
};
