import assert from "node:assert/strict";
import fc from "fast-check";

import { judge, type Seen } from "../../../bench/rollouts/judge";
import { scenarios, type Choice } from "../../../bench/rollouts/scenarios";
import { soleOf, type Transition } from "../../../bench/rollouts/transition";
import { honest, marks } from "./worlds";

const choices: fc.Arbitrary<Choice> = fc.record({
  service: fc.constantFrom("products", "recommendation", "a-1"),
  weights: fc
    .uniqueArray(fc.integer({ min: 5, max: 95 }), { minLength: 1, maxLength: 4 })
    .map((weights) => weights.sort((a, b) => a - b)),
  matches: fc.constant([
    { text: "header:x-group=b", match: { by: "header", name: "x-group", exact: "b" } as const },
    { text: "userAgent~=.*Firefox.*", match: { by: "userAgent", regex: ".*Firefox.*" } as const },
  ]),
  percent: fc.integer({ min: 1, max: 100 }),
  version: fc.constantFrom(
    (its: number) => `v${its}`,
    (its: number) => `2026.${its}-rc`,
    (its: number) => its.toString(),
  ),
});

const runs = { numRuns: 25 };

const transitions = choices.chain((choice) => fc.constantFrom(...scenarios(choice)));

const after = marks.settled + 1_000;
const settledIndex = (seen: readonly Seen[]): number => seen.findIndex(({ sent }) => sent >= after);

const changed = (seen: readonly Seen[], index: number, change: Partial<Seen>): Seen[] =>
  seen.map((it, at) => (at === index ? { ...it, ...change } : it));

const problemsOf = (transition: Transition, seen: readonly Seen[]) =>
  judge(transition, seen, marks).problems;

const named = (strategy: Transition["strategy"], name: RegExp): Transition => {
  const choice = { weights: [20, 60], percent: 30, service: "products", matches: [] };
  const version = (its: number) => `v${its}`;
  const found = scenarios({ ...choice, version }, [strategy]).find((it) => name.test(it.name));
  assert.ok(found);
  return found;
};

