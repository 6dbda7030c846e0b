import assert from "node:assert/strict";

import fc from "fast-check";

import { desired } from "../../../../components/rollout/desired";
import { phasesOf } from "../../../../components/rollout/journey";
import { abort, finish, promote, start } from "../../../../components/rollout/transitions";
import {
  strategies,
  type Rollout,
  type RolloutOptions,
  type Strategy,
} from "../../../../components/rollout/types";
import { isValid, luck, neededPods, options, rolloutOf } from "./arbitraries";
import { Walk } from "./walk";

/** A service with a past: what stands, where that came from, and what comes next. */
interface Standing {
  readonly current: Rollout;
  readonly origin: Rollout;
}

const versions = ["v5", "v6", "v7", "v8", "v9"] as const;

type Act = (standing: Standing, version: string) => Standing | undefined;

const promoted: Act = ({ current, origin }) => {
  try {
    return { current: promote(current, origin), origin };
  } catch {
    return undefined; // nothing to promote: the person is told so
  }
};

const acts: readonly Act[] = [
  ({ current }, version) => ({ current: start(current, { version }), origin: current }),
  promoted,
  ({ current, origin }) => ({ current: abort(current, origin), origin: current }),
  ({ current, origin }) => ({ current: finish(current), origin }),
];

const story = (strategy: Strategy) =>
  fc.record({
    first: rolloutOf(strategy),
    given: options,
    numbers: luck,
    chapters: fc.array(
      fc.record({
        act: fc.constantFrom(...acts),
        /** The phase in which the runner is killed, if there are as many, and whether the act is given up then. */
        killedIn: fc.nat(9),
        givenUp: fc.boolean(),
      }),
      { minLength: 3, maxLength: versions.length },
    ),
  });

/** Goes the way, killed in one phase, and then on or back; says where it ends. */
function live(
  walk: Walk,
  { current: from }: Standing,
  next: Standing,
  { killedIn, givenUp }: { killedIn: number; givenUp: boolean },
  given: RolloutOptions,
): Standing {
  const way = { from, to: next.current };
  const phases = phasesOf(way, given);
  walk.go(phases.slice(0, killedIn));
  const phase = phases[killedIn];
  if (!phase) return next;
  walk.cutOff(phase);
  if (!givenUp) {
    walk.go(phases.slice(killedIn));
    return next;
  }
  const back = abort(next.current, from);
  walk.go(phasesOf({ from: { ...way, phase: killedIn }, to: back }, given));
  return { current: back, origin: from };
}

/** A service lives through versions, promoted, aborted and killed anywhere. */
export function stories(numRuns: number): void {
  for (const strategy of strategies) {
    it(`by ${strategy} with a pod behind every request`, () => {
      fc.assert(
        fc.property(story(strategy), ({ first, given, numbers, chapters }) => {
          fc.pre(isValid(first, given));
          const start = desired(first, given);
          const walk = new Walk(start, { late: 15, needed: neededPods(given), luck: numbers });
          let at: Standing = { current: first, origin: first };
          chapters.forEach(({ act, ...kill }, index) => {
            const next = act(at, versions[index] ?? "v0");
            if (next && isValid(next.current, given)) at = live(walk, at, next, kill, given);
          });
          assert.deepEqual(walk.violations(), []);
          assert.deepEqual(walk.missing(desired(at.current, given)), []);
        }),
        { numRuns },
      );
    });
  }
}
