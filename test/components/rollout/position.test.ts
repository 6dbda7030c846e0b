import assert from "node:assert/strict";

import { desired } from "../../../components/rollout/desired";
import { phasesOf } from "../../../components/rollout/journey";
import type { Picture } from "../../../components/rollout/picture";
import { position, type LiveFacts } from "../../../components/rollout/position";
import { releaseKey } from "../../../components/rollout/release";
import * as f from "./fixtures";

const from = () => desired(f.ramped, f.meshed);
const phases = () => phasesOf({ from: f.ramped, to: { ...f.canary, at: 1 } }, f.meshed);

const live = ({ slots, traffic, addresses }: Picture, settled = true): LiveFacts => ({
  slots: slots.map(({ name, release, scale }) => ({
    name,
    releaseKey: releaseKey(release),
    scale,
    settled,
  })),
  traffic,
  addresses,
});

const found = (facts: LiveFacts) => position(facts, from(), phases());

const pictureAt = (phase: number): Picture => {
  const picture = phase < 0 ? from() : phases()[phase]?.picture;
  assert.ok(picture);
  return picture;
};

describe("rollout: where live objects stand on the way", () => {
  it("at each phase, when they show it in full", () => {
    assert.equal(phases().length, 4);
    for (let phase = -1; phase < 4; phase++) {
      assert.deepEqual(found(live(pictureAt(phase))), { phase, state: "reached" });
      assert.deepEqual(found(live(pictureAt(phase), false)), { phase, state: "underway" });
    }
  });

  it("in the last of two phases that look the same", () => {
    const drained = phasesOf({ from: f.blueAndGreen, to: f.greenAndBlue }, f.meshed);
    const start = desired(f.blueAndGreen, f.meshed);
    const end = live(desired(f.greenAndBlue, f.meshed));
    assert.deepEqual(position(end, start, drained), { phase: 1, state: "reached" });
  });

  it("on the way to a phase, with some of its writes made", () => {
    const half = { ...live(pictureAt(0)), addresses: [] };
    assert.deepEqual(found(half), { phase: 0, state: "underway" });
    const early = { ...live(pictureAt(-1)), addresses: pictureAt(0).addresses };
    assert.deepEqual(found(early), { phase: 0, state: "underway" });
    const subsetsOnly = { ...live(pictureAt(-1)), traffic: pictureAt(0).traffic };
    assert.deepEqual(found(subsetsOnly), { phase: 0, state: "underway" });
    const start = desired(f.ramped, f.meshed);
    const both = phasesOf({ from: f.ramped, to: f.blueAndGreen }, f.meshed);
    const oneAddress: LiveFacts = { ...live(start), addresses: ["blue"] };
    assert.deepEqual(position(oneAddress, start, both), { phase: 0, state: "underway" });
  });

  it("on the way, while the pods of one slot are not there yet", () => {
    const facts = live(pictureAt(1));
    const slots = facts.slots.map((slot, index) => ({ ...slot, settled: index > 0 }));
    assert.deepEqual(found({ ...facts, slots }), { phase: 1, state: "underway" });
  });

  it("nowhere, when somebody changed them", () => {
    const facts = live(pictureAt(1));
    const [stable, ...others] = facts.slots;
    assert.ok(stable);
    const strange = { ...stable, releaseKey: "ffff" };
    assert.equal(found({ ...facts, slots: [strange, ...others] }), undefined);
    const scaled = { ...stable, scale: { replicas: 9 } };
    assert.equal(found({ ...facts, slots: [scaled, ...others] }), undefined);
    const elsewhere: LiveFacts = { ...facts, traffic: { by: "service", slot: "stable" } };
    assert.equal(found(elsewhere), undefined);
  });

  it("by the selector, without a mesh", () => {
    const start = desired(f.blue, f.plain);
    const way = phasesOf({ from: f.blue, to: f.greenAndBlue }, f.plain);
    const cut = { ...live(desired(f.greenAndBlue, f.plain)) };
    assert.deepEqual(position(cut, start, way), { phase: 2, state: "reached" });
    const before: LiveFacts = { ...cut, traffic: { by: "service", slot: "blue" } };
    assert.deepEqual(position(before, start, way), { phase: 0, state: "reached" });
  });

  it("a release is known by all that it is", () => {
    const release = { version: "v1", image: "web:v1", config: { A: "1", B: "2" } };
    const same = { config: { B: "2", A: "1" }, image: "web:v1", version: "v1" };
    assert.equal(releaseKey(release), releaseKey(same));
    assert.match(releaseKey(release), /^[0-9a-f]{16}$/);
    const others = [
      { ...release, version: "v2" },
      { ...release, image: "web:v2" },
      { ...release, config: { A: "1" } },
      { ...release, config: { A: "1", B: "3" } },
      { ...release, config: { A: "1", C: "2" } },
      { version: "v1" },
      { version: "v1", commit: "a" },
      { version: "v1", commit: "b" },
    ];
    const keys = new Set([release, ...others].map(releaseKey));
    assert.equal(keys.size, 9);
    assert.equal(releaseKey({ version: "v1", config: {} }), releaseKey({ version: "v1" }));
  });
});
