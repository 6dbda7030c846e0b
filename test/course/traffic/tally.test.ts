import assert from "node:assert/strict";

import fc from "fast-check";

import { intervalOf } from "../../../course/traffic/share";
import { byVersion, others, Tally } from "../../../course/traffic/tally";
import { Timeline } from "../../../course/traffic/timeline";
import { outcome } from "./outcomes";

describe("course traffic: shares", () => {
  it("are bounded so that chance alone breaks them once in a thousand", () => {
    const { low, high } = intervalOf(400, 2000);
    assert.ok(low > 0.17 && low < 0.175 && high > 0.228 && high < 0.233, `${low} ${high}`);
    assert.deepEqual(intervalOf(0, 0), { low: 0, high: 1 });
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 1000 }), (count, more) => {
        const times = count + more - 1 || 1;
        const share = Math.min(count, times) / times;
        const at = intervalOf(Math.min(count, times), times);
        assert.ok(at.low <= share + 1e-9 && share <= at.high + 1e-9 && at.low >= 0 && at.high <= 1);
      }),
    );
  });
});

describe("course traffic: the tally", () => {
  it("counts by version, and shares among those that a version answered", () => {
    const tally = new Tally();
    for (let at = 0; at < 30; at += 1)
      tally.add(outcome(at < 20 ? "v1" : "v10", { latencyMs: at < 20 ? 10 : 100 }));
    tally.add(outcome("v2", { status: 500 }));
    tally.add(outcome("", { status: 0, error: "timeout", latencyMs: 10_000 }));
    const { versions, ...all } = tally.totals;
    assert.deepEqual(
      versions.map(({ version, requests, failed, share }) => [version, requests, failed, share]),
      [
        ["v1", 20, 0, 20 / 31],
        ["v2", 1, 1, 1 / 31],
        ["v10", 10, 0, 10 / 31],
        ["", 1, 1, undefined],
      ],
    );
    assert.deepEqual([all.requests, all.failed], [32, 2]);
    assert.deepEqual(all.endings, { "200": 30, "500": 1, timeout: 1 });
    assert.equal(Math.round(versions[0]?.p50Ms ?? 0), 10);
    assert.equal(Math.round(versions[2]?.p99Ms ?? 0), 100);
    assert.ok((all.p99Ms ?? 0) > 9_900);
  });

  it("says which clients that keep cookies met another version", () => {
    const tally = new Tally();
    for (const [client, version] of [
      [0, "v1"],
      [1, "v1"],
      [0, "v2"],
      [1, "v1"],
      [0, ""],
      [0, "v2"],
      [1, "v2"],
      [1, "v1"],
    ] as const)
      tally.add(outcome(version, { client }));
    assert.deepEqual(tally.totals.switches, { "v1 → v2": 2, "v2 → v1": 1 });
  });

  it("is not flooded by a header that is no version", () => {
    const tally = new Tally();
    for (let at = 0; at < 100; at += 1) tally.add(outcome(`id-${at}`));
    const { versions } = tally.totals;
    assert.equal(versions.length, 13);
    assert.equal(versions.find(({ version }) => version === others)?.requests, 88);
  });

  it("orders versions as people do", () => {
    assert.deepEqual(["", "v10", "v2", "1.0"].sort(byVersion), ["1.0", "v2", "v10", ""]);
  });
});

describe("course traffic: the timeline", () => {
  const all = (timeline: Timeline, least = 0, cuts: number[] = []) =>
    timeline.stretches(least, 1000, cuts);

  it("loses nothing, however long the run gets", () => {
    const moments = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1 });
    fc.assert(
      fc.property(moments, fc.nat(60), (dues, least) => {
        const timeline = new Timeline(8, 100);
        for (const dueMs of dues) timeline.add(outcome(dueMs % 3 ? "v1" : "v2", { dueMs }));
        const stretches = all(timeline, least);
        assert.ok(stretches.length <= 8);
        const sum = stretches.reduce((before, { requests }) => before + requests, 0);
        assert.equal(sum, dues.length);
        for (const { fromMs, toMs, versions, requests } of stretches) {
          const here = [...versions.values()].reduce((before, count) => before + count, 0);
          assert.equal(here, requests);
          assert.ok(fromMs < toMs);
        }
        assert.ok(dues.every((due) => due < (stretches.at(-1)?.toMs ?? 0)));
      }),
    );
  });

  it("has stretches of enough requests each, which end where the route changes", () => {
    const timeline = new Timeline(240, 100);
    for (let dueMs = 0; dueMs < 4000; dueMs += 10)
      timeline.add(outcome(dueMs < 1500 ? "v1" : "v2", { dueMs, status: dueMs === 0 ? 500 : 200 }));
    const plain = all(timeline, 100);
    assert.deepEqual(
      plain.map(({ fromMs, requests }) => [fromMs, requests]),
      [
        [0, 100],
        [1000, 100],
        [2000, 100],
        [3000, 100],
      ],
    );
    assert.equal(plain[0]?.failed, 1);
    const cut = all(timeline, 100, [1510]);
    assert.deepEqual(
      cut.map(({ toMs, versions }) => [toMs, [...versions.keys()].join()]),
      [
        [1000, "v1"],
        [1500, "v1"],
        [2500, "v2"],
        [4000, "v2"],
      ],
    );
    assert.equal(timeline.stretches(0, 4).length, 4);
  });
});
