import assert from "node:assert/strict";

import fc from "fast-check";

import { meshLessons } from "../../../apps/istio-tutorial/lessons";
import { istioSubsets, type SlotName } from "../../../components/rollout";
import type { Cut, LiveSlot } from "../../../course/rollout/live";
import type { HttpRoute } from "../../../course/rollout/route-text";
import { frame, line, plainPaint, type Scene } from "../../../course/traffic/bars";
import { Recent } from "../../../course/traffic/recent";
import { markText, newcomerOf } from "../../../course/traffic/report/story";
import { RouteLog, routeText, stateOf, stateWithout } from "../../../course/traffic/route";
import { StepCounts } from "../../../course/traffic/steps";
import { versionsBy } from "../../../course/traffic/subsets";
import { outcome } from "./outcomes";

const slot = (name: SlotName, version: string, more: Partial<LiveSlot> = {}): LiveSlot => ({
  ...{ name, version, release: undefined, asked: 1, available: 1, old: 0, seen: true },
  ...more,
});

const to = (subset?: string, weight?: number) => ({
  destination: { ...(subset !== undefined && { subset }) },
  ...(weight !== undefined && { weight }),
});

const cut = (subsets: Cut["spec"]["subsets"] = [], host = "web"): Cut => ({
  spec: { host, subsets },
});
const bySlot = cut(istioSubsets(["stable", "canary"], (name) => ({ app: "web", slot: name })));
const both = [slot("stable", "v1"), slot("canary", "v2")];

const state = (routes: readonly HttpRoute[], slots = both, cuts: readonly Cut[] = [bySlot]) =>
  stateOf(routes, versionsBy(cuts, slots, "web", "shop"));

/** A rollout that ramps, as it is read every half second, a request each: old pods answer from 10 s to 40 s. */
function ramped() {
  const log = new RouteLog();
  const counts = new StepCounts(log.marks);
  for (let atMs = 0; atMs < 60_000; atMs += 500) {
    const isRamping = atMs >= 10_000 && atMs < 40_000;
    const stable = slot("stable", atMs < 10_000 ? "v1" : "v2", { old: isRamping ? 1 : 0 });
    log.note(atMs, stateWithout({ slots: [stable], traffic: "stable" }));
    const answers = isRamping && atMs % 1000 === 0 ? "v1" : stable.version;
    counts.add(outcome("", { dueMs: atMs }), answers);
  }
  return counts.steps(60_000, true);
}

