import assert from "node:assert/strict";

import { slotsOf, type Rollout } from "../../components/microservice/rollout";

const release = { version: "v1", image: "example.org/web:v1" };

/** States that make no sense do not compile: each directive fails the type check when its line is right. */
export const refused: Rollout[] = [
  // @ts-expect-error -- a rollout has a strategy
  { release },
  // @ts-expect-error -- one that exists
  { strategy: "rampde", release },
  // @ts-expect-error -- with something to run
  { strategy: "ramped" },
  // @ts-expect-error -- that has a version
  { strategy: "ramped", release: { image: "example.org/web:v1" } },
  // @ts-expect-error -- and an image
  { strategy: "ramped", release: { version: "v1" } },
  // @ts-expect-error -- one release, for there is one slot
  { strategy: "ramped", stable: release, canary: release },
  // @ts-expect-error -- numbers are numbers
  { strategy: "ramped", release, maxSurge: "1" },
  // @ts-expect-error -- settings are text
  { strategy: "ramped", release: { ...release, config: { REPLICAS: 2 } } },
];

describe("Rollout", () => {
  it("runs a ramped release in the stable slot, one pod above what is asked", () => {
    assert.deepEqual(slotsOf({ strategy: "ramped", release }), [
      { name: "stable", release, maxSurge: 1, minReadySeconds: 0 },
    ]);
  });

  it("keeps 0 as a value", () => {
    const [slot] = slotsOf({ strategy: "ramped", release, maxSurge: 0, minReadySeconds: 5 });
    assert.deepEqual(slot, { name: "stable", release, maxSurge: 0, minReadySeconds: 5 });
  });
});
