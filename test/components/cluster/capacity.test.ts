import assert from "node:assert/strict";

import fc from "fast-check";

import {
  allocatable,
  daemonsWith,
  maxPods,
  withoutRoom,
  type Capacity,
} from "../../../components/cluster/capacity";
import { instanceTypes } from "../../../components/cluster/instance-types";

/** awslabs/amazon-eks-ami, eni-max-pods.txt. */
const published = {
  "t3.small": 11,
  "t3.medium": 17,
  "t3.large": 35,
  "t3.xlarge": 58,
  "t3a.small": 8,
  "m5.large": 29,
  "m5.xlarge": 58,
  "c5.large": 29,
} as const;

const pod = (memoryMiB: number, cpuMillis = 10): Capacity => ({ cpuMillis, memoryMiB, pods: 1 });

describe("capacity of nodes", () => {
  for (const [name, pods] of Object.entries(published))
    it(`a ${name} runs ${pods} pods`, () =>
      assert.equal(maxPods(instanceTypes[name as keyof typeof published]), pods));

  it("a t3.small leaves about 1.4 GiB and 1.93 cores", () => {
    const { cpuMillis, memoryMiB } = allocatable(instanceTypes["t3.small"]);
    assert.equal(cpuMillis, 1930);
    assert.ok(memoryMiB > 1350 && memoryMiB < 1450, String(memoryMiB));
  });

  it("finds no room for a pod that no node can take alone", () => {
    const nodes = [allocatable(instanceTypes["t3.small"]), allocatable(instanceTypes["t3.small"])];
    assert.deepEqual(withoutRoom(nodes, [pod(1000), pod(1000)]), []);
    assert.equal(withoutRoom(nodes, [pod(1000), pod(1000), pod(1000)]).length, 1);
    assert.equal(withoutRoom(nodes, [pod(2000)]).length, 1);
  });

  it("counts pods as well as memory: three of the eleven are the node's own", () => {
    const node = allocatable(instanceTypes["t3.small"]);
    assert.equal(withoutRoom([node], Array<Capacity>(8).fill(pod(1))).length, 0);
    assert.equal(withoutRoom([node], Array<Capacity>(12).fill(pod(1))).length, 4);
  });

  it("counts what add-ons put on every node", () => {
    const node = allocatable(instanceTypes["t3.small"]);
    const eight = Array<Capacity>(8).fill(pod(1));
    assert.equal(withoutRoom([node], eight, daemonsWith(["metricsServer"])).length, 0);
    assert.equal(withoutRoom([node], eight, daemonsWith(["efsCsiDriver"])).length, 1);
  });

  it("never places more than the nodes have", () => {
    const nodes = fc.array(fc.constantFrom(...Object.values(instanceTypes)), { maxLength: 5 });
    const pods = fc.array(
      fc.tuple(fc.nat(3000), fc.nat(2000)).map(([memory, cpu]) => pod(memory, cpu)),
    );
    fc.assert(
      fc.property(nodes, pods, (types, asked) => {
        const has = types.map(allocatable);
        const left = withoutRoom(has, asked);
        const placed = asked.filter((it) => !left.includes(it));
        const sum = (of: readonly Capacity[], what: keyof Capacity) =>
          of.reduce((total, it) => total + it[what], 0);
        for (const what of ["cpuMillis", "memoryMiB", "pods"] as const)
          assert.ok(sum(placed, what) <= sum(has, what));
      }),
    );
  });
});
