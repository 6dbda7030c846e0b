import assert from "node:assert/strict";

import { parseConfig, type StackConfig } from "../../stacks/config";
import { optionsOf, podsOf, replicasOf, stateOf, targetOf } from "../../stacks/rollouts";
import { shopService } from "../../stacks/stack-services";
import { changed, committed, smallest } from "./committed";

const products = "twelve-street:shop.services.products";

/** The dev stack with another service `products`. */
const withProducts = (service: object): StackConfig => {
  const rough = changed(smallest(), "twelve-street:shop.canaryByPods", true);
  return parseConfig("dev", changed(rough, products, service));
};

const serviceOf = (service: object) => withProducts(service).shop.services.products;

function said(service: object): string {
  try {
    withProducts(service);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

const v1 = { version: "v1" };
const v2 = { version: "v2" };
const canary = { strategy: "canary", stable: v1, canary: v2, steps: [{ weight: 50 }], at: 0 };

describe("a service's rollout in the config", () => {
  it("is ramped, if nothing is said but the release", () => {
    assert.deepEqual(targetOf(serviceOf({ release: v1 })), { strategy: "ramped", release: v1 });
  });

  it("is each of the six, as the component takes it", () => {
    const blueGreen = { strategy: "blueGreen", active: "blue", blue: v1, green: v2 };
    const ramped = { strategy: "ramped", release: v1, maxSurge: "50%", minReadySeconds: 20 };
    for (const rollout of [{ strategy: "recreate", release: v1 }, ramped, blueGreen, canary])
      assert.deepEqual(stateOf(serviceOf({ rollout })), rollout);
  });

  it("under way stands at its phase, with what was given up before it", () => {
    const from = { strategy: "ramped", release: v1 };
    assert.deepEqual(stateOf(serviceOf({ rollout: canary, progress: { from, phase: 1 } })), {
      from,
      to: canary,
      phase: 1,
    });
    const back = { ...canary, at: "aborted" };
    const givenUp = { to: canary, phase: 0 };
    assert.deepEqual(stateOf(serviceOf({ rollout: back, progress: { from, phase: 1, givenUp } })), {
      from: { from, to: canary, phase: 0 },
      to: back,
      phase: 1,
    });
  });

  it("counts its pods: all slots', or the fewest of an autoscaler", () => {
    const count = (service: object) => podsOf(shopService("products", withProducts(service)));
    assert.equal(count({ release: v1, replicas: 2 }), 2);
    assert.equal(count({ rollout: canary, replicas: 1 }), 2);
    const autoscale = { min: 2, max: 3 };
    assert.equal(count({ release: v1, autoscale }), 2);
    assert.deepEqual(replicasOf(serviceOf({ release: v1, autoscale, progress: { floor: 3 } })), {
      ...autoscale,
      cpuPercent: 70,
      floor: 3,
    });
    assert.deepEqual(optionsOf(shopService("products", withProducts({ release: v1 }))), {
      replicas: 1,
      mesh: false,
    });
  });

  it("is refused where it makes no sense, by the key that is wrong", () => {
    const abTest = { strategy: "abTest", a: v1, b: v2, toB: [] };
    const cases: [service: object, sentence: RegExp][] = [
      [{}, /products\.release is missing: give a table with version, .* or a rollout\./],
      [{ release: v1, rollout: canary }, /products\.release is .*: it is short for a ramped/],
      [{ rollout: { strategy: "rampd" } }, /rollout\.strategy is "rampd": give recreate, ramped/],
      [{ rollout: { release: v1 } }, /rollout\.strategy is missing: give recreate, ramped/],
      [{ rollout: "ramped" }, /rollout is "ramped": give a table with strategy/],
      [
        { rollout: { ...canary, sticy: {} } },
        /rollout\.sticy is .*: did you mean .*rollout\.sticky/,
      ],
      [{ rollout: { ...canary, steps: [{ weight: 100 }] } }, /steps\[0\]\.weight is 100: give a w/],
      [{ rollout: { ...canary, at: "done" } }, /rollout\.at is "done": give the number of a step/],
      [{ rollout: { ...canary, at: 1 } }, /rollout\.at is 1: give a step from 0 to 0, "promoted"/],
      [{ rollout: { ...canary, canary: v1 } }, /rollout\.canary\.version is "v1": stable has/],
      [{ rollout: { ...canary, canary: { version: 2 } } }, /canary\.version is 2: YAML reads it/],
      [{ rollout: abTest }, /rollout\.strategy is "abTest": a Service cannot read headers/],
      [
        { rollout: { ...abTest, toB: [{ by: "header", exact: "b" }] } },
        /rollout\.toB\[0\] is .*: name the header with name\./,
      ],
      [
        { rollout: canary, autoscale: { min: 1, max: 2 } },
        /products\.autoscale is .*: without the mesh the numbers of pods are the weights/,
      ],
      [{ release: v1, autoscale: { min: 3, max: 2 } }, /autoscale\.max is 2: give at least 3/],
      [
        { rollout: canary, progress: { from: canary, phase: 7 } },
        /progress\.phase is 7: the way to its rollout has no phase: give/,
      ],
    ];
    for (const [service, sentence] of cases) assert.match(said(service), sentence);
  });

  it("finds no room where its slots find none", () => {
    const blueGreen = { strategy: "blueGreen", active: "blue", blue: v1, green: v2 };
    assert.equal(said({ release: v1, replicas: 6 }), "");
    assert.match(said({ rollout: blueGreen, replicas: 6 }), /of the stack's pods find no room/);
  });

  it("runs nothing that moves, under immutable tags", () => {
    const moving = { ...canary, canary: { version: "latest" } };
    const raw = changed(committed("prod"), products, { rollout: moving });
    assert.throws(
      () => parseConfig("prod", raw),
      /products\.rollout\.canary\.version is "latest": a tag that moves/,
    );
  });
});
