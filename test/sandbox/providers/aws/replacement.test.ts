import assert from "node:assert/strict";
import fc from "fast-check";

import { diffInputs, mustDeleteFirst } from "../../../../sandbox/providers/aws/diff";
import { resourceTable } from "../../../../sandbox/providers/aws/services";
import { types } from "../../../../sandbox/providers/aws/services/shapes";
import { specOf } from "../../../../sandbox/providers/aws/simulate";
import { network, removeAccounts, Run, sorted, trust } from "./support";

afterEach(removeAccounts);

type Inputs = Readonly<Record<string, unknown>>;

const sorts = (type: string, old: Inputs, now: Inputs) =>
  sorted({ detailed: diffInputs(specOf(type), old, now) });

/** Changes of one input each: those that AWS makes anew, and those it takes. Source: terraform-provider-aws, `ForceNew`. */
const changes: Readonly<Record<string, { replaces: Inputs; updates: Inputs }>> = {
  [types.vpc]: {
    replaces: { cidrBlock: "10.1.0.0/16" },
    updates: { enableDnsHostnames: true, tags: { a: "b" } },
  },
  [types.subnet]: {
    replaces: { cidrBlock: "10.1.0.0/24", availabilityZone: "ap-northeast-2c", vpcId: "vpc-2" },
    updates: { mapPublicIpOnLaunch: true, tags: { a: "b" } },
  },
  [types.securityGroup]: {
    replaces: { description: "other", vpcId: "vpc-2", name: "other" },
    updates: { ingress: [{ fromPort: 80, toPort: 80, protocol: "tcp" }] },
  },
  [types.natGateway]: {
    replaces: { subnetId: "subnet-2", allocationId: "eipalloc-2" },
    updates: { tags: { a: "b" } },
  },
  "aws:ec2/route:Route": {
    replaces: { routeTableId: "rtb-2", destinationCidrBlock: "10.2.0.0/16" },
    updates: { natGatewayId: "nat-2" },
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    replaces: { subnetId: "subnet-2" },
    updates: { routeTableId: "rtb-2" },
  },
  [types.launchTemplate]: {
    replaces: { name: "other" },
    updates: {
      instanceType: "t3.large",
      userData: "Cg==",
      metadataOptions: { httpTokens: "required" },
    },
  },
  [types.role]: {
    replaces: { name: "other", path: "/other/" },
    updates: { assumeRolePolicy: trust, maxSessionDuration: 7200, description: "other" },
  },
  [types.policy]: {
    replaces: { description: "other", path: "/other/", name: "other" },
    updates: { policy: "{}", tags: { a: "b" } },
  },
  [types.cluster]: {
    replaces: {
      name: "other",
      roleArn: "arn:aws:iam::000000000000:role/other",
      bootstrapSelfManagedAddons: false,
      "kubernetesNetworkConfig.serviceIpv4Cidr": "10.100.0.0/16",
    },
    updates: {
      version: "1.36",
      enabledClusterLogTypes: ["api"],
      deletionProtection: true,
      "vpcConfig.subnetIds": ["subnet-3"],
      "vpcConfig.publicAccessCidrs": ["10.0.0.0/8"],
      "accessConfig.authenticationMode": "API",
      "upgradePolicy.supportType": "STANDARD",
    },
  },
  [types.nodeGroup]: {
    replaces: {
      amiType: "BOTTLEROCKET_x86_64",
      capacityType: "SPOT",
      diskSize: 50,
      instanceTypes: ["t3.large"],
      subnetIds: ["subnet-3"],
      nodeRoleArn: "arn:aws:iam::000000000000:role/other",
      "launchTemplate.id": "lt-2",
    },
    updates: {
      labels: { disktype: "ssd" },
      "scalingConfig.desiredSize": 3,
      "launchTemplate.version": "2",
      taints: [{ key: "a", effect: "NO_SCHEDULE" }],
      version: "1.36",
    },
  },
  [types.fargateProfile]: {
    replaces: { selectors: [{ namespace: "other" }], subnetIds: ["subnet-3"] },
    updates: { tags: { a: "b" } },
  },
  "aws:eks/addon:Addon": {
    replaces: { addonName: "coredns" },
    updates: { addonVersion: "v2", configurationValues: "{}" },
  },
  "aws:eks/accessEntry:AccessEntry": {
    replaces: { principalArn: "arn:aws:iam::000000000000:role/other", type: "EC2_LINUX" },
    updates: { kubernetesGroups: ["students"] },
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    replaces: { namespace: "other", serviceAccount: "other" },
    updates: { roleArn: "arn:aws:iam::000000000000:role/other" },
  },
  [types.repository]: {
    replaces: { name: "other", encryptionConfigurations: [{ encryptionType: "KMS" }] },
    updates: { imageTagMutability: "IMMUTABLE", "imageScanningConfiguration.scanOnPush": true },
  },
  [types.fileSystem]: {
    replaces: { encrypted: true, performanceMode: "maxIO", kmsKeyId: "key" },
    updates: { throughputMode: "elastic", lifecyclePolicies: [{ transitionToIa: "AFTER_7_DAYS" }] },
  },
  [types.mountTarget]: {
    replaces: { subnetId: "subnet-2", fileSystemId: "fs-2" },
    updates: { securityGroups: ["sg-2"] },
  },
  [types.key]: {
    replaces: { keyUsage: "SIGN_VERIFY", multiRegion: true },
    updates: { enableKeyRotation: true, deletionWindowInDays: 7, policy: "{}" },
  },
  [types.loadBalancer]: {
    replaces: { internal: true, loadBalancerType: "network", name: "other" },
    updates: { idleTimeout: 120, securityGroups: ["sg-2"] },
  },
  [types.targetGroup]: {
    replaces: { port: 8081, protocol: "HTTPS", vpcId: "vpc-2", targetType: "ip" },
    updates: { deregistrationDelay: 30, healthCheck: { path: "/" } },
  },
};

