import assert from "node:assert/strict";

import fc from "fast-check";

import { desired } from "../../../../components/rollout/desired";
import { plan } from "../../../../components/rollout/plan";
import { strategies } from "../../../../components/rollout/types";
import { isValid, luck, neededPods, options, rolloutOf } from "./arbitraries";
import { Walk } from "./walk";

/** A service moves from any state to any other. */
export function moves(numRuns: number): void {
  for (const from of strategies) {
    for (const to of strategies) {
      it(`from ${from} to ${to} with a pod behind every request`, () => {
        fc.assert(
          fc.property(
            rolloutOf(from),
            rolloutOf(to),
            options,
            luck,
            (current, target, given, numbers) => {
              fc.pre(isValid(current, given) && isValid(target, given));
              const start = desired(current, given);
              const phases = plan(current, target, given);
              const walk = new Walk(start, {
                late: 15,
                needed: neededPods(given),
                luck: numbers,
              });
              assert.deepEqual(walk.go(phases).violations(), []);
            },
          ),
          { numRuns },
        );
      });
    }
  }
}
