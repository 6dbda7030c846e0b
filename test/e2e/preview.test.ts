import assert from "node:assert/strict";

import { at } from "../mocks";
import { TestSandbox } from "./sandbox";

interface Step {
  readonly urn: string;
  readonly type: string;
  readonly op: string;
  readonly inputs: Record<string, unknown>;
}

/** What dev leaves off, so that one preview has every row of the platform. */
const more = {
  "twelve-street:images": "build",
  "twelve-street:network.endpoints": "[ecr, sts]",
  "twelve-street:network.flowLogs": "{ traffic: all }",
  "twelve-street:ingress.gatewayApi": "{}",
  "twelve-street:ingress.routes.next":
    "{ by: gateway, on: alb, hosts: [{ host: blue.example.com, paths: [{ service: ui }] }] }",
};

const chart = (name: string) => ["kubernetes:helm.sh/v3:Release", ["chart"], name] as const;
const kind = (api: string, ...rest: [...path: (string | number)[], value: unknown]) =>
  [`kubernetes:${api}`, rest.slice(0, -1) as (string | number)[], rest.at(-1)] as const;

/** One sign of each part: a type, and an input that is there. */
const rows = {
  network: ["aws:ec2/subnet:Subnet", ["tags", "kubernetes.io/role/elb"], "1"],
  "NAT gateway": ["aws:ec2/natGateway:NatGateway", ["subnetId"], "(known after up)"],
  "S3 endpoint": ["aws:ec2/vpcEndpoint:VpcEndpoint", ["vpcEndpointType"], "Gateway"],
  "ECR and STS endpoints": ["aws:ec2/vpcEndpoint:VpcEndpoint", ["vpcEndpointType"], "Interface"],
  "flow logs": ["aws:ec2/flowLog:FlowLog", ["trafficType"], "ALL"],
  cluster: ["aws:eks/cluster:Cluster", ["upgradePolicy", "supportType"], "STANDARD"],
  encryption: ["aws:kms/key:Key", ["enableKeyRotation"], true],
  nodes: ["aws:eks/nodeGroup:NodeGroup", ["amiType"], "AL2023_x86_64_STANDARD"],
  IMDSv2: ["aws:ec2/launchTemplate:LaunchTemplate", ["metadataOptions", "httpTokens"], "required"],
  "add-on": ["aws:eks/addon:Addon", ["addonName"], "vpc-cni"],
  repository: ["aws:ecr/repository:Repository", ["imageScanningConfiguration", "scanOnPush"], true],
  "image build": ["docker-build:index:Image", ["platforms", 0], "linux/amd64"],
  EFS: ["aws:efs/fileSystem:FileSystem", ["encrypted"], true],
  "StorageClass of EFS": kind("storage.k8s.io/v1:StorageClass", "metadata", "name", "aws-efs"),
  "load balancer controller": chart("aws-load-balancer-controller"),
  NGINX: chart("ingress-nginx"),
  "route by an Ingress": kind(
    "networking.k8s.io/v1:Ingress",
    "spec",
    "rules",
    0,
    "host",
    "blue.example.com",
  ),
  "route by a Gateway": kind(
    "gateway.networking.k8s.io/v1:Gateway",
    "spec",
    "gatewayClassName",
    "aws-alb",
  ),
  istiod: chart("istiod"),
  Kiali: chart("kiali-server"),
  Prometheus: chart("prometheus"),
  Grafana: chart("grafana"),
  "container logs": chart("fluent-bit"),
} as const;

describe("preview of a stack that does not stand yet", () => {
  const sandbox = new TestSandbox();
  const steps: Step[] = [];
  after(() => sandbox.dispose());

  before(async () => {
    const config = Object.entries(more).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
    const ran = await sandbox.run("preview", "--json", ...config);
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, /Ingress NGINX is retired/);
    steps.push(...(JSON.parse(ran.stdout) as { steps: Step[] }).steps);
  });

  it("lists each part of the platform with its inputs, all of them to be created", () => {
    for (const [row, [type, path, value]] of Object.entries(rows)) {
      const found = steps.filter((step) => step.type === type);
      assert.ok(found.length > 0, `${row}: no ${type}`);
      const values = found.map(({ inputs }) => at(inputs, ...path));
      assert.ok(values.includes(value), `${row}: ${JSON.stringify(values)}`);
    }
    assert.deepEqual([...new Set(steps.map(({ op }) => op))], ["create"]);
  });

  it("shows no secret, and none of the engine's own marks", () => {
    const text = JSON.stringify(steps);
    assert.match(text, /"\(secret\)"/);
    assert.doesNotMatch(text, /4dabf18193072939|04da6b54-80e4|__defaults|ciphertext/);
  });
});
