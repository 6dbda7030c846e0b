import assert from "node:assert/strict";

import { releaseKey, type Release, type SlotName } from "../../../components/rollout";
import { requireAgreement } from "../../../course/rollout/agreement";
import type { Standing } from "../../../course/rollout/standing";
import * as f from "../../components/rollout/fixtures";

const lives = (name: SlotName, release: Release) => ({
  name,
  version: release.version,
  release: releaseKey(release),
});

const look =
  (standing: Standing, ...live: ReturnType<typeof lives>[]) =>
  () => {
    requireAgreement("products", { stack: "dev", standing, options: () => f.meshed }, live);
  };

describe("course rollout: what lives and what the config says", () => {
  it("are the same before a way is planned", () => {
    assert.doesNotThrow(
      look({ target: f.blueAndGreen }, lives("blue", f.v1), lives("green", f.v2)),
    );
    assert.throws(
      look({ target: f.ramped }, lives("stable", f.v3)),
      /^UserError: products does not stand where the config says: slot stable has v3 in the cluster, and v1 in the config\. Bring stack "dev" up first, or take/,
    );
    assert.throws(look({ target: f.ramped }), /slot stable is not there in the cluster, and v1 in/);
    assert.throws(
      look({ target: f.ramped }, lives("stable", f.v1), lives("canary", f.v2)),
      /slot canary has v2 in the cluster, and nothing in the config/,
    );
    const other = { ...f.v1, config: { COLOUR: "blue" } };
    assert.throws(look({ target: f.ramped }, lives("stable", other)), /slot stable has v1/);
  });

  it("may be anywhere between two phases where a run was cut off", () => {
    const underway = { from: f.ramped, phase: 0 };
    const standing = { target: f.canary, origin: f.ramped, underway };
    assert.doesNotThrow(look(standing, lives("stable", f.v1)));
    assert.doesNotThrow(look(standing, lives("stable", f.v1), lives("canary", f.v2)));
    assert.throws(look(standing, lives("stable", f.v2)), /slot stable has v2/);
    const back: Standing = {
      target: { ...f.canary, at: "aborted" },
      underway: { from: f.ramped, phase: 0, givenUp: { to: f.canary, phase: 0 }, back: true },
    };
    assert.doesNotThrow(look(back, lives("stable", f.v1)));
  });
});
