import assert from "node:assert/strict";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";

import { Network, type EndpointService, type NetworkArgs } from "../../components/network";
import {
  contains,
  formatCidr,
  overlaps,
  parseCidr,
  type Block,
} from "../../components/network/cidr";
import {
  largestVpc,
  planSubnets,
  smallestVpc,
  usableAddresses,
} from "../../components/network/layout";
import { at, run, type Run } from "../mocks";

const block = (cidr: string): Block => {
  const parsed = parseCidr(cidr);
  assert.ok(parsed, cidr);
  return parsed;
};

/** Any network that a VPC of ours can have. */
const vpcs = fc
  .tuple(fc.integer({ min: largestVpc, max: smallestVpc }), fc.nat(0xffffffff))
  .map(([prefix, address]) => ({ base: address - (address % 2 ** (32 - prefix)), prefix }))
  .map(formatCidr);

describe("subnet layout", () => {
  it("has every subnet inside the VPC, and none over another", () => {
    fc.assert(
      fc.property(vpcs, fc.integer({ min: 1, max: 4 }), (vpc, zones) => {
        const subnets = planSubnets(vpc, zones)
          .flatMap(({ publicCidr, privateCidr }) => [publicCidr, privateCidr])
          .map(block);
        assert.equal(subnets.length, zones * 2);
        for (const [i, subnet] of subnets.entries()) {
          assert.ok(contains(block(vpc), subnet));
          assert.equal(subnet.base % 2 ** (32 - subnet.prefix), 0, "host bits");
          for (const other of subnets.slice(i + 1)) assert.ok(!overlaps(subnet, other));
        }
      }),
    );
  });

  it("moves no subnet when a zone is added", () => {
    fc.assert(
      fc.property(vpcs, fc.integer({ min: 1, max: 3 }), (vpc, zones) => {
        assert.deepEqual(planSubnets(vpc, zones + 1).slice(0, zones), planSubnets(vpc, zones));
      }),
    );
  });

  it("gives pods the larger part, and load balancers a /27 or more", () => {
    fc.assert(
      fc.property(vpcs, (vpc) => {
        const [zone] = planSubnets(vpc, 2);
        assert.ok(zone);
        assert.ok(block(zone.publicCidr).prefix <= 27);
        assert.ok(usableAddresses([zone.privateCidr]) > usableAddresses([zone.publicCidr]));
      }),
    );
  });

  it("gives the addresses it documents", () => {
    assert.deepEqual(planSubnets("10.64.0.0/16", 2), [
      { privateCidr: "10.64.0.0/19", publicCidr: "10.64.32.0/20" },
      { privateCidr: "10.64.64.0/19", publicCidr: "10.64.96.0/20" },
    ]);
    assert.equal(usableAddresses(["10.64.0.0/19", "10.64.64.0/19"]), 2 * 8187);
  });

  it("has room for the pods of full nodes in every zone", () => {
    // A t3.medium keeps 18 addresses at hand; the smallest VPC still takes six in a zone.
    fc.assert(
      fc.property(vpcs, fc.integer({ min: 1, max: 4 }), (vpc, zones) => {
        for (const { privateCidr } of planSubnets(vpc, zones))
          assert.ok(usableAddresses([privateCidr]) >= 3 * 18, privateCidr);
      }),
    );
  });

  it("refuses what cannot be cut", () => {
    for (const cidr of ["10.0.0.0/30", "10.0.0.0/8", "10.0.0.1/16", "10.0.0.0", "300.0.0.0/16"])
      assert.throws(() => planSubnets(cidr, 2), RangeError, cidr);
    for (const zones of [0, 5, 1.5]) assert.throws(() => planSubnets("10.0.0.0/16", zones));
  });
});

