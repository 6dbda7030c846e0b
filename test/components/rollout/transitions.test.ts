import assert from "node:assert/strict";

import { abort, finish, promote, served, start } from "../../../components/rollout/transitions";
import type { Rollout } from "../../../components/rollout/types";
import * as f from "./fixtures";

describe("rollout: from state to state by one word", () => {
  it("start puts the new release beside the serving one, or in its place", () => {
    const cases: [from: Rollout, to: Rollout][] = [
      [f.recreate, { ...f.recreate, release: f.v3 }],
      [f.ramped, { ...f.ramped, release: f.v3 }],
      [f.blue, { ...f.blueAndGreen, green: f.v3 }],
      [f.greenAndBlue, { ...f.greenAndBlue, blue: f.v3 }],
      [
        { ...f.canary, at: "aborted" },
        { ...f.canary, canary: f.v3, at: 0 },
      ],
      [
        { ...f.canary, at: "promoted" },
        { ...f.canary, stable: f.v2, canary: f.v3, at: 0 },
      ],
      [f.abTest, { ...f.abTest, b: f.v3 }],
      [f.shadow, { ...f.shadow, shadow: f.v3 }],
    ];
    for (const [from, to] of cases) assert.deepEqual(start(from, f.v3), to);
  });

  it("knows who serves", () => {
    for (const rollout of [f.recreate, f.ramped, f.blueAndGreen, f.canary, f.abTest, f.shadow])
      assert.equal(served(rollout), f.v1);
    assert.equal(served(f.greenAndBlue), f.v2);
    assert.equal(served({ ...f.canary, at: "promoted" }), f.v2);
    assert.equal(served({ ...f.canary, at: "aborted" }), f.v1);
  });

  it("promote is the next step, the cut, the end of a test", () => {
    const next = (rollout: Rollout) => promote(rollout, f.ramped);
    assert.deepEqual(next(f.canary), { ...f.canary, at: 1 });
    assert.deepEqual(next({ ...f.canary, at: 1 }), { ...f.canary, at: "promoted" });
    assert.deepEqual(next(f.blueAndGreen), f.greenAndBlue);
    assert.deepEqual(next(f.abTest), { strategy: "ramped", release: f.v2 });
    assert.deepEqual(next(f.shadow), { strategy: "ramped", release: f.v2 });
  });

  it("promote after the cut lets the old slot go, whichever it is", () => {
    assert.deepEqual(promote(f.greenAndBlue, f.blue), {
      strategy: "blueGreen",
      active: "green",
      green: f.v2,
    });
    const back: Rollout = { strategy: "blueGreen", active: "blue", blue: f.v3, green: f.v2 };
    assert.deepEqual(promote(back, f.greenAndBlue), {
      strategy: "blueGreen",
      active: "blue",
      blue: f.v3,
    });
    assert.deepEqual(
      promote({ strategy: "blueGreen", active: "green", blue: f.v3, green: f.v2 }, f.greenAndBlue),
      back,
    );
  });

  it("promote says when there is nothing to promote", () => {
    const said = (rollout: Rollout) => {
      try {
        return promote(rollout, f.ramped);
      } catch (error) {
        return (error as Error).message;
      }
    };
    assert.equal(said(f.ramped), 'strategy is "ramped": start brings the whole version out.');
    assert.equal(said(f.recreate), 'strategy is "recreate": start brings the whole version out.');
    assert.equal(said(f.blue), 'active is "blue": start a version in the other slot first.');
    for (const at of ["promoted", "aborted"] as const)
      assert.equal(said({ ...f.canary, at }), `at is "${at}": start the next version first.`);
  });

  it("finish leaves nothing that nobody wants back", () => {
    assert.deepEqual(finish(f.blueAndGreen), f.blue);
    assert.deepEqual(finish({ ...f.canary, at: 1 }), { ...f.canary, at: "promoted" });
    for (const rollout of [f.ramped, { ...f.canary, at: "aborted" as const }, f.abTest])
      assert.deepEqual(finish(rollout), rollout);
  });

  it("abort is the old release for all", () => {
    for (const at of [0, 1, "promoted"] as const)
      assert.deepEqual(abort({ ...f.canary, at }, f.ramped), { ...f.canary, at: "aborted" });
    for (const rollout of [f.greenAndBlue, f.abTest, { ...f.canary, at: "aborted" as const }])
      assert.equal(abort(rollout, f.ramped), f.ramped);
  });

  it("abort of a canary that has not come to a step is what stood before, if in other slots", () => {
    assert.equal(abort(f.canary, f.abTest, f.abTest), f.abTest);
    assert.deepEqual(abort(f.canary, f.ramped, f.ramped), { ...f.canary, at: "aborted" });
    const second = { ...f.canary, at: 1 };
    assert.deepEqual(abort(second, f.abTest, f.canary), { ...f.canary, at: "aborted" });
  });
});