describe("the judge of transitions", () => {
  it("finds nothing wrong where every client gets what the transition says", () => {
    fc.assert(
      fc.property(transitions, (transition) => {
        const verdict = judge(transition, honest(transition), marks);
        assert.deepEqual(verdict.problems, []);
        assert.equal(verdict.misrouted, 0);
        if (transition.manner !== "gap") assert.equal(verdict.failed, 0);
      }),
      runs,
    );
  });

  it("sees one request that fails, whenever it was sent", () => {
    fc.assert(
      fc.property(transitions, fc.nat(), (transition, pick) => {
        fc.pre(transition.manner !== "gap");
        const seen = honest(transition);
        const failed = { status: 503, version: "", why: "no healthy upstream" };
        const verdict = judge(transition, changed(seen, pick % seen.length, failed), marks);
        assert.equal(verdict.failed, 1);
        const said = /^1 failed, the first -?\d+\.\d s from the command: 503 no healthy upstream$/;
        assert.ok(verdict.problems.some((it) => said.test(it)));
      }),
      runs,
    );
  });

  it("sees one answer of a version that is nobody's", () => {
    fc.assert(
      fc.property(transitions, fc.nat(), (transition, pick) => {
        const seen = honest(transition).filter(({ status }) => status === 200);
        const broken = changed(seen, pick % seen.length, { version: "else" });
        assert.equal(judge(transition, broken, marks).misrouted, 1);
      }),
      runs,
    );
  });

  it("sees one client in the end that the old version answers, where it is gone", () => {
    fc.assert(
      fc.property(transitions, (transition) => {
        const kind = transition.kinds.find(
          ({ name }) =>
            soleOf(transition.to[name]) !== undefined &&
            soleOf(transition.to[name]) !== soleOf(transition.from[name]),
        );
        fc.pre(kind !== undefined);
        const { from, to } = transition;
        const seen = honest(transition).filter((it) => it.kind === kind.name);
        const [old = ""] = Object.keys(from[kind.name] ?? {}).filter(
          (version) => version !== soleOf(to[kind.name]),
        );
        const broken = changed(seen, settledIndex(seen), { version: old });
        const judged = judge({ ...transition, kinds: [kind] }, broken, marks);
        assert.equal(judged.misrouted, 1);
        assert.notDeepEqual(judged.problems, []);
      }),
      runs,
    );
  });

  it("sees a weight that is another than the step's", () => {
    const step = named("canary", /promote: 60/);
    assert.deepEqual(problemsOf(step, honest(step)), []);
    const version = Object.keys(step.to.everybody ?? {})[1] ?? "";
    const [old = ""] = Object.keys(step.to.everybody ?? {});
    const shifted = honest({ ...step, to: { everybody: { [old]: 20, [version]: 80 } } });
    assert.match(problemsOf(step, shifted).join(), /at 60 % it is \d+ to \d+/);
  });

  it("believes a second look where the first was out of its bound by chance, and no less strict", () => {
    const step = named("canary", /promote: 60/);
    const [old = "", next = ""] = Object.keys(step.to.everybody ?? {});
    const asked = (weight: number) =>
      honest({ ...step, to: { everybody: { [old]: 100 - weight, [next]: weight } } });
    const later = (seen: readonly Seen[]) =>
      seen
        .filter(({ sent }) => sent >= marks.settled)
        .map((it) => ({ ...it, sent: it.sent + 4_000, done: it.done + 4_000 }));
    const twice = (second: number) =>
      judge(step, [...asked(80), ...later(asked(second))], {
        ...marks,
        again: marks.until + 4_000,
      });
    assert.deepEqual(twice(60).problems, []);
    assert.equal(twice(60).shares[0]?.within, false);
    assert.equal(twice(80).problems.length, 1);
  });

  it("measures recreate's gap, and wants one: nobody in it, and all that fails", () => {
    const gap = named("recreate", /start/);
    assert.equal(judge(gap, honest(gap), marks).gapSeconds, 1.025);
    const served = honest({ ...gap, manner: "cut" });
    assert.match(problemsOf(gap, served).join(), /there was no gap/);
    const outside = changed(honest(gap), 0, { status: 503, version: "" });
    assert.match(
      problemsOf(gap, outside).join(),
      /^1 failed outside of the gap, the first .*: 503$/,
    );
    const { failed, inGap } = judge(gap, outside, marks);
    assert.equal(failed - inGap, 1);
    const mixed = honest({ ...gap, manner: "pods" });
    assert.match(problemsOf(gap, mixed).join(), /answered by a version that is not theirs/);
  });

  it("wants both versions while pods are replaced one by one", () => {
    const pods = named("ramped", /start/);
    assert.ok((judge(pods, honest(pods), marks).bothSeconds ?? 0) > 0.9);
    const atOnce = honest({ ...pods, manner: "cut" });
    assert.deepEqual(problemsOf(pods, atOnce), ["everybody: never both versions"]);
  });

  it("wants one clean cut: nobody gets the old version when the new one has answered", () => {
    const cut = named("blueGreen", /the cut/);
    const back = honest({ ...cut, manner: "pods" });
    assert.ok(judge(cut, back, marks).misrouted > 10);
  });

  it("takes what fails for lost while an Envoy that was killed is away, and no longer", () => {
    const still = named("ramped", /taken up/);
    const failing = honest(still).map((it) =>
      it.sent >= 2_000 && it.sent < 2_500 ? { ...it, status: 0, version: "" } : it,
    );
    const away = { from: 2_000, until: 2_500 };
    const all = judge(still, failing, { ...marks, away });
    assert.deepEqual([all.failed, all.lost, all.problems], [20, 20, []]);
    const half = judge(still, failing, { ...marks, away: { ...away, until: 2_250 } });
    assert.ok(half.lost < 20);
    assert.equal(half.problems.length, 1);
  });

  it("takes a kind of client of whom nothing was seen for no proof", () => {
    const still = named("shadow", /abort/);
    const seen = honest(still).filter(({ kind }) => kind !== "POST");
    assert.deepEqual(problemsOf(still, seen), ["POST: nothing was answered after the transition"]);
  });
});
