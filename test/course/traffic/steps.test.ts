import assert from "node:assert/strict";

import fc from "fast-check";

import type { RouteMark } from "../../../course/traffic/route";
import { StepCounts } from "../../../course/traffic/steps";
import { seenText } from "../../../course/traffic/summary";
import { outcome } from "./outcomes";

const set = (weight: number, rules = 0) => ({ weights: { v1: 100 - weight, v2: weight }, rules });

describe("course traffic: what was set and what was seen", () => {
  const marks = [
    { atMs: 0, state: set(10) },
    { atMs: 10_000, state: set(50) },
    { atMs: 20_000, state: set(50, 1) },
  ];
  /** 100 requests a second; the second version gets every so-manieth of them. */
  const seen = (every: (dueMs: number) => number) => {
    const counts = new StepCounts(marks);
    for (let dueMs = 0; dueMs < 30_000; dueMs += 10)
      counts.add(outcome("", { dueMs }), (dueMs / 10) % every(dueMs) === 0 ? "v2" : "v1");
    return counts;
  };
  const within = (counts: StepCounts, byChance = true) =>
    counts.steps(30_000, byChance).map((step) => step.within);

  it("leaves out the moments of a change, and judges the rest by chance", () => {
    const steps = seen((dueMs) => (dueMs < 11_900 ? 10 : 2)).steps(30_000, true);
    assert.deepEqual(steps[0]?.seen, { v1: 810, v2: 90 });
    assert.equal(steps[1]?.requests, 700);
    assert.deepEqual(
      steps.map((step) => step.within),
      [true, true, undefined],
    );
  });

  it("says where a share is not what was set", () => {
    assert.deepEqual(within(seen(() => 10)), [true, false, undefined]);
    assert.deepEqual(within(seen(() => 2)), [false, true, undefined]);
  });

  it("judges nothing where other things than weights may decide", () => {
    const counts = seen(() => 2);
    assert.deepEqual(within(counts, false), [undefined, undefined, undefined]);
  });

  it("keeps a step's own count, however long the run gets", () => {
    const growing: RouteMark[] = [{ atMs: 0, state: set(0) }];
    const counts = new StepCounts(growing);
    const [at, end] = [3_600_500, 7_200_000];
    for (let dueMs = 0; dueMs < end; dueMs += 100) {
      if (dueMs === at) growing.push({ atMs: dueMs, state: set(100) });
      if (dueMs === at + 10_000) growing.push({ atMs: dueMs, state: set(0) });
      const version = dueMs >= at && dueMs < at + 10_000 ? "v2" : "v1";
      counts.add(outcome("", { dueMs }), version);
    }
    const [, step] = counts.steps(end, true);
    assert.ok(step);
    assert.equal(seenText(step), "seen v2 100.0 % of 70, as chance has it");
  });

  it("is of those that were due well within a step, whenever they are answered", () => {
    const one = fc.record({
      dueMs: fc.nat(30_000),
      latencyMs: fc.oneof(fc.nat(50), fc.nat(10_000)),
      status: fc.constantFrom(200, 503),
      version: fc.constantFrom("", "v1", "v2"),
    });
    const changes = fc.uniqueArray(fc.integer({ min: 1, max: 30_000 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 200 }), changes, (answers, moments) => {
        const known: RouteMark[] = [];
        const counts = new StepCounts(known);
        const events = [
          ...[0, ...moments].map((atMs) => ({ atMs, answer: undefined })),
          ...answers.map((answer) => ({ atMs: answer.dueMs + answer.latencyMs, answer })),
        ].sort((first, second) => first.atMs - second.atMs);
        for (const { atMs, answer } of events)
          if (answer) counts.add(outcome("", answer), answer.version);
          else known.push({ atMs, state: set(50) });
        counts.steps(40_000, true).forEach(({ requests, failed, seen }, index) => {
          const from = index === 0 ? 0 : (known[index]?.atMs ?? 0) + 2_000;
          const to = (known[index + 1]?.atMs ?? Infinity) - 1_000;
          const due = answers.filter(({ dueMs }) => dueMs >= from && dueMs < to);
          assert.equal(requests, due.length);
          assert.equal(failed, due.filter(({ status }) => status === 503).length);
          for (const name of ["v1", "v2"])
            assert.equal(seen[name] ?? 0, due.filter(({ version }) => version === name).length);
        });
      }),
    );
  });
});