/** `{ "a.b": 1 }` as `{ a: { b: 1 } }`, over what is there. */
function put(inputs: Inputs, path: string, value: unknown): Inputs {
  const [head = "", ...rest] = path.split(".");
  const inner = (inputs[head] ?? {}) as Inputs;
  return { ...inputs, [head]: rest.length > 0 ? put(inner, rest.join("."), value) : value };
}

const before: Inputs = {
  name: "one",
  nodeGroupName: "one",
  cidrBlock: "10.0.0.0/16",
  version: "1.35",
  vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], publicAccessCidrs: ["0.0.0.0/0"] },
  scalingConfig: { desiredSize: 1, minSize: 1, maxSize: 3 },
  launchTemplate: { id: "lt-1", version: "1" },
};

describe("a change of an input", () => {
  for (const [type, { replaces, updates }] of Object.entries(changes)) {
    it(`of ${type} replaces it for ${Object.keys(replaces).join(", ")}, and for nothing else`, () => {
      for (const [path, value] of Object.entries(replaces))
        assert.deepEqual(sorts(type, before, put(before, path, value)).updates, [], path);
      for (const [path, value] of Object.entries(updates)) {
        const found = sorts(type, before, put(before, path, value));
        assert.deepEqual(found.replaces, [], path);
        assert.notDeepEqual(found.updates, [], path);
      }
    });
    it(`of ${type} is found wherever it replaces`, () => {
      for (const [path, value] of Object.entries(replaces))
        assert.notDeepEqual(sorts(type, before, put(before, path, value)).replaces, [], path);
    });
  }

  it("cannot take envelope encryption off a cluster, but put it on", () => {
    const encrypted = { ...before, encryptionConfig: { resources: ["secrets"] } };
    assert.deepEqual(sorts(types.cluster, before, encrypted).replaces, []);
    assert.deepEqual(sorts(types.cluster, encrypted, before).replaces.length, 1);
  });

  it("of the region replaces whatever it is", () => {
    for (const type of Object.keys(resourceTable))
      assert.deepEqual(
        sorts(type, { region: "ap-northeast-2" }, { region: "ap-northeast-1" }).replaces,
        ["region"],
        type,
      );
  });
});

describe("equal inputs", () => {
  it("differ in nothing, whatever they are", () => {
    const type = fc.constantFrom(...Object.keys(resourceTable));
    fc.assert(
      fc.property(type, fc.dictionary(fc.string(), fc.jsonValue()), (one, inputs) => {
        const copy = JSON.parse(JSON.stringify(inputs)) as Inputs;
        assert.deepEqual(diffInputs(specOf(one), inputs, copy), {});
      }),
      { numRuns: 40 },
    );
  });

  it("are those in which a list has another order, or a policy another form", () => {
    const policy = (...actions: string[]) =>
      JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
    const spaced = JSON.stringify(
      { Statement: [{ Resource: ["*"], Effect: "Allow", Action: ["b", "a"] }] },
      undefined,
      2,
    );
    assert.deepEqual(
      sorts(types.policy, { policy: policy("a", "b") }, { policy: spaced }).updates,
      [],
    );
    assert.deepEqual(
      sorts(types.policy, { policy: policy("a") }, { policy: policy("a", "b") }).updates,
      ["policy"],
    );
    assert.deepEqual(sorts(types.nodeGroup, { subnetIds: ["a", "b"] }, { subnetIds: ["b", "a"] }), {
      replaces: [],
      updates: [],
    });
  });

  it("are those that leave a default unsaid, or to AWS what it chose", () => {
    assert.deepEqual(sorts(types.vpc, {}, { enableDnsSupport: true }).updates, []);
    assert.deepEqual(sorts(types.vpc, { enableDnsSupport: false }, {}).updates, [
      "enableDnsSupport",
    ]);
    assert.deepEqual(sorts(types.cluster, { version: "1.36" }, {}).updates, []);
  });
});

describe("a replacement", () => {
  it("comes before the old one goes, except where both would have one name", () => {
    const named = { name: "nodes", path: "/" };
    assert.equal(mustDeleteFirst(specOf(types.role), named, { ...named, path: "/b/" }), true);
    assert.equal(mustDeleteFirst(specOf(types.role), named, { ...named, name: "other" }), false);
    const filled = { ...named, __defaults: ["name"] };
    assert.equal(mustDeleteFirst(specOf(types.role), filled, { ...filled, path: "/b/" }), false);
    assert.equal(mustDeleteFirst(specOf(types.subnet), {}, {}), false);
    assert.equal(mustDeleteFirst(specOf(types.fileSystem), {}, { encrypted: true }), false);
  });

  it("under a made-up name gets a name that the old one has not, and keeps it from then on", async () => {
    const run = new Run();
    const { vpc } = await network(run);
    const old = await run.up(types.securityGroup, "nodes", { vpcId: vpc.id });
    const change = { vpcId: vpc.id, description: "of the nodes" };
    assert.deepEqual(sorted(await run.diff(old, change)).replaces, ["description"]);
    const made = await run.up(types.securityGroup, "nodes", change);
    assert.match(String(made.outputs.name), /^nodes-[0-9a-f]{7}$/);
    assert.notEqual(made.outputs.name, old.outputs.name);
    await run.remove(old);
    const next = new Run(run.file);
    assert.deepEqual((await next.diff(made, change)).detailed, {});
  });
});
