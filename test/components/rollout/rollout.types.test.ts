import assert from "node:assert/strict";

import { percentage } from "../../../components/rollout";
import type { Match, Release, Rollout } from "../../../components/rollout";
import { abTest, blue, canary, ramped, shadow, v1, v2 } from "./fixtures";

const { at, steps, ...noSteps } = canary;

/** States that make no sense do not compile: each directive fails the type check when its line is right. */
export const refused: Rollout[] = [
  // @ts-expect-error -- a rollout has a strategy
  { release: v1 },
  // @ts-expect-error -- one that exists
  { strategy: "rampde", release: v1 },
  // @ts-expect-error -- with something to run
  { strategy: "ramped" },
  // @ts-expect-error -- that has a version
  { strategy: "ramped", release: { image: "web:v1" } },
  // @ts-expect-error -- one release where there is one slot
  { strategy: "recreate", release: v1, canary: v2 },
  // @ts-expect-error -- pods stay as many as asked: there is nothing to choose
  { ...ramped, maxUnavailable: 1 },
  // @ts-expect-error -- a share has its sign
  { ...ramped, maxSurge: "25" },
  // @ts-expect-error -- the slot that serves has a release
  { strategy: "blueGreen", active: "green", blue: v1 },
  // @ts-expect-error -- blue and green are the slots
  { ...blue, active: "red" },
  // @ts-expect-error -- a canary has steps
  { ...noSteps, at },
  // @ts-expect-error -- one at least
  { ...noSteps, at, steps: [] },
  // @ts-expect-error -- each with a weight
  { ...noSteps, at, steps: [10, 50] },
  // @ts-expect-error -- of 1 to 99: nobody is no step
  { ...noSteps, at, steps: [{ weight: 0 }] },
  // @ts-expect-error -- and everybody is the end
  { ...noSteps, at, steps: [{ weight: 100 }] },
  // @ts-expect-error -- in whole numbers
  { ...noSteps, at, steps: [{ weight: 12.5 }] },
  // @ts-expect-error -- it stands somewhere
  { ...noSteps, steps },
  // @ts-expect-error -- by number, or at one of two ends
  { ...canary, at: "done" },
  // @ts-expect-error -- a cookie that sticks lasts some time
  { ...canary, sticky: { cookie: "c" } },
  // @ts-expect-error -- somebody gets B
  { ...abTest, toB: [] },
  // @ts-expect-error -- A and B, both
  { strategy: "abTest", a: v1, toB: abTest.toB },
  // @ts-expect-error -- nothing copied is no shadow
  { ...shadow, percent: 0 },
  // @ts-expect-error -- nor more than all
  { ...shadow, percent: 101 },
  // @ts-expect-error -- of methods that there are
  { ...shadow, methods: ["FETCH"] },
  // @ts-expect-error -- one at least
  { ...shadow, methods: [] },
  // @ts-expect-error -- settings are text
  { strategy: "ramped", release: { ...v1, config: { REPLICAS: 2 } } },
];

/** Matches that say nothing, or two things at once. */
export const refusedMatches: Match[] = [
  // @ts-expect-error -- something is compared
  { by: "header", name: "x-group" },
  // @ts-expect-error -- in one way
  { by: "header", name: "x-group", exact: "b", prefix: "b" },
  // @ts-expect-error -- a header has a name
  { by: "header", exact: "b" },
  // @ts-expect-error -- a user agent needs none
  { by: "userAgent", name: "user-agent", exact: "b" },
  // @ts-expect-error -- nothing else is looked at
  { by: "path", exact: "/" },
];

/** A component's own kind of release goes through unharmed. */
interface Own extends Release {
  readonly owner: string;
}
export const own: Rollout<Own> = { strategy: "ramped", release: { ...v1, owner: "shop" } };
// @ts-expect-error -- and is asked for
export const foreign: Rollout<Own> = ramped;

describe("Rollout's types", () => {
  it("take a number once it is known to be a percentage", () => {
    const rollout: Rollout = { ...shadow, percent: percentage(Number("30")) };
    assert.deepEqual(rollout, shadow);
  });
});
