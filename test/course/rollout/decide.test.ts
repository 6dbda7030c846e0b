import assert from "node:assert/strict";

import type { Rollout, Strategy } from "../../../components/rollout";
import { decide, type Action, type Go } from "../../../course/rollout/decide";
import type { Standing } from "../../../course/rollout/standing";
import * as f from "../../components/rollout/fixtures";

const start = (version: string): Action => ({ do: "start", version });
const promote: Action = { do: "promote" };
const abort: Action = { do: "abort" };

const goes = (standing: Standing, action: Action): Go => {
  const decided = decide(standing, action);
  assert.ok(typeof decided !== "string");
  return decided;
};
const rests = (standing: Standing, action: Action): string => {
  const decided = decide(standing, action);
  assert.ok(typeof decided === "string");
  return decided;
};
const refused = (standing: Standing, action: Action, says: RegExp) =>
  assert.throws(() => decide(standing, action), says);

const at = (step: number | "promoted" | "aborted"): Rollout => ({ ...f.canary, at: step });

describe("course rollout: what an action means", () => {
  it("start goes from what stands to the new version, and remembers the way back", () => {
    assert.deepEqual(goes({ target: f.ramped }, start("v2")), {
      target: { ...f.ramped, release: f.v2 },
      origin: f.ramped,
      underway: { from: f.ramped, phase: 0 },
    });
  });

  it("start keeps the settings of the version before, and no image of its own", () => {
    const release = { version: "v1", image: "example.org/web:v1", config: { A: "1" } };
    const { target } = goes({ target: { ...f.ramped, release } }, start("v2"));
    assert.deepEqual(target, { ...f.ramped, release: { version: "v2", config: { A: "1" } } });
  });

  it("start builds the version from the commit it is given, and not from the last one's", () => {
    const standing = { target: { ...f.ramped, release: { version: "v1", commit: "a" } } };
    const release = (commit?: string) =>
      goes(standing, { do: "start", version: "v2", ...(commit !== undefined && { commit }) })
        .target;
    assert.deepEqual(release("b"), { ...f.ramped, release: { version: "v2", commit: "b" } });
    assert.deepEqual(release(), { ...f.ramped, release: f.v2 });
  });

  it("start may bring it by any other strategy", () => {
    const as = (given: object) =>
      goes({ target: f.blue }, { do: "start", version: "v2", as: given as never }).target;
    assert.deepEqual(as({ strategy: "ramped" }), { strategy: "ramped", release: f.v2 });
    assert.deepEqual(as({ strategy: "blueGreen" }), f.blueAndGreen);
    const { steps } = f.canary;
    assert.deepEqual(as({ strategy: "canary", steps }), f.canary);
    assert.deepEqual(as({ strategy: "abTest", toB: f.abTest.toB }), f.abTest);
    assert.deepEqual(as({ strategy: "shadow", percent: 30 }), f.shadow);
    assert.throws(() => as({ strategy: "canary" }), /--steps is missing/);
    assert.throws(() => as({ strategy: "abTest" }), /--match is missing/);
    assert.throws(() => as({ strategy: "shadow" }), /--percent is missing/);
  });

  it("start of another strategy takes the version that serves along", () => {
    const to = (strategy: Strategy) => ({ do: "start", as: { strategy } }) as const;
    const standing: Standing = { target: f.ramped };
    assert.deepEqual(goes(standing, to("blueGreen")).target, f.blue);
    assert.deepEqual(goes(standing, { ...to("recreate"), version: "v1" }).target, f.recreate);
    assert.equal(rests(standing, to("ramped")), "Version v1 serves already.");
    refused(standing, to("canary"), /canary is about two versions: give --to another one than v1/);
    const underway = { from: f.ramped, phase: 1 };
    const there: Standing = { target: f.blue, origin: f.ramped, underway };
    assert.deepEqual(goes(there, to("blueGreen")), there);
    refused({ ...there, target: f.canary }, to("blueGreen"), /Version v2 is under way/);
  });

  it("start of what is there does nothing, and not in the middle of another", () => {
    assert.equal(rests({ target: f.ramped }, start("v1")), "Version v1 serves already.");
    assert.match(rests({ target: f.blueAndGreen }, start("v2")), /stands already: promote/);
    assert.match(rests({ target: f.abTest }, start("v2")), /stands already/);
    refused({ target: at(0) }, start("v3"), /Version v2 is at step 0: promote or abort/);
    assert.equal(goes({ target: at("aborted") }, start("v2")).underway.phase, 0, "try again");
  });

  it("promote goes one state on, or to the one that is named", () => {
    const origin = f.ramped;
    assert.deepEqual(goes({ target: at(0), origin }, promote).target, at(1));
    assert.deepEqual(
      goes({ target: f.blueAndGreen, origin: f.blue }, promote).target,
      f.greenAndBlue,
    );
    const to = (step: string): Action => ({ do: "promote", to: step });
    assert.deepEqual(goes({ target: at(0), origin }, to("promoted")).target, at("promoted"));
    assert.deepEqual(goes({ target: at(0), origin }, to("1")).target, at(1));
    assert.equal(rests({ target: at(1), origin }, to("1")), "It stands at 1 already.");
    assert.match(rests({ target: at("promoted"), origin }, to("1")), /stands at promoted already/);
    refused({ target: f.blueAndGreen }, to("1"), /--to of promote is a step of a canary/);
    refused({ target: f.ramped }, promote, /start brings the whole version out/);
    refused({ target: at("aborted") }, to("1"), /start the next version first/);
  });

  it("abort goes back to where it began, and is remembered as the way back", () => {
    assert.deepEqual(goes({ target: at(1), origin: f.ramped }, abort), {
      target: at("aborted"),
      origin: f.ramped,
      underway: { from: at(1), phase: 0, back: true },
    });
    const next = { ...f.ramped, release: f.v2 };
    assert.deepEqual(goes({ target: next, origin: f.ramped }, abort).target, f.ramped);
    assert.match(rests({ target: f.ramped }, abort), /^Nothing is under way/);
  });

  describe("on the way", () => {
    const underway = { from: f.ramped, phase: 1 };
    const there: Standing = { target: at(0), origin: f.ramped, underway };

    it("the same word goes on where it was left", () => {
      assert.deepEqual(goes(there, promote), there);
      assert.deepEqual(goes(there, start("v2")), there);
    });

    it("another version waits", () => {
      refused(there, start("v3"), /Version v2 is under way: promote to go on with it, or abort/);
    });

    it("abort turns back from where it is", () => {
      assert.deepEqual(goes(there, abort), {
        target: at("aborted"),
        origin: f.ramped,
        underway: {
          from: f.ramped,
          phase: 0,
          givenUp: { to: at(0), phase: 1 },
          back: true,
        },
      });
    });

    it("there is no way but back, once turned", () => {
      const back: Standing = { ...goes(there, abort) };
      assert.deepEqual(goes(back, abort), back);
      refused(back, promote, /An abort is under way: run abort again/);
      refused(back, start("v2"), /An abort is under way/);
    });
  });
});
