import assert from "node:assert/strict";

import { allocatable, maxPods as podsOf } from "../../../../components/cluster/capacity";
import { instanceTypes as ours } from "../../../../components/cluster/instance-types";
import { instanceTypes, maxPods } from "../../../../sandbox/providers/aws/data/instance-types";
import { type Node, nodeAddress, zoneLabel } from "../../../../sandbox/providers/aws/node-objects";
import { newNodes } from "../../../../sandbox/providers/aws/nodes";
import { nodeResources } from "../../../../sandbox/providers/aws/node-resources";
import { types } from "../../../../sandbox/providers/aws/services/shapes";
import type { AccountView, Existing } from "../../../../sandbox/providers/aws/types";

const region = "ap-northeast-2";

const existing = (type: string, id: string, inputs: Existing["inputs"]): Existing => ({
  type,
  id,
  urn: id,
  seed: id,
  region,
  inputs,
  outputs: {},
});

const view = (...all: Existing[]): AccountView => ({
  all,
  ofType: (type) => all.filter((one) => one.type === type),
});

const subnets = ["a", "b", "c"].map((zone, index) =>
  existing(types.subnet, `subnet-${zone}`, {
    cidrBlock: `10.64.${index.toString()}.0/24`,
    availabilityZone: `${region}${zone}`,
  }),
);
const template = existing(types.launchTemplate, "lt-1", {
  name: "workers",
  instanceType: "m5.large",
  blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 50 } }],
});
const account = view(existing(types.cluster, "dev", { version: "1.35" }), template, ...subnets);

const group = (inputs: Existing["inputs"] = {}): Existing =>
  existing(types.nodeGroup, "dev:standard-workers", {
    clusterName: "dev",
    nodeGroupName: "standard-workers",
    subnetIds: ["subnet-c", "subnet-a", "subnet-b"],
    instanceTypes: ["t3.small"],
    ...inputs,
  });

const nodes = (count: number, inputs: Existing["inputs"] = {}, kept: readonly Node[] = []) =>
  newNodes(group(inputs), account, kept, kept, count);

const only = (list: readonly Node[]): Node => {
  const [one, more] = list;
  assert.ok(one && !more);
  return one;
};

const statusOf = (inputs: Existing["inputs"]) =>
  only(nodes(1, inputs)).status as Record<
    "allocatable" | "capacity" | "nodeInfo",
    Record<string, string>
  >;

const zones = (list: readonly Node[]) => list.map(({ metadata }) => metadata.labels[zoneLabel]);

describe("the nodes of a node group", () => {
  it("carry the group's labels and taints, and those that EKS and the kubelet give", () => {
    const node = only(
      nodes(1, {
        labels: { disktype: "ssd" },
        taints: [{ key: "dedicated", value: "mesh", effect: "NO_SCHEDULE" }],
        capacityType: "SPOT",
      }),
    );
    const { name, labels } = node.metadata;
    assert.match(name, /^ip-10-64-0-\d+\.ap-northeast-2\.compute\.internal$/);
    assert.deepEqual(labels, {
      disktype: "ssd",
      "eks.amazonaws.com/nodegroup": "standard-workers",
      "eks.amazonaws.com/capacityType": "SPOT",
      "kubernetes.io/arch": "amd64",
      "kubernetes.io/hostname": name,
      "kubernetes.io/os": "linux",
      "node.kubernetes.io/instance-type": "t3.small",
      "topology.k8s.aws/zone-id": "apne2-az1",
      "topology.kubernetes.io/region": region,
      "topology.kubernetes.io/zone": `${region}a`,
    });
    assert.deepEqual(node.spec.taints, [{ key: "dedicated", value: "mesh", effect: "NoSchedule" }]);
    assert.match(node.spec.providerID ?? "", /^aws:\/\/\/ap-northeast-2a\/i-[0-9a-f]{17}$/);
  });

  it("spread over the subnets' zones, also when some stand already", () => {
    assert.deepEqual(
      zones(nodes(4)),
      ["a", "b", "c", "a"].map((zone) => region + zone),
    );
    const kept = nodes(2);
    assert.deepEqual(
      zones(nodes(2, {}, kept)),
      ["c", "a"].map((zone) => region + zone),
    );
  });

  it("have names and addresses of their own, the same in every run", () => {
    const made = nodes(30).map(({ metadata }) => metadata.name);
    assert.equal(new Set(made).size, 30);
    assert.deepEqual(
      nodes(30).map(({ metadata }) => metadata.name),
      made,
    );
  });

  it("have what the instance type leaves to pods, by the stacks' own sum", () => {
    for (const [name, type] of Object.entries(ours)) {
      const simulated = instanceTypes[name];
      assert.ok(simulated, name);
      const { allocatable: free, capacity } = nodeResources(simulated, 20);
      const { cpuMillis, memoryMiB, pods } = allocatable(type);
      assert.equal(free.cpu, `${cpuMillis.toString()}m`, name);
      assert.equal(Math.floor(Number.parseInt(free.memory ?? "", 10) / 1024), memoryMiB, name);
      assert.equal(free.pods, pods.toString(), name);
      assert.equal(maxPods(simulated), podsOf(type), name);
      assert.equal(capacity.cpu, type.vcpus.toString(), name);
    }
  });

  it("hold 11 pods on a t3.small and 17 on a t3.medium", () => {
    const pods = (type: string) => statusOf({ instanceTypes: [type] }).allocatable.pods;
    assert.deepEqual([pods("t3.small"), pods("t3.medium")], ["11", "17"]);
  });

  it("take the type and disk of the launch template, and the cluster's version", () => {
    const given = { instanceTypes: undefined, launchTemplate: { id: "lt-1" } };
    const { labels } = only(nodes(1, given)).metadata;
    assert.equal(labels["node.kubernetes.io/instance-type"], "m5.large");
    const { capacity, nodeInfo } = statusOf(given);
    assert.equal(capacity["ephemeral-storage"], `${(50 * 1024 * 1024).toString()}Ki`);
    assert.equal(nodeInfo.kubeletVersion, "v1.35.0-eks-simulated");
  });

  it("are arm64 where the instance type is", () => {
    const { metadata } = only(nodes(1, { instanceTypes: ["t4g.small"] }));
    assert.equal(metadata.labels["kubernetes.io/arch"], "arm64");
  });

  it("never take one of the five addresses that AWS keeps of a subnet", () => {
    const taken = Array.from({ length: 11 }, (_, attempt) =>
      nodeAddress("10.0.0.0/28", "x", attempt),
    );
    assert.equal(new Set(taken).size, 11);
    for (const last of [0, 1, 2, 3, 15]) assert.ok(!taken.includes(`10.0.0.${last.toString()}`));
  });
});