describe("Network", () => {
  const runs = new Map<string, Promise<Run>>();
  /** One run for all tests of the same arguments. */
  const build = (args: Partial<NetworkArgs>): Promise<Run> => {
    const key = JSON.stringify(args);
    const made =
      runs.get(key) ??
      run(() => {
        const { vpcId, publicSubnetIds, privateSubnetIds } = new Network("net", {
          cidr: "10.64.0.0/16",
          ...args,
        });
        return { vpcId, publicSubnetIds, privateSubnetIds };
      });
    runs.set(key, made);
    return made;
  };

  it("spreads a public and a private subnet over each zone, tagged for load balancers", async () => {
    const { ofType, outputs } = await build({ zones: 3, tags: { team: "course" } });
    const subnets = ofType("aws:ec2/subnet:Subnet");
    assert.deepEqual(
      subnets
        .map(({ name, inputs }) => [name, inputs.cidrBlock, inputs.availabilityZone])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      [
        ["net-private-a", "10.64.0.0/19", "ap-northeast-2a"],
        ["net-private-b", "10.64.64.0/19", "ap-northeast-2b"],
        ["net-private-c", "10.64.128.0/19", "ap-northeast-2c"],
        ["net-public-a", "10.64.32.0/20", "ap-northeast-2a"],
        ["net-public-b", "10.64.96.0/20", "ap-northeast-2b"],
        ["net-public-c", "10.64.160.0/20", "ap-northeast-2c"],
      ],
    );
    for (const { name, inputs } of subnets) {
      const open = name.includes("public");
      assert.equal(at(inputs, "tags", "kubernetes.io/role/elb"), open ? "1" : undefined);
      assert.equal(at(inputs, "tags", "kubernetes.io/role/internal-elb"), open ? undefined : "1");
      assert.equal(at(inputs, "tags", "team"), "course");
      assert.equal(at(inputs, "tags", "Name"), name);
      assert.equal(inputs.mapPublicIpOnLaunch, false);
    }
    assert.equal((outputs.privateSubnetIds as string[]).length, 3);
    assert.equal(new Set(outputs.publicSubnetIds as string[]).size, 3);
  });

  it("leaves each subnet in its zone when AWS lists other zones", async () => {
    const { ofType } = await build({});
    for (const { name, ignoreChanges } of ofType("aws:ec2/subnet:Subnet"))
      assert.deepEqual(ignoreChanges, ["availabilityZone"], name);
  });

  const exits = async (args: Partial<NetworkArgs>) => {
    const { ofType } = await build({ zones: 3, ...args });
    const natRoutes = ofType("aws:ec2/route:Route").filter(({ inputs }) => inputs.natGatewayId);
    return {
      gateways: ofType("aws:ec2/natGateway:NatGateway").length,
      addresses: ofType("aws:ec2/eip:Eip").length,
      routes: natRoutes.length,
      targets: new Set(natRoutes.map(({ inputs }) => inputs.natGatewayId as string)).size,
      publicAddresses: ofType("aws:ec2/subnet:Subnet").filter(
        ({ inputs }) => inputs.mapPublicIpOnLaunch === true,
      ).length,
    };
  };

  it("has one NAT gateway for all zones", async () =>
    assert.deepEqual(await exits({ nat: "one" }), {
      gateways: 1,
      addresses: 1,
      routes: 3,
      targets: 1,
      publicAddresses: 0,
    }));

  it("has a NAT gateway for each zone", async () =>
    assert.deepEqual(await exits({ nat: "onePerZone" }), {
      gateways: 3,
      addresses: 3,
      routes: 3,
      targets: 3,
      publicAddresses: 0,
    }));

  it("has none, and public addresses in public subnets alone", async () =>
    assert.deepEqual(await exits({ nat: "none" }), {
      gateways: 0,
      addresses: 0,
      routes: 0,
      targets: 0,
      publicAddresses: 3,
    }));

  it("sends public traffic to the internet gateway and resolves names inside", async () => {
    const { one, ofType, resources, registered } = await build({});
    assert.ok(one("aws:ec2/route:Route", "net-public").inputs.gatewayId);
    const vpc = one("aws:ec2/vpc:Vpc", "net").inputs;
    assert.deepEqual([vpc.enableDnsHostnames, vpc.enableDnsSupport], [true, true]);
    assert.equal(ofType("aws:ec2/routeTableAssociation:RouteTableAssociation").length, 4);
    const { urn } = one("twelve-street:components:Network", "net");
    assert.ok(registered.has(urn));
    for (const it of resources) assert.equal(it.parent, it.urn === urn ? "" : urn, it.name);
  });

  const endpoints = async (args: Partial<NetworkArgs>) => {
    const made = await build(args);
    const all = made.ofType("aws:ec2/vpcEndpoint:VpcEndpoint");
    const ofKind = (kind: string) => all.filter(({ inputs }) => inputs.vpcEndpointType === kind);
    return { ...made, gateways: ofKind("Gateway"), interfaces: ofKind("Interface") };
  };

  it("reaches S3 by a gateway in every route table, always", async () => {
    for (const nat of ["none", "onePerZone"] as const) {
      const { gateways, interfaces, ofType } = await endpoints({ zones: 3, nat });
      assert.deepEqual(
        gateways.map(({ inputs }) => inputs.serviceName),
        ["com.amazonaws.ap-northeast-2.s3"],
      );
      assert.equal(ofType("aws:ec2/routeTable:RouteTable").length, 4);
      assert.equal(new Set(gateways[0]?.inputs.routeTableIds as string[]).size, 4);
      assert.deepEqual(interfaces, []);
    }
  });

  it("has interface endpoints of the services asked for, open to the VPC alone", async () => {
    const { interfaces, one } = await endpoints({ endpoints: ["ecr", "sts"], nat: "none" });
    assert.deepEqual(interfaces.map(({ inputs }) => inputs.serviceName as string).sort(), [
      "com.amazonaws.ap-northeast-2.ecr.api",
      "com.amazonaws.ap-northeast-2.ecr.dkr",
      "com.amazonaws.ap-northeast-2.sts",
    ]);
    for (const { inputs } of interfaces) {
      assert.equal((inputs.subnetIds as string[]).length, 2);
      assert.equal((inputs.securityGroupIds as string[]).length, 1);
      assert.equal(inputs.privateDnsEnabled, true);
    }
    const rule = one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "net-endpoints");
    assert.deepEqual(
      [rule.inputs.cidrIpv4, rule.inputs.fromPort, rule.inputs.toPort, rule.inputs.ipProtocol],
      ["10.64.0.0/16", 443, 443, "tcp"],
    );
  });

  it("refuses an endpoint twice, and one it does not know", () => {
    const of = (names: readonly string[]) => () =>
      new Network("net", { cidr: "10.64.0.0/16", endpoints: names as EndpointService[] });
    assert.throws(
      of(["ecr", "ecr"]),
      /^ArgumentError: endpoints\[1\] is "ecr": name each .* once\.$/,
    );
    assert.throws(of(["sqs"]), /^ArgumentError: endpoints\[0\] is "sqs": name one of ecr, sts, /);
  });

  it("notes refused connections for two weeks, where flow logs are asked for", async () => {
    const none = await build({ zones: 3, nat: "none" });
    assert.deepEqual(none.ofType("aws:ec2/flowLog:FlowLog"), []);
    const { one } = await build({ zones: 1, flowLogs: {} });
    const group = one("aws:cloudwatch/logGroup:LogGroup", "net-flow-logs");
    assert.equal(group.inputs.retentionInDays, 14);
    const log = one("aws:ec2/flowLog:FlowLog", "net-flow-logs");
    assert.equal(log.inputs.trafficType, "REJECT");
    assert.match(log.inputs.logDestination as string, /^arn:aws:logs:.*:log-group:/);
    const policy = one("aws:iam/rolePolicy:RolePolicy", "net-flow-logs");
    assert.ok(log.dependencies.includes(policy.urn), "a flow log that may not write fails");
    assert.doesNotMatch(policy.inputs.policy as string, /CreateLogGroup/);
    const { assumeRolePolicy } = one("aws:iam/role:Role", "net-flow-logs").inputs;
    assert.match(assumeRolePolicy as string, /"aws:SourceAccount":"123456789012"/);
  });

  it("lets a control plane start without the routes, and nodes only with them", async () => {
    const made = await run(() => {
      const { unrouted, privateSubnetIds, privateSubnets, natAddresses } = new Network("net", {
        cidr: "10.64.0.0/16",
        zones: 1,
      });
      for (const [name, subnetIds] of Object.entries({
        early: unrouted.privateSubnetIds,
        one: pulumi.all([...unrouted.privateSubnets]),
        routed: privateSubnetIds,
      }))
        new aws.ec2.Tag(name, { resourceId: subnetIds.apply(String), key: "k", value: "v" });
      return { privateSubnets: pulumi.all([...privateSubnets]), privateSubnetIds, natAddresses };
    });
    const needs = (name: string) =>
      made
        .one("aws:ec2/tag:Tag", name)
        .dependencies.map((urn) => urn.split("::").slice(-2).join(" ").split("$").at(-1) ?? "");
    for (const name of ["early", "one"])
      assert.deepEqual(
        needs(name).filter((it) => !it.startsWith("aws:ec2/subnet:Subnet")),
        [],
      );
    for (const type of ["route:Route", "vpcEndpoint:VpcEndpoint"])
      assert.ok(
        needs("routed").some((it) => it.includes(type)),
        type,
      );
    assert.deepEqual(made.outputs.privateSubnets, made.outputs.privateSubnetIds);
    assert.equal((made.outputs.natAddresses as string[]).length, 1);
  });
});
