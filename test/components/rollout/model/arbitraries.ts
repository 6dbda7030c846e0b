import fc from "fast-check";

import type {
  Match,
  NonEmptyArray,
  Percent,
  Rollout,
  RolloutOptions,
  Step,
  Strategy,
  Weight,
} from "../../../../components/rollout/types";
import { problems } from "../../../../components/rollout/validate";

const version = fc.constantFrom("v1", "v2", "v3", "v4").map((name) => ({ version: name }));
const twoVersions = fc
  .tuple(version, version)
  .filter(([one, other]) => one.version !== other.version);

export const steps: fc.Arbitrary<NonEmptyArray<Step>> = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 })
  .map((weights) => weights.sort((a, b) => a - b))
  .map((weights) => weights.map((weight) => ({ weight: weight as Weight })))
  .map((list) => list as unknown as NonEmptyArray<Step>);

const toB = fc.constantFrom<NonEmptyArray<Match>>(
  [{ by: "header", name: "x-group", exact: "b" }],
  [
    { by: "cookie", name: "group", prefix: "b" },
    { by: "userAgent", regex: ".*Mobile.*" },
  ],
);

const canaries = fc.record({
  pair: twoVersions,
  steps,
  at: fc.nat(3),
  end: fc.constantFrom(undefined, "promoted" as const, "aborted" as const),
  sticky: fc.boolean(),
});

const byStrategy: Record<Strategy, fc.Arbitrary<Rollout>> = {
  recreate: version.map((release) => ({ strategy: "recreate", release })),
  ramped: fc
    .tuple(version, fc.constantFrom<(number | "50%")[]>(1, 2, "50%"))
    .map(([release, maxSurge]) => ({ strategy: "ramped", release, maxSurge })),
  blueGreen: fc
    .tuple(twoVersions, fc.constantFrom("one", "both"), fc.constantFrom("blue", "green"))
    .map(([[one, other], count, active]): Rollout => {
      const strategy = "blueGreen";
      if (active === "blue")
        return { strategy, active, blue: one, ...(count === "both" && { green: other }) };
      return { strategy, active: "green", green: one, ...(count === "both" && { blue: other }) };
    }),
  canary: canaries.map(({ pair: [stable, canary], at, end, sticky, ...rest }) => ({
    strategy: "canary",
    stable,
    canary,
    steps: rest.steps,
    at: end ?? at % rest.steps.length,
    ...(sticky && { sticky: { cookie: "canary", maxAgeSeconds: 60 } }),
  })),
  abTest: fc
    .tuple(twoVersions, toB)
    .map(([[a, b], matches]) => ({ strategy: "abTest", a, b, toB: matches })),
  shadow: fc
    .tuple(twoVersions, fc.integer({ min: 1, max: 100 }))
    .map(([[live, shadow], percent]) => ({
      strategy: "shadow",
      live,
      shadow,
      percent: percent as Percent,
    })),
};

export const rolloutOf = (strategy: Strategy): fc.Arbitrary<Rollout> => byStrategy[strategy];

export const anyRollout: fc.Arbitrary<Rollout> = fc.oneof(...Object.values(byStrategy));

const autoscale = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.nat(3), fc.nat(3))
  .map(([min, running, more]) => ({ min, floor: min + running, max: min + running + more }));

export const options: fc.Arbitrary<RolloutOptions> = fc.record({
  replicas: fc.oneof(fc.integer({ min: 1, max: 6 }), autoscale),
  mesh: fc.boolean(),
});

export const luck = fc.array(fc.nat(1000), { minLength: 5, maxLength: 40 });

export const isValid = (rollout: Rollout, given: RolloutOptions): boolean =>
  problems(rollout, given).length === 0;

/** Pods that the load needs: all of a fixed number, or what the autoscaler had found right. */
export const neededPods = ({ replicas }: RolloutOptions): number =>
  typeof replicas === "number" ? replicas : (replicas.floor ?? replicas.min);