describe("course traffic: the route", () => {
  it("is read as percent by version", () => {
    const canary = state([{ route: [to("stable", 90), to("canary", 10)] }]);
    assert.deepEqual(canary, { weights: { v1: 90, v2: 10 }, rules: 0 });
    assert.equal(routeText(canary), "v1 90 %, v2 10 %");
    const same = state([{ route: [to("stable", 0), to("canary", 100)] }]);
    assert.deepEqual(same.weights, { v2: 100 });
    const test = state([{ route: [to("canary")] }, { route: [to("stable")] }]);
    assert.deepEqual(test, { weights: { v1: 100 }, rules: 1 });
    assert.equal(routeText(test), "v1 100 %, some by rule");
    const copied = { mirror: { subset: "canary" }, mirrorPercentage: { value: 30 } };
    const shadow = state([{ route: [to("stable")], ...copied }, { route: [to("stable")] }]);
    assert.equal(routeText(shadow), "v1 100 %, 30 % copied to v2");
  });

  it("has weights that are shares of their sum, as Istio's are", () => {
    const weights = (...route: ReturnType<typeof to>[]) => state([{ route }]).weights;
    assert.deepEqual(weights(to("stable", 1), to("canary", 3)), { v1: 25, v2: 75 });
    assert.deepEqual(weights(to("stable", 7)), { v1: 100 });
    assert.deepEqual(weights(to("stable"), to("canary", 5)), { v2: 100 });
    const thirds = state([{ route: [to("stable", 1), to("canary", 2)] }]);
    assert.equal(routeText(thirds), "v1 33.3 %, v2 66.7 %");
    const some = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(some, some, (one, two) => {
        const { v1 = 0, v2 = 0 } = weights(to("stable", one), to("canary", two));
        assert.ok(Math.abs(v1 + v2 - 100) < 1e-9 && Math.abs(v1 * two - v2 * one) < 1e-6);
      }),
    );
  });

  it("is by pods where a destination names no subset, or one that nobody has cut", () => {
    assert.deepEqual(state([{ route: [to()] }]).weights, {});
    assert.deepEqual(state([{ route: [to("stable", 90), to(undefined, 10)] }]).weights, {});
    assert.deepEqual(state([{ route: [to("stable", 90), to("other", 10)] }]).weights, {});
    assert.deepEqual(state([{ route: [to("stable")] }], both, []).weights, {});
    assert.equal(routeText(state([{ route: [to()] }])), "by pods");
    const elsewhere = cut([{ name: "stable", labels: { version: "v9" } }], "web.other");
    assert.deepEqual(state([{ route: [to("stable")] }], both, [elsewhere, bySlot]).weights, {
      v1: 100,
    });
  });

  it("goes by the versions that subsets select, whatever their names are", () => {
    const weights = (labels: Readonly<Record<string, string>>, host = "web") =>
      state([{ route: [to("one")] }], both, [cut([{ name: "one", labels }], host)]).weights;
    assert.deepEqual(weights({ version: "v2" }), { v2: 100 });
    assert.deepEqual(weights({ app: "web", slot: "canary" }), { v2: 100 });
    assert.deepEqual(weights({ version: "v2" }, "web.shop.svc.cluster.local"), { v2: 100 });
    assert.deepEqual(weights({ app: "web" }), {});
    assert.deepEqual(weights({ team: "a" }), {});
  });

  it("is by pods while old ones of a slot that it serves may answer", () => {
    const half = [{ route: [to("stable", 50), to("canary", 50)] }];
    for (const more of [{ old: 1 }, { seen: false }]) {
      const replaced = [slot("stable", "v1"), slot("canary", "v2", more)];
      assert.deepEqual(state(half, replaced).weights, {});
      assert.deepEqual(state([{ route: [to("stable", 9), to("canary", 0)] }], replaced).weights, {
        v1: 100,
      });
      const [stable] = [slot("stable", "v2", more)];
      assert.deepEqual(stateWithout({ slots: [stable], traffic: "stable" }).weights, {});
    }
    assert.deepEqual(stateWithout({ slots: both, traffic: "canary" }).weights, { v2: 100 });
    assert.deepEqual(
      stateWithout({ slots: both, traffic: "all slots, by their pods" }).weights,
      {},
    );
    // Labels of versions tell old pods from new ones.
    const versions = cut([{ name: "one", labels: { version: "v1" } }]);
    const ramping = [slot("stable", "v2", { old: 1 })];
    assert.deepEqual(state([{ route: [to("one")] }], ramping, [versions]).weights, { v1: 100 });
  });

  it("of a rollout that ramps is judged before and after it", () => {
    const steps = ramped();
    assert.deepEqual(
      steps.map(({ set, within, toSeconds }) => [routeText(set), within, toSeconds]),
      [
        ["v1 100 %", true, 10],
        ["by pods", undefined, 40],
        ["v2 100 %", true, 60],
      ],
    );
    const texts = steps.slice(1).map((step) => markText(step, newcomerOf(steps)));
    assert.deepEqual(texts, ["by pods", "v2 100 %"]);
  });

  it("of the course's own lessons is read as they say it", () => {
    const read = (lesson: string) => {
      const { objects = [] } = meshLessons("tutorial").find(({ name }) => name === lesson) ?? {};
      const cuts = objects.flatMap((it) => (it.kind === "DestinationRule" ? [it] : []));
      const [route] = objects.flatMap((it) => (it.kind === "VirtualService" ? [it] : []));
      return routeText(
        stateOf(route?.spec.http ?? [], versionsBy(cuts, both, "recommendation", "tutorial")),
      );
    };
    assert.equal(read("canary-90-10"), "v1 90 %, v2 10 %");
    assert.equal(read("canary-75-25"), "v1 75 %, v2 25 %");
    assert.equal(read("all-to-v2"), "v2 100 %");
    assert.equal(read("round-robin"), "by pods");
    assert.equal(read("firefox"), "v1 100 %, some by rule");
    assert.equal(read("mirror"), "v1 100 %, 100 % copied to v2");
  });

  it("sets nothing on the wall where it is by pods", () => {
    const recent = new Recent();
    recent.add(outcome("v1"), 0);
    const scene: Scene = {
      ...{ service: "web", where: "here", rps: 1, elapsedSeconds: 1, forSeconds: undefined },
      ...{ recent: recent.window(1000), requests: 1, failed: 0, endings: {}, versions: ["v1"] },
      route: state([{ route: [to()] }]),
    };
    const text = [line(scene), ...frame(scene, 80, plainPaint)].join("\n");
    assert.ok(text.includes("v1") && text.includes("route: by pods") && !text.includes("set"));
  });

  it("is told when it changes, and not while the cluster does not answer", () => {
    const log = new RouteLog();
    const state = (weight: number) => ({ weights: { v1: 100 - weight, v2: weight }, rules: 0 });
    assert.equal(log.note(70, state(10))?.atMs, 0);
    assert.equal(log.note(500, state(10)), undefined);
    assert.equal(log.note(1000, undefined), undefined);
    assert.equal(log.note(1500, state(50))?.atMs, 1500);
    assert.equal(log.marks.length, 2);
  });
});
