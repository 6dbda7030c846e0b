import assert from "node:assert/strict";

import { desired } from "../../../components/rollout/desired";
import { leastPods, type Picture } from "../../../components/rollout/picture";
import type { Rollout, RolloutOptions } from "../../../components/rollout/types";
import * as f from "./fixtures";

const slots = (rollout: Rollout, options: RolloutOptions = f.meshed) =>
  desired(rollout, options).slots.map(f.short);
const traffic = (rollout: Rollout, options: RolloutOptions = f.meshed): Picture["traffic"] =>
  desired(rollout, options).traffic;
const addresses = (rollout: Rollout) => desired(rollout, f.meshed).addresses;

describe("rollout: what stands", () => {
  it("recreate takes all pods away first, ramped none", () => {
    const [gap] = desired(f.recreate, f.plain).slots;
    assert.deepEqual(gap?.update, { type: "Recreate" });
    const rolling = { type: "RollingUpdate", maxUnavailable: 0 };
    const [slot] = desired(f.ramped, f.plain).slots;
    assert.deepEqual(slot?.update, { ...rolling, maxSurge: "25%" });
    const [faster] = desired({ ...f.ramped, maxSurge: 3, minReadySeconds: 20 }, f.plain).slots;
    assert.deepEqual(faster?.update, { ...rolling, maxSurge: 3 });
    assert.equal(faster.minReadySeconds, 20);
  });

  it("a pod counts, and answers on, for as long as the news of it travel", () => {
    const [slot] = desired(f.ramped, f.plain).slots;
    assert.deepEqual([slot?.minReadySeconds, slot?.preStopSeconds], [15, 15]);
    const [far] = desired(f.ramped, { ...f.plain, propagationSeconds: 40 }).slots;
    assert.deepEqual([far?.minReadySeconds, far?.preStopSeconds], [40, 40]);
  });

  it("one slot serves by its selector, or by a route with one subset", () => {
    assert.deepEqual(traffic(f.ramped, f.plain), { by: "service", slot: "stable" });
    const route = f.route({ stable: 100 });
    assert.deepEqual(traffic(f.ramped), { by: "mesh", subsets: ["stable"], route });
    assert.deepEqual(addresses(f.ramped), []);
  });

  it("blue and green stand in full, and one serves", () => {
    assert.deepEqual(slots(f.blue), ["blue v1 4"]);
    assert.deepEqual(slots({ strategy: "blueGreen", active: "green", green: f.v1 }), [
      "green v1 4",
    ]);
    assert.deepEqual(slots(f.blueAndGreen), ["blue v1 4", "green v2 4"]);
    assert.deepEqual(addresses(f.blueAndGreen), ["blue", "green"]);
    const subsets = ["blue", "green"];
    const by = "mesh";
    assert.deepEqual(traffic(f.blueAndGreen), { by, subsets, route: f.route({ blue: 100 }) });
    assert.deepEqual(traffic(f.greenAndBlue), { by, subsets, route: f.route({ green: 100 }) });
    assert.deepEqual(traffic(f.greenAndBlue, f.plain), { by: "service", slot: "green" });
  });

  it("a canary has pods for its share beside a whole stable slot", () => {
    assert.deepEqual(slots(f.canary), ["stable v1 4", "canary v2 1"]);
    assert.deepEqual(slots({ ...f.canary, at: 1 }), ["stable v1 4", "canary v2 2"]);
    assert.deepEqual(slots({ ...f.canary, at: "promoted" }), ["stable v2 4"]);
    assert.deepEqual(slots({ ...f.canary, at: "aborted" }), ["stable v1 4"]);
    assert.deepEqual(addresses(f.canary), ["canary"]);
    assert.deepEqual(traffic(f.canary), {
      by: "mesh",
      subsets: ["stable", "canary"],
      route: f.route({ stable: 90, canary: 10 }),
    });
  });

  it("without a mesh a canary's weight is its share of the pods", () => {
    assert.deepEqual(slots({ ...f.canary, at: 1 }, f.plain), ["stable v1 4", "canary v2 4"]);
    assert.deepEqual(traffic(f.canary, f.plain), { by: "service", slot: "all" });
  });

  it("whoever has seen a sticky canary stays with it, so it has all pods", () => {
    const rollout = { ...f.canary, sticky: f.sticky };
    assert.deepEqual(slots(rollout), ["stable v1 4", "canary v2 4"]);
    const to = [{ slot: "canary", weight: 100 }];
    const setCookie = { name: "web-canary", value: "v2", maxAge: 600 };
    assert.deepEqual(traffic(rollout), {
      by: "mesh",
      subsets: ["stable", "canary"],
      route: {
        rules: [{ when: [{ by: "cookie", name: "web-canary", exact: "v2" }], to }],
        otherwise: {
          to: [
            { slot: "stable", weight: 90 },
            { slot: "canary", weight: 10, setCookie },
          ],
        },
      },
    });
  });

  it("an A/B test ends with a route for everybody else", () => {
    assert.deepEqual(slots(f.abTest), ["a v1 4", "b v2 4"]);
    assert.deepEqual(addresses(f.abTest), ["b"]);
    assert.deepEqual(traffic(f.abTest), {
      by: "mesh",
      subsets: ["a", "b"],
      route: {
        rules: [{ when: f.abTest.toB, to: [{ slot: "b", weight: 100 }] }],
        otherwise: f.route({ a: 100 }).otherwise,
      },
    });
  });

  it("a shadow gets copies of what changes nothing, unless more is asked for", () => {
    assert.deepEqual(slots(f.shadow), ["live v1 4", "shadow v2 2"]);
    assert.deepEqual(addresses(f.shadow), ["shadow"]);
    const copied = (rollout: Rollout) => {
      const found = traffic(rollout);
      return found.by === "mesh" ? found : undefined;
    };
    const to = [{ slot: "live", weight: 100 }];
    const mirror = { slot: "shadow", percent: 30 };
    const methods = (...names: string[]) => names.map((method) => ({ by: "method", method }));
    assert.deepEqual(copied(f.shadow), {
      by: "mesh",
      subsets: ["live", "shadow"],
      route: { rules: [{ when: methods("GET", "HEAD"), to, mirror }], otherwise: { to } },
    });
    assert.deepEqual(copied({ ...f.shadow, methods: ["POST"] })?.route.rules[0]?.when, [
      ...methods("POST"),
    ]);
  });

  it("leaves the number of pods to an autoscaler, above what was running", () => {
    const scaled = { mesh: true, replicas: { min: 2, max: 9 } };
    assert.deepEqual(slots(f.ramped, scaled), ["stable v1 2-9"]);
    const busy = { mesh: true, replicas: { min: 2, max: 9, floor: 6 } };
    assert.deepEqual(slots(f.ramped, busy), ["stable v1 2-9"]);
    assert.deepEqual(slots(f.canary, busy), ["stable v1 6-9", "canary v2 1-9"]);
    assert.deepEqual(desired(f.canary, busy).slots.map(leastPods), [6, 1]);
  });

  it("0 pods are 0 pods, in every slot", () => {
    const none = { mesh: true, replicas: 0 };
    assert.deepEqual(slots(f.canary, none), ["stable v1 0", "canary v2 0"]);
    assert.deepEqual(slots(f.canary, { ...none, mesh: false }), ["stable v1 0", "canary v2 0"]);
  });

  it("refuses what makes no sense", () => {
    assert.throws(() => desired({ ...f.canary, at: 2 }, f.meshed), {
      name: "ArgumentError",
      message: 'at is 2: give a step from 0 to 1, "promoted" or "aborted".',
    });
  });
});
