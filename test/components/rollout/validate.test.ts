import assert from "node:assert/strict";

import type {
  BlueGreen,
  Match,
  NonEmptyArray,
  Percent,
  Rollout,
  RolloutOptions,
  Step,
} from "../../../components/rollout/types";
import { check, percentage, problems, releasesOf } from "../../../components/rollout/validate";
import * as f from "./fixtures";

/** Every problem as the sentence that a person reads. */
const said = (rollout: Rollout, options: RolloutOptions = f.meshed): string[] =>
  problems(rollout, options).map(
    ({ key, value, fix }) => `${key} is ${JSON.stringify(value)}: ${fix}.`,
  );

const steps = (...weights: number[]) => {
  const list: unknown = weights.map((weight) => ({ weight }));
  return list as NonEmptyArray<Step>;
};
const matches = (...toB: Match[]): Rollout => ({
  ...f.abTest,
  toB: toB as unknown as NonEmptyArray<Match>,
});
const group = (exact: string): Match => ({ by: "header", name: "x-group", exact });

describe("rollout: what makes no sense", () => {
  it("finds nothing wrong with what is right", () => {
    for (const rollout of [
      f.recreate,
      f.ramped,
      f.blue,
      f.blueAndGreen,
      f.greenAndBlue,
      f.canary,
      { ...f.canary, sticky: f.sticky },
      f.abTest,
      f.shadow,
      { ...f.shadow, percent: 100 as const, methods: ["GET", "POST"] as const },
      { ...f.ramped, maxSurge: "100%" as const, minReadySeconds: 15 },
      { ...f.canary, steps: steps(1, 99) },
      { ...f.canary, steps: steps(10) },
    ])
      assert.deepEqual(said(rollout), []);
    for (const rollout of [f.recreate, f.ramped, f.blueAndGreen, f.canary])
      assert.deepEqual(said(rollout, f.plain), []);
  });

  it("weights that do not rise, or leave the range", () => {
    const rise = (before: number) =>
      `give more than the ${before} of the step before, or take the step out.`;
    const range = 'give a whole number from 1 to 99; everybody is what at: "promoted" means.';
    const given = (...weights: number[]) => said({ ...f.canary, steps: steps(...weights) });
    assert.deepEqual(given(50, 50), [`steps[1].weight is 50: ${rise(50)}`]);
    assert.deepEqual(given(10, 50, 20), [`steps[2].weight is 20: ${rise(50)}`]);
    assert.deepEqual(given(0, 50), [`steps[0].weight is 0: ${range}`]);
    assert.deepEqual(given(50, 100), [`steps[1].weight is 100: ${range}`]);
    assert.deepEqual(given(12.5, 50), [`steps[0].weight is 12.5: ${range}`]);
    assert.deepEqual(said({ ...f.canary, steps: steps(), at: "aborted" }), [
      "steps is []: give one step at least, such as { weight: 10 }.",
    ]);
  });

  it("a step that is not there", () => {
    for (const at of [-1, 2, 0.5])
      assert.deepEqual(said({ ...f.canary, at }), [
        `at is ${at}: give a step from 0 to 1, "promoted" or "aborted".`,
      ]);
  });

  it("two slots with one version", () => {
    const fix = "has that version too, and nobody could tell the two apart: give another.";
    assert.deepEqual(said({ ...f.canary, canary: f.v1 }), [
      `canary.version is "v1": stable ${fix}`,
    ]);
    assert.deepEqual(said({ ...f.blueAndGreen, green: f.v1 }), [
      `green.version is "v1": blue ${fix}`,
    ]);
    assert.deepEqual(said({ ...f.abTest, b: f.v1 }), [`b.version is "v1": a ${fix}`]);
    assert.deepEqual(said({ ...f.shadow, shadow: f.v1 }), [`shadow.version is "v1": live ${fix}`]);
  });

  it("a version that no label can carry", () => {
    const long = "v".repeat(63);
    for (const version of ["", "-v1", "v1-", "v 1", "v1+2", `${long}1`])
      assert.match(
        said({ ...f.ramped, release: { version } })[0] ?? "",
        /^release\.version is ".*": give 1 to 63 letters/,
      );
    for (const version of ["1", "v1.2_x-3", long])
      assert.deepEqual(said({ ...f.ramped, release: { version } }), []);
  });

  it("an active slot without a release", () => {
    const empty = { strategy: "blueGreen", active: "green", blue: f.v1 } as unknown as BlueGreen;
    assert.deepEqual(said(empty), [
      'active is "green": name the slot that serves, blue or green, and give it a release.',
    ]);
  });

  it("surges and waits that lose requests", () => {
    const surge = 'give a whole number of pods from 1 up or a share from "1%" to "100%".';
    for (const maxSurge of [0, -1, 1.5]) {
      assert.deepEqual(said({ ...f.ramped, maxSurge }), [`maxSurge is ${maxSurge}: ${surge}`]);
    }
    for (const maxSurge of ["0%", "101%", "1.5%", "x%", "25%%"] as `${number}%`[])
      assert.deepEqual(said({ ...f.ramped, maxSurge }), [`maxSurge is "${maxSurge}": ${surge}`]);
    const wait = "or more, for until then a client may know only the pod that goes.";
    assert.deepEqual(said({ ...f.ramped, minReadySeconds: 14 }), [
      `minReadySeconds is 14: give 15 ${wait}`,
    ]);
    assert.deepEqual(
      said({ ...f.ramped, minReadySeconds: 14 }, { ...f.plain, propagationSeconds: 14 }),
      [],
    );
  });

  it("what a Service cannot do", () => {
    const fix = "switch the mesh on, or choose recreate, ramped, blueGreen or canary.";
    assert.deepEqual(said(f.abTest, f.plain), [
      `strategy is "abTest": a Service cannot read headers and cookies: ${fix}`,
    ]);
    assert.deepEqual(said(f.shadow, f.plain), [
      `strategy is "shadow": a Service cannot copy requests: ${fix}`,
    ]);
    assert.deepEqual(said({ ...f.canary, sticky: f.sticky }, f.plain), [
      `sticky is ${JSON.stringify(f.sticky)}: a Service cannot read cookies: switch the mesh on, or leave sticky out.`,
    ]);
    assert.match(
      said(f.canary, { mesh: false, replicas: { min: 1, max: 2 } })[0] ?? "",
      /^replicas is .*: without the mesh the numbers of pods are the weights, which an autoscaler/,
    );
  });

  it("cookies that are none", () => {
    const named = "give a cookie's name without blanks, commas or semicolons.";
    assert.deepEqual(said({ ...f.canary, sticky: { ...f.sticky, cookie: "a b" } }), [
      `sticky.cookie is "a b": ${named}`,
    ]);
    assert.deepEqual(said({ ...f.canary, sticky: { ...f.sticky, maxAgeSeconds: 0 } }), [
      "sticky.maxAgeSeconds is 0: give a whole number of seconds from 1 up.",
    ]);
  });

  it("copies of nothing, or of the same twice", () => {
    const percent = "give a whole number from 1 to 100.";
    for (const wrong of [0, 101, 2.5])
      assert.deepEqual(said({ ...f.shadow, percent: wrong as Percent }), [
        `percent is ${wrong}: ${percent}`,
      ]);
    const none: unknown = [];
    assert.deepEqual(said({ ...f.shadow, methods: none as ["GET"] }), [
      'methods is []: name one method at least, or leave it out for ["GET", "HEAD"].',
    ]);
    assert.deepEqual(said({ ...f.shadow, methods: ["GET", "POST", "GET"] }), [
      'methods is ["GET","POST","GET"]: name each method once.',
    ]);
  });

  it("matches that decide nothing, whichever stands first", () => {
    const fix = "takes all of its requests: leave one of the two out.";
    const wide: Match = { by: "header", name: "X-Group", prefix: "b" };
    assert.match(said(matches(group("b"), wide))[0] ?? "", /^toB\[0\] is .*: toB\[1\] takes all/);
    assert.deepEqual(said(matches(wide, group("beta"))), [
      `toB[1] is ${JSON.stringify(group("beta"))}: toB[0] ${fix}`,
    ]);
    assert.deepEqual(said(matches(group("a"), group("b"))), []);
    assert.deepEqual(said(matches()), ["toB is []: give one match at least, or nobody gets B."]);
  });

  it("numbers of pods that are none", () => {
    const pods = (replicas: RolloutOptions["replicas"]) => said(f.ramped, { mesh: true, replicas });
    const whole = (least: number) => `give a whole number of pods from ${least} up.`;
    assert.deepEqual(pods(0), []);
    assert.deepEqual(pods(-1), [`replicas is -1: ${whole(0)}`]);
    assert.deepEqual(pods(1.5), [`replicas is 1.5: ${whole(0)}`]);
    assert.deepEqual(pods({ min: 1, max: 1 }), []);
    assert.deepEqual(pods({ min: 0, max: 1 }), [`replicas.min is 0: ${whole(1)}`]);
    assert.deepEqual(pods({ min: 3, max: 2 }), [
      `replicas.max is 2: ${whole(3)}`,
      "replicas.floor is 3: give a whole number of pods from 0 to 2.",
    ]);
    assert.deepEqual(pods({ min: 1, max: 2, floor: 2 }), []);
    for (const floor of [3, -1])
      assert.deepEqual(pods({ min: 1, max: 2, floor }), [
        `replicas.floor is ${floor}: give a whole number of pods from 0 to 2.`,
      ]);
    assert.deepEqual(said(f.ramped, { ...f.plain, propagationSeconds: 0 }).slice(0, 1), [
      "propagationSeconds is 0: give a whole number of seconds from 1 up.",
    ]);
    assert.deepEqual(
      said(f.ramped, { replicas: { min: 1, max: 1 }, mesh: true, propagationSeconds: 0 }).length,
      1,
    );
  });

  it("throws the first, and takes what is right", () => {
    assert.doesNotThrow(() => check(f.canary, f.meshed));
    assert.throws(
      () => check(f.shadow, f.plain),
      /^ArgumentError: strategy is "shadow": a Service/,
    );
    assert.equal(percentage(7), 7);
    assert.throws(() => percentage(0), /^ArgumentError: percent is 0: give a whole number/);
    assert.throws(() => percentage(1.5, "share"), /^ArgumentError: share is 1\.5/);
  });

  it("lists a rollout's releases by their keys", () => {
    assert.deepEqual(releasesOf(f.ramped), [["release", f.v1]]);
    assert.deepEqual(releasesOf(f.blue), [["blue", f.v1]]);
    assert.deepEqual(releasesOf(f.greenAndBlue), [
      ["blue", f.v1],
      ["green", f.v2],
    ]);
    assert.deepEqual(releasesOf(f.shadow), [
      ["live", f.v1],
      ["shadow", f.v2],
    ]);
  });
});
