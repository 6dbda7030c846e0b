import assert from "node:assert/strict";

import fc from "fast-check";

import { desired } from "../../../components/rollout/desired";
import { plan } from "../../../components/rollout/plan";
import { larger, mostPods, surgeOf, weightByPods } from "../../../components/rollout/pods";
import type { Rollout, RolloutOptions } from "../../../components/rollout/types";
import * as f from "./fixtures";

const most = (from: Rollout, to: Rollout, options: RolloutOptions = f.meshed) =>
  mostPods(desired(from, options), plan(from, to, options));

describe("rollout: numbers of pods", () => {
  it("a weight by pods is off by 1/replicas at most", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 99 }),
        (pods, weight) => assert.ok(Math.abs(weightByPods(pods, weight) - weight) <= 100 / pods),
      ),
      { numRuns: 200 },
    );
    assert.equal(weightByPods(0, 10), 0);
    assert.equal(weightByPods(4, 50), 50);
    assert.equal(weightByPods(4, 1), 20);
  });

  it("the larger of two scales has the larger of each bound", () => {
    const autoscale = (min: number, max: number) => ({ autoscale: { min, max } });
    assert.deepEqual(larger({ replicas: 2 }, { replicas: 3 }), { replicas: 3 });
    assert.deepEqual(larger(autoscale(1, 5), autoscale(2, 4)), autoscale(2, 5));
    assert.deepEqual(larger({ replicas: 3 }, autoscale(2, 4)), autoscale(3, 4));
    assert.deepEqual(larger(autoscale(2, 4), { replicas: 6 }), autoscale(6, 6));
  });

  it("a surge is counted as the API server rounds it: up", () => {
    const surge = (maxSurge: number | "25%" | "30%") => {
      const [slot] = desired({ ...f.ramped, maxSurge }, { ...f.plain, replicas: 5 }).slots;
      return slot && surgeOf(slot);
    };
    assert.equal(surge(3), 3);
    assert.equal(surge("25%"), 2);
    assert.equal(surge("30%"), 2);
    const [gap] = desired(f.recreate, f.plain).slots;
    assert.equal(gap && surgeOf(gap), 0);
  });

  it("the most pods at any time are known before the way begins", () => {
    const next = (rollout: { strategy: "ramped" | "recreate" }) =>
      ({ ...rollout, release: f.v2 }) as Rollout;
    assert.equal(most(f.ramped, f.ramped), 4);
    assert.equal(most(f.ramped, next(f.ramped)), 5);
    assert.equal(most(f.recreate, next(f.recreate)), 4);
    assert.equal(most(f.ramped, { ...f.ramped, release: f.v2, maxSurge: 3 }), 7);
    assert.equal(most(f.blue, f.blueAndGreen), 8);
    assert.equal(most(f.ramped, f.canary), 5);
    assert.equal(most(f.ramped, { ...f.canary, at: "promoted" }), 9);
    assert.equal(
      most(f.ramped, f.canary, { mesh: true, replicas: { min: 2, max: 9, floor: 6 } }),
      7,
    );
  });
});
