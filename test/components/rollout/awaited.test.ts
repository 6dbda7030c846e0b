import assert from "node:assert/strict";

import { awaitedSlots, isRouteAlone, leavingSlots } from "../../../components/rollout/awaited";
import { phasesOf, pictureOf, type Journey } from "../../../components/rollout/journey";
import { abort } from "../../../components/rollout/transitions";
import type { Rollout, RolloutOptions } from "../../../components/rollout/types";
import * as f from "./fixtures";

/** Whom each phase waits for, and whom it leaves alone. */
function waits(from: Rollout | Journey, to: Rollout, options: RolloutOptions = f.meshed) {
  const phases = phasesOf({ from, to }, options);
  const start = pictureOf(from, options);
  return phases.map(({ kind }, index) => ({
    kind,
    awaited: awaitedSlots("strategy" in from ? start : undefined, phases, index),
    leaving: leavingSlots(phases, index),
    alone: isRouteAlone(phases[index - 1]?.picture ?? start, phases[index] ?? assert.fail()),
  }));
}

describe("rollout: whom a phase waits for", () => {
  it("is the pods that are to serve, not those that do", () => {
    assert.deepEqual(waits(f.ramped, f.canary), [
      { kind: "expand", awaited: ["canary"], leaving: [], alone: false },
      { kind: "shift", awaited: ["canary"], leaving: [], alone: true },
    ]);
    assert.deepEqual(waits(f.blueAndGreen, f.greenAndBlue, f.plain)[0], {
      ...{ kind: "shift", awaited: ["green"], leaving: [], alone: true },
    });
    assert.deepEqual(waits(f.ramped, { ...f.ramped, release: f.v2 }), [
      { kind: "replace", awaited: ["stable"], leaving: [], alone: false },
    ]);
  });

  it("is never, on the way back, pods that are to go", () => {
    const stuck: Journey = { from: f.canary, to: { ...f.canary, at: 1 }, phase: 0 };
    assert.deepEqual(waits(stuck, { ...f.canary, at: "aborted" }), [
      { kind: "shift", awaited: ["stable"], leaving: ["canary"], alone: true },
      { kind: "drain", awaited: ["stable"], leaving: ["canary"], alone: true },
      { kind: "contract", awaited: ["stable"], leaving: [], alone: false },
    ]);
  });

  it("is never a broken slot that goes in the end, while others are made", () => {
    const target: Rollout = { strategy: "recreate", release: f.v3 };
    const phases = phasesOf({ from: f.abTest, to: target }, f.meshed);
    const stuck: Journey = { from: f.abTest, to: target, phase: phases.length - 1 };
    const back = waits(stuck, abort(target, f.abTest, f.abTest));
    assert.deepEqual(
      back.map(({ kind }) => kind),
      ["drain", "expand", "shift", "drain", "contract"],
    );
    for (const { kind, awaited } of back)
      if (kind !== "drain") assert.ok(!awaited.includes("stable"), kind);
    assert.deepEqual(back[1]?.awaited, ["a", "b"]);
  });

  it("has the route to itself only where nothing else is written", () => {
    const [up, down] = waits(f.canary, { ...f.canary, at: "promoted" }, f.plain);
    assert.equal(up?.alone, false, "pods are the weights there");
    assert.equal(down?.kind, "shift");
    assert.equal(down.alone, true);
  });
});
