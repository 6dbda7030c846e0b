import assert from "node:assert/strict";
import fc from "fast-check";

import { types } from "../../../../sandbox/providers/aws/services/shapes";
import { simulateResource } from "../../../../sandbox/providers/aws/simulate";
import { trust } from "./support";

const context = { region: "ap-northeast-2", accountId: "123456789012", urn: "urn" };
const account = "123456789012";
const regional = (service: string) => `arn:aws:${service}:ap-northeast-2:${account}:`;

/** What AWS's documentation shows of ids, ARNs and further outputs. `/` begins a pattern, all else is literal. */
interface Shape {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly id: RegExp;
  readonly outputs: Readonly<Record<string, RegExp>>;
}

const ec2 = (type: string, prefix: string, kind: string): Shape => ({
  type,
  inputs: {},
  id: new RegExp(`^${prefix}-[0-9a-f]{17}$`),
  outputs: { arn: new RegExp(`^${regional("ec2")}${kind}/${prefix}-[0-9a-f]{17}$`) },
});

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

const shapes: readonly Shape[] = [
  // Amazon EC2 User Guide, Resource IDs; Service Authorization Reference, Amazon EC2.
  ec2(types.vpc, "vpc", "vpc"),
  ec2(types.subnet, "subnet", "subnet"),
  ec2(types.securityGroup, "sg", "security-group"),
  ec2(types.routeTable, "rtb", "route-table"),
  ec2(types.internetGateway, "igw", "internet-gateway"),
  ec2(types.vpcEndpoint, "vpce", "vpc-endpoint"),
  ec2(types.launchTemplate, "lt", "launch-template"),
  ec2("aws:ec2/flowLog:FlowLog", "fl", "vpc-flow-log"),
  ec2("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "sgr", "security-group-rule"),
  {
    type: types.eip,
    inputs: {},
    id: /^eipalloc-[0-9a-f]{17}$/,
    outputs: {
      publicIp: /^203\.0\.113\.\d+$/,
      publicDns: /^ec2-203-0-113-\d+\.ap-northeast-2\.compute\.amazonaws\.com$/,
    },
  },
  {
    type: types.natGateway,
    inputs: { allocationId: "eipalloc-1", subnetId: "subnet-1" },
    id: /^nat-[0-9a-f]{17}$/,
    outputs: { networkInterfaceId: /^eni-[0-9a-f]{17}$/, publicIp: /^203\.0\.113\.\d+$/ },
  },
  // IAM User Guide, IAM identifiers.
  {
    type: types.role,
    inputs: { name: "nodes", path: "/shop/", assumeRolePolicy: trust },
    id: /^nodes$/,
    outputs: {
      arn: new RegExp(`^arn:aws:iam::${account}:role/shop/nodes$`),
      uniqueId: /^AROA[A-Z0-9]{17}$/,
    },
  },
  {
    type: types.policy,
    inputs: { name: "read" },
    id: new RegExp(`^arn:aws:iam::${account}:policy/read$`),
    outputs: { arn: new RegExp(`:policy/read$`), policyId: /^ANPA[A-Z0-9]{17}$/ },
  },
  {
    type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    inputs: { url: "https://oidc.eks.ap-northeast-2.amazonaws.com/id/ABC" },
    id: new RegExp(
      `^arn:aws:iam::${account}:oidc-provider/oidc\\.eks\\.ap-northeast-2\\.amazonaws\\.com/id/ABC$`,
    ),
    outputs: { url: /^oidc\.eks/ },
  },
  // Amazon EKS API Reference, Cluster, Nodegroup, Addon, AccessEntry, PodIdentityAssociation.
  {
    type: types.cluster,
    inputs: { name: "dev", vpcConfig: { subnetIds: [] } },
    id: /^dev$/,
    outputs: {
      arn: new RegExp(`^${regional("eks")}cluster/dev$`),
      endpoint: /^https:\/\/[0-9A-F]{32}\.gr7\.ap-northeast-2\.eks\.amazonaws\.com$/,
      "identities.0.oidcs.0.issuer":
        /^https:\/\/oidc\.eks\.ap-northeast-2\.amazonaws\.com\/id\/[0-9A-F]{32}$/,
      "vpcConfig.clusterSecurityGroupId": /^sg-[0-9a-f]{17}$/,
      version: /^1\.36$/,
      status: /^ACTIVE$/,
    },
  },
  {
    type: types.nodeGroup,
    inputs: { clusterName: "dev", nodeGroupName: "workers" },
    id: /^dev:workers$/,
    outputs: {
      arn: new RegExp(`^${regional("eks")}nodegroup/dev/workers/${uuid}$`),
      "resources.0.autoscalingGroups.0.name": new RegExp(`^eks-workers-${uuid}$`),
      "instanceTypes.0": /^t3\.medium$/,
      amiType: /^AL2023_x86_64_STANDARD$/,
    },
  },
  {
    type: types.fargateProfile,
    inputs: { clusterName: "dev", fargateProfileName: "shop" },
    id: /^dev:shop$/,
    outputs: { arn: new RegExp(`^${regional("eks")}fargateprofile/dev/shop/${uuid}$`) },
  },
  {
    type: "aws:eks/addon:Addon",
    inputs: { clusterName: "dev", addonName: "vpc-cni" },
    id: /^dev:vpc-cni$/,
    outputs: { arn: new RegExp(`^${regional("eks")}addon/dev/vpc-cni/${uuid}$`) },
  },
  {
    type: "aws:eks/accessEntry:AccessEntry",
    inputs: { clusterName: "dev", principalArn: `arn:aws:iam::${account}:role/teacher` },
    id: new RegExp(`^dev:arn:aws:iam::${account}:role/teacher$`),
    outputs: {
      accessEntryArn: new RegExp(
        `^${regional("eks")}access-entry/dev/role/${account}/teacher/${uuid}$`,
      ),
    },
  },
  {
    type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    inputs: { clusterName: "dev", namespace: "kube-system", serviceAccount: "efs" },
    id: /^a-[0-9a-z]{17}$/,
    outputs: { associationArn: new RegExp(`^${regional("eks")}podidentityassociation/dev/a-`) },
  },
  // Amazon ECR API Reference, Repository.
  {
    type: types.repository,
    inputs: { name: "user35/products" },
    id: /^user35\/products$/,
    outputs: {
      arn: new RegExp(`^${regional("ecr")}repository/user35/products$`),
      repositoryUrl: new RegExp(
        `^${account}\\.dkr\\.ecr\\.ap-northeast-2\\.amazonaws\\.com/user35/products$`,
      ),
      registryId: new RegExp(`^${account}$`),
    },
  },
  // Amazon EFS API Reference, FileSystemDescription, MountTargetDescription.
  {
    type: types.fileSystem,
    inputs: { encrypted: true },
    id: /^fs-[0-9a-f]{17}$/,
    outputs: {
      arn: new RegExp(`^${regional("elasticfilesystem")}file-system/fs-[0-9a-f]{17}$`),
      dnsName: /^fs-[0-9a-f]{17}\.efs\.ap-northeast-2\.amazonaws\.com$/,
    },
  },
  {
    type: types.mountTarget,
    inputs: { fileSystemId: "fs-1", subnetId: "subnet-1" },
    id: /^fsmt-[0-9a-f]{17}$/,
    outputs: { ipAddress: /^10\.0\.0\.\d+$/, networkInterfaceId: /^eni-[0-9a-f]{17}$/ },
  },
  // Elastic Load Balancing User Guides: DNS names of load balancers; API Reference, LoadBalancer.
  {
    type: types.loadBalancer,
    inputs: { name: "shop", subnets: ["subnet-1", "subnet-2"] },
    id: new RegExp(`^${regional("elasticloadbalancing")}loadbalancer/app/shop/[0-9a-f]{16}$`),
    outputs: {
      dnsName: /^shop-\d+\.ap-northeast-2\.elb\.amazonaws\.com$/,
      arnSuffix: /^app\/shop\/[0-9a-f]{16}$/,
      zoneId: /^ZWKZPGTI48KDX$/,
    },
  },
  {
    type: types.loadBalancer,
    inputs: { name: "shop", loadBalancerType: "network", internal: true },
    id: /loadbalancer\/net\/shop\/[0-9a-f]{16}$/,
    outputs: { dnsName: /^shop-[0-9a-f]{16}\.elb\.ap-northeast-2\.amazonaws\.com$/ },
  },
  {
    type: types.loadBalancer,
    inputs: { name: "shop", internal: true },
    id: /loadbalancer\/app\/shop\//,
    outputs: { dnsName: /^internal-shop-\d+\.ap-northeast-2\.elb\.amazonaws\.com$/ },
  },
  {
    type: types.targetGroup,
    inputs: { name: "shop" },
    id: new RegExp(`^${regional("elasticloadbalancing")}targetgroup/shop/[0-9a-f]{16}$`),
    outputs: { arnSuffix: /^targetgroup\/shop\/[0-9a-f]{16}$/ },
  },
  // AWS KMS Developer Guide, Key identifiers; Secrets Manager User Guide, secret ARNs.
  {
    type: types.key,
    inputs: {},
    id: new RegExp(`^${uuid}$`),
    outputs: { arn: new RegExp(`^${regional("kms")}key/${uuid}$`) },
  },
  {
    type: "aws:kms/alias:Alias",
    inputs: { name: "alias/shop", targetKeyId: "k" },
    id: /^alias\/shop$/,
    outputs: { arn: new RegExp(`^${regional("kms")}alias/shop$`) },
  },
  {
    type: types.secret,
    inputs: { name: "shop/db" },
    id: new RegExp(`^${regional("secretsmanager")}secret:shop/db-[0-9a-zA-Z]{6}$`),
    outputs: {},
  },
  {
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: { name: "/aws/eks/dev/cluster" },
    id: /^\/aws\/eks\/dev\/cluster$/,
    outputs: { arn: new RegExp(`^${regional("logs")}log-group:/aws/eks/dev/cluster$`) },
  },
];

const atPath = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

describe("simulated ids, ARNs and outputs", () => {
  for (const { type, inputs, id, outputs } of shapes)
    it(`of ${type} look like AWS's: ${id.source}`, () => {
      const made = simulateResource(type, "one", inputs, context);
      assert.match(made.id, id);
      for (const [path, shape] of Object.entries(outputs))
        assert.match(String(atPath(made.outputs, path)), shape, path);
    });

  it("are in the partition and under the domain of China and GovCloud there", () => {
    const made = (region: string) =>
      simulateResource(types.repository, "one", { name: "products" }, { ...context, region });
    const china = made("cn-north-1").outputs;
    assert.match(String(china.arn), /^arn:aws-cn:ecr:cn-north-1:/);
    assert.match(String(china.repositoryUrl), /\.cn-north-1\.amazonaws\.com\.cn\/products$/);
    assert.match(String(made("us-gov-west-1").outputs.arn), /^arn:aws-us-gov:/);
  });

  it("are the same for a URN in every run, and another for every other URN", () => {
    const made = (urn: string) =>
      [types.vpc, types.eip, types.key, types.mountTarget].map(
        (type) => simulateResource(type, "one", {}, { ...context, urn }).id,
      );
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        assert.deepEqual(made(one), made(one));
        if (one !== other)
          for (const [index, id] of made(one).entries()) assert.notEqual(id, made(other)[index]);
      }),
      { numRuns: 25 },
    );
  });

  it("show every input, the region and all tags, whatever the type", () => {
    for (const type of [types.vpc, types.cluster, types.role, "aws:mq/broker:Broker"]) {
      const { outputs } = simulateResource(type, "one", { tags: { a: "b" }, odd: 0 }, context);
      assert.deepEqual([outputs.tagsAll, outputs.odd], [{ a: "b" }, 0], type);
      assert.equal("region" in outputs, type !== types.role, type);
    }
  });
});
