import assert from "node:assert/strict";

import { days } from "../../../apps/labs/days";
import type { Capacity } from "../../../components/cluster/capacity";
import { sizesFor, studentPods, type Group } from "../../../course/nodes/need";
import { closePlan, costAnHour, openPlan } from "../../../course/nodes/plan";
import type { NodeGroup } from "../../../course/places/account";
import { UserError } from "../../../sandbox/errors";
import { parseClassroom } from "../../../stacks/classroom/config";
import { parseConfig } from "../../../stacks/config";
import { changed, committed } from "../../stacks/committed";

const [first, second] = days;
assert.ok(first && second);

const node: Capacity = { cpuMillis: 2_000, memoryMiB: 4_000, pods: 10 };
const group = (name: string, min: number, max: number): Group => ({ name, min, max, node });
const pods = (count: number, memoryMiB: number, cpuMillis = 10): Capacity[] =>
  Array.from({ length: count }, () => ({ pods: 1, cpuMillis, memoryMiB }));
const own = { anywhere: pods(1, 500), perNode: { cpuMillis: 100, memoryMiB: 0, pods: 2 } };

describe("nodes for a day", () => {
  it("are as few as hold every pod: by memory, by CPU, and by the pods that a node takes", () => {
    const one = [group("a", 0, 50)];
    const nodes = (list: Capacity[]) => sizesFor(one, own, list).nodes.a;
    assert.equal(nodes([]), 1);
    assert.equal(nodes(pods(7, 500)), 1);
    assert.equal(nodes(pods(8, 500)), 2, "a node takes eight beside its own two");
    assert.equal(nodes(pods(3, 2_000)), 2);
    assert.equal(nodes(pods(4, 1, 950)), 2 + 1, "1,900m are left of each");
  });

  it("grow group by group, never under min nor above max, and say who is left over", () => {
    const two = [group("a", 1, 2), group("b", 0, 1)];
    assert.deepEqual(sizesFor(two, own, []), { nodes: { a: 1, b: 0 }, homeless: 0 });
    assert.deepEqual(sizesFor(two, own, pods(20, 10)), { nodes: { a: 2, b: 1 }, homeless: 0 });
    assert.deepEqual(sizesFor(two, own, pods(25, 10)), { nodes: { a: 2, b: 1 }, homeless: 2 });
  });
});

const classroom = (raw = committed("classroom")) => parseClassroom("classroom", raw);
const shop = () =>
  classroom({
    ...committed("classroom"),
    "twelve-street:mesh": { enabled: false },
    "twelve-street:shop": {},
    "twelve-street:quota": { requestsMemory: "2Gi", limitsCpu: "4", limitsMemory: "3Gi" },
  });
const sum = (list: readonly Capacity[], key: keyof Capacity) =>
  list.reduce((all, it) => all + it[key], 0);

describe("what students ask of nodes", () => {
  it("is the whole quota where that is asked for, and less by a day's labs", () => {
    const full = studentPods(classroom(), second, "quota");
    assert.ok(sum(full, "cpuMillis") >= 20_000 && sum(full, "cpuMillis") < 20_500);
    assert.ok(sum(full, "memoryMiB") >= 20_480 && sum(full, "memoryMiB") < 21_000);
    const labs = studentPods(classroom(), second, "labs");
    assert.ok(sum(labs, "memoryMiB") <= sum(full, "memoryMiB"));
    assert.ok(labs.length >= 20);
  });

  it("is a pod each at least, and a student's own quota counts", () => {
    assert.equal(
      studentPods(classroom(), { ...first, labs: [], morning: [] }, "labs").length,
      20 * 2,
    );
    const rich = changed(committed("classroom"), "twelve-street:students.user01.quota", {
      requestsMemory: "2Gi",
    });
    const more =
      sum(studentPods(classroom(rich), second, "quota"), "memoryMiB") -
      sum(studentPods(classroom(), second, "quota"), "memoryMiB");
    assert.ok(Math.abs(more - 1_024) < 20, `${more}`);
  });

  it("has the shop's six pods more where there is one", () => {
    const [bare, with12] = [classroom(), shop()].map((it) => studentPods(it, first, "labs"));
    assert.equal((with12?.length ?? 0) - (bare?.length ?? 0), 20 * 6);
  });
});

const dev = () => parseConfig("dev", committed("dev"), new Date("2026-11-22"));
const live = (desired: number, max = 20): NodeGroup[] => [
  { name: "workers", instanceType: "t3.large", min: 1, max, desired, tainted: false },
  { name: "gpu", instanceType: "t3.large", min: 0, max: 5, desired: 1, tainted: true },
];

describe("opening and closing", () => {
  it("adds nodes for the day, at a price, and takes none away from a class at work", () => {
    const [change, ...others] = openPlan(live(2), dev(), shop(), second, "labs");
    assert.equal(others.length, 0, "tainted groups are left alone");
    assert.ok(change && change.after > 2);
    assert.equal(openPlan(live(20), dev(), shop(), second, "labs")[0]?.after, 20);
    assert.equal(costAnHour([change], "before"), 2 * 0.104);
    assert.equal(costAnHour([change], "after"), change.after * 0.104);
    assert.equal(costAnHour([{ ...change, usdAnHour: undefined }], "after"), undefined);
  });

  it("says where the groups' max does not do, and changes nothing then", () => {
    assert.throws(
      () => openPlan(live(2, 3), dev(), shop(), second, "quota"),
      (error) =>
        error instanceof UserError &&
        error.message.includes("workers 3") &&
        error.message.includes("raise max of twelve-street:cluster.nodeGroups"),
    );
    const strange = live(2).map((it) => ({ ...it, instanceType: "x1.metal" }));
    assert.throws(() => openPlan(strange, dev(), shop(), second, "labs"), /type x1\.metal/);
  });

  it("leaves at night what the platform itself runs on, and never adds", () => {
    const [night] = closePlan(live(9), dev());
    assert.equal(night?.before, 9);
    assert.ok(night.after >= 1 && night.after <= 2);
    assert.equal(closePlan(live(1), dev())[0]?.after, 1);
  });
});
