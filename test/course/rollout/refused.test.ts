import assert from "node:assert/strict";

import { decide, type Action, type As } from "../../../course/rollout/decide";
import { run } from "../../../course/rollout/run";
import { Service } from "../../../course/rollout/service";
import type { World } from "../../../course/rollout/walk";
import { applied } from "../../../course/rollout/written";
import { sentenceOf } from "../../../sandbox/ending";
import { parseConfig } from "../../../stacks/config";
import { changed, smallest } from "../../stacks/committed";
import * as f from "../../components/rollout/fixtures";

const shop = "twelve-street:shop";

/** A stack whose config takes what the program would take, and the one service that is rolled out in it. */
function stack(mesh: boolean) {
  let config = changed(smallest(), "twelve-street:cluster.nodeGroups.standard-workers.desired", 3);
  if (mesh) config = changed(config, "twelve-street:mesh.kiali.enabled", false);
  const before = structuredClone(config);
  const service = new Service("dev", "products", {
    config: () => config,
    change: (changes) => {
      const wanted = applied(config, changes);
      parseConfig("dev", wanted);
      config = wanted;
    },
  });
  return { service, untouched: () => assert.deepEqual(config, before) };
}

/** Runs the action; answers the sentence that it is refused with. Nothing may be made. */
async function refusal(action: Action, mesh = true): Promise<string> {
  const { service, untouched } = stack(mesh);
  const forbidden = () => Promise.reject(new Error("something was made"));
  const world: World = {
    save: (standing) =>
      Promise.resolve().then(() => {
        service.save(standing);
      }),
    up: forbidden,
    settle: forbidden,
    hold: forbidden,
    gate: () => Promise.resolve(true),
    judge: forbidden,

    say: () => undefined,
  };
  try {
    const go = decide(service.standing, action);
    if (typeof go === "string") return go;
    const standing = () => service.standing;
    const options = () => Promise.resolve(service.options());
    const lease = { note: () => Promise.resolve() };
    await run({ go }, { action, standing, lease, world, options, tell: () => undefined });
  } catch (error) {
    untouched();
    return sentenceOf(error, false) ?? assert.fail(error as Error);
  }
  return assert.fail("it was taken");
}

const start = (as: As, version = "v2"): Action => ({ do: "start", version, as });
const steps = (...weights: number[]): As =>
  ({ strategy: "canary", steps: weights.map((weight) => ({ weight })) }) as never;
const toB = (...matches: object[]): As => ({ strategy: "abTest", toB: matches }) as never;

describe("course rollout: what is refused before anything is made", () => {
  const cases: [what: string, action: Action, says: RegExp, mesh?: boolean][] = [
    [
      "weights that do not rise",
      start(steps(50, 10)),
      /steps\[1\]\.weight is 10: .* more than the 50 /,
    ],
    ["a weight twice", start(steps(10, 10)), /steps\[1\]\.weight is 10: /],
    ["a weight of nobody", start(steps(0, 10)), /steps\[0\]\.weight is 0: .*1 to 99/],
    ["a weight of everybody", start(steps(10, 100)), /steps\[1\]\.weight is 100: .*1 to 99/],
    [
      "a match that another covers",
      start(
        toB(
          { by: "header", name: "x-group", prefix: "b" },
          { by: "header", name: "x-group", exact: "beta" },
        ),
      ),
      /toB\[1\] is .*beta/,
    ],
    ["two slots with one version", start(steps(10), "v1"), /give --to another one than v1/],
    ["no label", start({ strategy: "ramped" }, "a b"), /version is "a b": /],
    [
      "a test without the mesh",
      start(toB({ by: "userAgent", exact: "x" })),
      /strategy is "abTest": .*mesh/,
      false,
    ],
    [
      "a shadow without the mesh",
      start({ strategy: "shadow", percent: f.shadow.percent }),
      /strategy is "shadow": .*mesh/,
      false,
    ],
    ["rough weights without the mesh", start(steps(10)), /canaryByPods: true/, false],
  ];
  for (const [what, action, says, mesh] of cases)
    it(`${what}: in a sentence with the key, the value and the fix`, async () => {
      const said = await refusal(action, mesh);
      assert.match(said, says);
      assert.ok(!said.includes("\n    at "), said);
    });

  it("a service that there is not, and one that is switched off", () => {
    const place = { config: smallest, change: () => assert.fail("it was changed") };
    assert.throws(
      () => new Service("dev", "prodcts", place),
      /There is no service "prodcts": give one of products, /,
    );
    const off = () => changed(smallest(), `${shop}.services.ui.enabled`, false);
    assert.throws(
      () => new Service("dev", "ui", { ...place, config: off }),
      /ui is switched off in/,
    );
  });
});
