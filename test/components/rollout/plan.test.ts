import assert from "node:assert/strict";

import { desired } from "../../../components/rollout/desired";
import { pictureOf, phasesOf } from "../../../components/rollout/journey";
import type { Phase } from "../../../components/rollout/leg";
import { leastPods } from "../../../components/rollout/picture";
import { plan } from "../../../components/rollout/plan";
import { abort, finish, promote, start } from "../../../components/rollout/transitions";
import type { Rollout, RolloutOptions } from "../../../components/rollout/types";
import * as f from "./fixtures";
import { writes } from "./model/walk";

const serving = ({ picture: { traffic } }: Phase): string =>
  traffic.by === "service"
    ? traffic.slot
    : traffic.route.otherwise.to.map(({ slot, weight }) => `${slot}:${weight}`).join(" ");

/** A way in short: what each phase is for, what stands after it, and who serves. */
const way = (from: Rollout, to: Rollout, options: RolloutOptions = f.meshed): string[] =>
  plan(from, to, options).map(
    (phase) =>
      `${phase.kind}: ${phase.picture.slots.map(f.short).join(", ")} > ${serving(phase)}` +
      (phase.holdSeconds > 0 ? ` (${phase.holdSeconds} s)` : ""),
  );

/** What the first phase writes. */
const firstWrites = (from: Rollout, to: Rollout, options: RolloutOptions): string[] => {
  const [first] = plan(from, to, options);
  assert.ok(first);
  return writes(desired(from, options), first.picture).map(({ object }) => object);
};

const reached = (from: Rollout, to: Rollout) =>
  plan(from, to, f.meshed).flatMap((phase) => phase.reached ?? []);

describe("rollout: the way from state to state", () => {
  it("is empty from a state to itself", () => {
    for (const rollout of [f.recreate, f.ramped, f.blue, f.canary, f.abTest, f.shadow])
      assert.deepEqual(plan(rollout, rollout, f.meshed), []);
  });

  it("recreate and ramped change their one slot in place", () => {
    assert.deepEqual(way(f.ramped, start(f.ramped, f.v2)), [
      "replace: stable v2 4 > stable:100 (15 s)",
    ]);
    assert.deepEqual(way(f.recreate, start(f.recreate, f.v2), f.plain), [
      "replace: stable v2 4 > stable (15 s)",
    ]);
  });

  it("blue/green: pods first, the cut, nothing goes before the drain", () => {
    assert.deepEqual(way(f.blue, f.blueAndGreen), [
      "expand: blue v1 4, green v2 4 > blue:100 (15 s)",
    ]);
    assert.deepEqual(way(f.blueAndGreen, f.greenAndBlue), [
      "shift: blue v1 4, green v2 4 > green:100",
      "drain: blue v1 4, green v2 4 > green:100 (15 s)",
    ]);
    assert.deepEqual(way(f.greenAndBlue, finish(f.greenAndBlue)), [
      "contract: green v2 4 > green:100",
    ]);
  });

  it("a canary climbs step by step, whatever it is told to reach", () => {
    assert.deepEqual(way({ ...f.canary, at: "aborted" }, { ...f.canary, at: "promoted" }), [
      "expand: stable v1 4, canary v2 1 > stable:100 (15 s)",
      "shift: stable v1 4, canary v2 1 > stable:90 canary:10",
      "expand: stable v1 4, canary v2 2 > stable:90 canary:10 (15 s)",
      "shift: stable v1 4, canary v2 2 > stable:50 canary:50",
      "expand: stable v1 4, canary v2 4 > stable:50 canary:50 (15 s)",
      "shift: stable v1 4, canary v2 4 > canary:100",
      "drain: stable v1 4, canary v2 4 > canary:100 (15 s)",
      "expand: stable v2 4, canary v2 4 > canary:100 (15 s)",
      "shift: stable v2 4, canary v2 4 > stable:100",
      "drain: stable v2 4, canary v2 4 > stable:100 (15 s)",
      "contract: stable v2 4 > stable:100",
    ]);
    assert.deepEqual(
      reached({ ...f.canary, at: "aborted" }, { ...f.canary, at: "promoted" }).map(
        (state) => state.strategy === "canary" && state.at,
      ),
      [0, 1, "promoted"],
    );
  });

  it("goes on from the step where it stands", () => {
    assert.deepEqual(way(f.canary, { ...f.canary, at: 1 }), [
      "expand: stable v1 4, canary v2 2 > stable:90 canary:10 (15 s)",
      "shift: stable v1 4, canary v2 2 > stable:50 canary:50",
    ]);
    const [next] = way({ ...f.canary, at: 1 }, { ...f.canary, at: "promoted" });
    assert.equal(next, "expand: stable v1 4, canary v2 4 > stable:50 canary:50 (15 s)");
  });

  it("a canary begins at its first step, wherever the service comes from", () => {
    const strangers = way({ ...f.ramped, release: f.v3 }, { ...f.canary, at: 1 });
    assert.deepEqual(strangers.slice(0, 3), [
      "replace: stable v1 4 > stable:100 (15 s)",
      "expand: stable v1 4, canary v2 1 > stable:100 (15 s)",
      "shift: stable v1 4, canary v2 1 > stable:90 canary:10",
    ]);
    assert.equal(strangers.length, 5);
  });

  it("goes straight to a step of a canary whose version serves all already", () => {
    assert.deepEqual(way({ ...f.canary, at: "promoted" }, { ...f.canary, at: 1 }), [
      "replace: stable v1 4 > stable:100 (15 s)",
      "expand: stable v1 4, canary v2 2 > stable:100 (15 s)",
      "shift: stable v1 4, canary v2 2 > stable:50 canary:50",
    ]);
  });

  it("without a mesh a canary's pods are its weights: more or fewer of them is the shift", () => {
    assert.deepEqual(way(f.canary, { ...f.canary, at: 1 }, f.plain), [
      "shift: stable v1 4, canary v2 4 > all (15 s)",
    ]);
    assert.deepEqual(way({ ...f.canary, at: 1 }, f.canary, f.plain), [
      "shift: stable v1 4, canary v2 1 > all",
    ]);
    assert.deepEqual(way({ ...f.canary, at: 1 }, { ...f.canary, at: "aborted" }, f.plain), [
      "shift: stable v1 4, canary v2 4 > stable",
      "drain: stable v1 4, canary v2 4 > stable (15 s)",
      "contract: stable v1 4 > stable",
    ]);
  });

  it("without a mesh a canary that has taken over needs no more pods than its service", () => {
    const large: Rollout = { ...f.canary, steps: [{ weight: 60 }], at: "promoted" };
    assert.deepEqual(way(f.ramped, large, f.plain), [
      "expand: stable v1 4, canary v2 6 > stable (15 s)",
      "shift: stable v1 4, canary v2 6 > all",
      "shift: stable v1 4, canary v2 6 > canary",
      "drain: stable v1 4, canary v2 6 > canary (15 s)",
      "contract: stable v1 4, canary v2 4 > canary",
      "expand: stable v2 4, canary v2 4 > canary (15 s)",
      "shift: stable v2 4, canary v2 4 > stable",
      "drain: stable v2 4, canary v2 4 > stable (15 s)",
      "contract: stable v2 4 > stable",
    ]);
  });

  it("goes straight back to a canary that was promoted long ago", () => {
    const ago: Rollout = { ...f.canary, at: "promoted" };
    const now: Rollout = { ...f.canary, stable: f.v2, canary: f.v3, at: "promoted" };
    assert.deepEqual(way(now, ago), ["replace: stable v2 4 > stable:100 (15 s)"]);
  });

  const inTheMesh: [from: Rollout, origin: Rollout][] = [
    [f.abTest, f.ramped],
    [f.shadow, f.ramped],
  ];

  for (const options of [f.meshed, f.plain]) {
    const where = options.mesh ? "in the mesh" : "without a mesh";
    it(`an abort is one write to the route, with the old release in full: ${where}`, () => {
      const states: [from: Rollout, origin: Rollout][] = [
        [f.canary, f.ramped],
        [{ ...f.canary, at: 1 }, f.ramped],
        [f.greenAndBlue, f.blue],
        ...(options.mesh ? inTheMesh : []),
      ];
      for (const [from, origin] of states) {
        const back = abort(from, origin);
        const [first] = plan(from, back, options);
        assert.equal(first?.kind, "shift");
        assert.deepEqual(firstWrites(from, back, options), [
          options.mesh ? "virtualService" : "service",
        ]);
        assert.ok(first.picture.slots.map(f.short).some((slot) => slot.endsWith("v1 4")));
      }
    });
  }

  it("an abort of recreate and ramped is the previous pod template, in one write", () => {
    for (const origin of [f.recreate, f.ramped]) {
      const current = start(origin, f.v2);
      assert.deepEqual(firstWrites(current, abort(current, origin), f.plain), ["deployment"]);
    }
  });

  it("without a mesh the cut of blue and green is one change of the root Service", () => {
    assert.deepEqual(firstWrites(f.blueAndGreen, promote(f.blueAndGreen, f.blue), f.plain), [
      "service",
    ]);
  });

  for (const options of [f.meshed, f.plain])
    it(`goes back after a cut to the slot that stands by, whatever it began as: mesh ${String(options.mesh)}`, () => {
      const objects = [options.mesh ? "virtualService" : "service"];
      for (const origin of [f.recreate, f.ramped]) {
        assert.deepEqual(
          firstWrites(f.greenAndBlue, abort(f.greenAndBlue, origin), options),
          objects,
        );
        const back = way(f.greenAndBlue, abort(f.greenAndBlue, origin), options);
        assert.ok(
          !back.some((phase) => phase.startsWith("replace")),
          "no gap, and no second version",
        );
        assert.match(back.at(-1) ?? "", /: stable v1 4 > stable/);
      }
    });

  it("without a mesh lets no slot join in that is to have no requests", () => {
    const idle: Rollout = { strategy: "blueGreen", active: "blue", blue: f.v2, green: f.v3 };
    assert.deepEqual(way(f.canary, idle, f.plain).slice(0, 4), [
      "shift: stable v1 4, canary v2 4 > all (15 s)",
      "shift: stable v1 4, canary v2 4 > canary",
      "drain: stable v1 4, canary v2 4 > canary (15 s)",
      "expand: stable v1 4, canary v2 4, blue v2 4, green v3 4 > canary (15 s)",
    ]);
    for (const [from, to] of [
      [f.canary, { ...idle, blue: f.v3, green: f.v1 }],
      [f.canary, { ...idle, blue: f.v1 }],
      [f.blueAndGreen, { ...f.canary, canary: f.v3 }],
      [f.greenAndBlue, { ...f.canary, stable: f.v3, canary: f.v1 }],
    ] as const)
      for (const phase of way(from, to, f.plain))
        assert.ok(!/(blue|green) .*> all/.test(phase), `${phase} of the way to ${to.strategy}`);
  });

  it("without a mesh goes back from a large canary without more pods of the old release", () => {
    const steep: Rollout = { ...f.canary, steps: [{ weight: 90 }] };
    const promoting = { from: steep, to: { ...steep, at: "promoted" } as const };
    phasesOf(promoting, f.plain).forEach(({ picture }, phase) => {
      const back = phasesOf(
        { from: { ...promoting, phase }, to: { ...steep, at: "aborted" } },
        f.plain,
      );
      const most = Math.max(
        ...back.flatMap(({ picture: { slots } }) =>
          slots.filter(({ name }) => name === "stable").map(leastPods),
        ),
      );
      assert.equal(most, 4, `from ${picture.slots.map(f.short).join(", ")}`);
    });
  });

  it("takes a new B through A: nobody sees pods change", () => {
    assert.deepEqual(way(f.abTest, start(f.abTest, f.v3)), [
      "shift: a v1 4, b v2 4 > a:100",
      "drain: a v1 4, b v2 4 > a:100 (15 s)",
      "expand: a v1 4, b v3 4 > a:100 (15 s)",
      "shift: a v1 4, b v3 4 > a:100",
    ]);
  });

  it("keeps the pods of an autoscaled slot while traffic comes and goes", () => {
    const busy = { mesh: true, replicas: { min: 2, max: 9, floor: 6 } };
    assert.deepEqual(
      way(f.ramped, f.canary, busy)[0],
      "expand: stable v1 6-9, canary v2 1-9 > stable:100 (15 s)",
    );
    assert.deepEqual(way(f.greenAndBlue, finish(f.greenAndBlue), busy), [
      "contract: green v2 2-9 > green:100",
    ]);
    assert.deepEqual(way(f.ramped, f.blue, busy), [
      "expand: stable v1 6-9, blue v1 6-9 > stable:100 (15 s)",
      "shift: stable v1 6-9, blue v1 6-9 > blue:100",
      "drain: stable v1 6-9, blue v1 6-9 > blue:100 (15 s)",
      "contract: blue v1 2-9 > blue:100",
    ]);
    assert.deepEqual(way(f.ramped, start(f.ramped, f.v2), busy), [
      "replace: stable v2 6-9 > stable:100 (15 s)",
      "contract: stable v2 2-9 > stable:100",
    ]);
  });

  it("changes no pods that clients use where another slot has the release that is to serve", () => {
    const swapped = way(f.abTest, { ...f.abTest, a: f.v2, b: f.v1 });
    assert.deepEqual(swapped, [
      "shift: a v1 4, b v2 4 > b:100",
      "drain: a v1 4, b v2 4 > b:100 (15 s)",
      "expand: a v2 4, b v2 4 > b:100 (15 s)",
      "shift: a v2 4, b v2 4 > a:100",
      "drain: a v2 4, b v2 4 > a:100 (15 s)",
      "expand: a v2 4, b v1 4 > a:100 (15 s)",
      "shift: a v2 4, b v1 4 > a:100",
    ]);
  });

  it("makes a slot as large as the one it takes over from", () => {
    assert.deepEqual(way(f.canary, { strategy: "ramped", release: f.v2 }).slice(0, 3), [
      "expand: stable v1 4, canary v2 4 > stable:90 canary:10 (15 s)",
      "shift: stable v1 4, canary v2 4 > canary:100",
      "drain: stable v1 4, canary v2 4 > canary:100 (15 s)",
    ]);
  });

  it("lets no client see a shadow, not even the one whose release is to serve", () => {
    const swapped = way(f.shadow, { ...f.shadow, live: f.v2, shadow: f.v1 });
    assert.equal(swapped[2], "replace: live v2 4, shadow v2 2 > live:100 (15 s)");
    for (const phase of swapped) assert.ok(phase.includes("> live:100"), phase);
  });

  it("sends away who is with a guest before the guest's pods change", () => {
    assert.deepEqual(way(f.canary, { ...f.canary, canary: f.v3 }), [
      "shift: stable v1 4, canary v2 1 > stable:100",
      "drain: stable v1 4, canary v2 1 > stable:100 (15 s)",
      "expand: stable v1 4, canary v3 1 > stable:100 (15 s)",
      "shift: stable v1 4, canary v3 1 > stable:90 canary:10",
    ]);
  });

  it("brings recreate's strategy first and its version then: no two versions side by side", () => {
    const target: Rollout = { strategy: "recreate", release: f.v2 };
    const last = way(f.blue, target).at(-1);
    assert.equal(last, "replace: stable v2 4 > stable:100 (15 s)");
    for (const phase of way(f.blue, target)) assert.ok(!/v1.*v2/.test(phase), phase);
  });

  it("readies the slot that is to serve, where the serving one changes too", () => {
    const target: Rollout = { strategy: "blueGreen", active: "green", green: f.v3, blue: f.v2 };
    assert.deepEqual(way(f.blueAndGreen, target), [
      "expand: blue v1 4, green v3 4 > blue:100 (15 s)",
      "shift: blue v1 4, green v3 4 > green:100",
      "drain: blue v1 4, green v3 4 > green:100 (15 s)",
      "expand: blue v2 4, green v3 4 > green:100 (15 s)",
    ]);
  });

  it("changes a serving slot in place only where that slot is to serve on", () => {
    const stays: Rollout = { ...f.canary, stable: f.v3 };
    assert.deepEqual(way(f.canary, stays), [
      "replace: stable v3 4, canary v2 1 > stable:90 canary:10 (15 s)",
    ]);
    const moves: Rollout = { strategy: "blueGreen", active: "green", green: f.v1, blue: f.v2 };
    assert.deepEqual(way(f.blue, moves), [
      "expand: blue v1 4, green v1 4 > blue:100 (15 s)",
      "shift: blue v1 4, green v1 4 > green:100",
      "drain: blue v1 4, green v1 4 > green:100 (15 s)",
      "expand: blue v2 4, green v1 4 > green:100 (15 s)",
    ]);
  });

  it("says that a picture makes no sense whose serving slot does not stand", () => {
    const { traffic, addresses } = desired(f.ramped, f.plain);
    assert.throws(
      () => plan({ slots: [], traffic, addresses }, f.ramped, f.plain),
      /^Error: The slot stable serves, but does not stand\.$/,
    );
  });

  it("does not switch the mesh under way", () => {
    const from = desired(f.ramped, f.plain);
    assert.throws(() => plan(from, f.canary, f.meshed), /^ArgumentError: mesh is true: finish or/);
  });
});

describe("rollout: a journey", () => {
  const given = f.meshed;

  it("stands where its phase says", () => {
    const way = { from: f.ramped, to: f.canary };
    const phases = phasesOf(way, given);
    assert.deepEqual(pictureOf(f.ramped, given), desired(f.ramped, given));
    phases.forEach(({ picture }, phase) =>
      assert.deepEqual(pictureOf({ ...way, phase }, given), picture),
    );
    assert.throws(
      () => pictureOf({ ...way, phase: 2 }, given),
      /^ArgumentError: phase is 2: give the index of one of the journey's phases\.$/,
    );
  });

  it("that is given up waits for clients before anything goes, never for the new pods", () => {
    const expanding = { from: f.ramped, to: f.canary, phase: 0 };
    const back = phasesOf({ from: expanding, to: { ...f.canary, at: "aborted" } }, given);
    assert.deepEqual(
      back.map(({ kind, holdSeconds }) => [kind, holdSeconds]),
      [
        ["drain", 15],
        ["contract", 0],
      ],
    );
  });

  it("that is given up where only a Deployment's strategy changes turns back by one write", () => {
    const origin: Rollout = { ...f.ramped, maxSurge: 1 };
    const to: Rollout = { ...f.canary, at: "promoted" };
    const promoting = { from: f.canary, to };
    const phase = phasesOf(promoting, given).findIndex(
      ({ picture }) => serving({ kind: "shift", picture, holdSeconds: 0 }) === "canary:100",
    );
    const back = phasesOf({ from: { ...promoting, phase }, to: origin }, given);
    assert.equal(back[0]?.kind, "shift");
  });

  it("that is given up after a shift that stands makes it before what it leads away from goes", () => {
    const shadow: Rollout = { ...f.shadow, live: f.v3, shadow: f.v1 };
    const promoting = { from: shadow, to: f.ramped };
    const phase = phasesOf(promoting, given).findIndex(({ kind }) => kind === "shift");
    const back = phasesOf({ from: { ...promoting, phase }, to: f.ramped }, given);
    assert.deepEqual(
      back.map(({ kind, holdSeconds }) => [kind, holdSeconds]),
      [
        ["shift", 15],
        ["contract", 0],
      ],
    );
    assert.deepEqual(back[0]?.picture, pictureOf({ ...promoting, phase }, given));
  });

  it("that is given up at once waits for pods where these are to serve now", () => {
    const expanding = { from: f.blue, to: f.blueAndGreen, phase: 0 };
    assert.deepEqual(
      phasesOf({ from: expanding, to: f.greenAndBlue }, given).map(({ kind }) => kind),
      ["expand", "shift", "drain"],
    );
  });

  it("that moves traffic alone waits for nothing first, and settles before pods change", () => {
    const options: RolloutOptions = { mesh: true, replicas: 2 };
    const standing = desired(f.canary, options);
    const kinds = (to: Rollout) => plan(standing, to, options).map(({ kind }) => kind);
    assert.deepEqual(kinds({ ...f.canary, at: 1 }), ["shift"]);
    const [shift, drain, expand] = plan(standing, { ...f.canary, at: "promoted" }, options);
    assert.deepEqual([shift?.kind, drain?.kind, expand?.kind], ["shift", "drain", "expand"]);
    assert.deepEqual(drain?.picture, shift?.picture);
    assert.equal(drain?.holdSeconds, 15);
  });

  it("that has nothing left to do is made once more: perhaps it was not made in full", () => {
    const landed = { from: f.ramped, to: f.canary, phase: 1 };
    const [only, ...more] = phasesOf({ from: landed, to: f.canary }, given);
    assert.deepEqual(more, []);
    assert.equal(only?.kind, "shift");
    assert.deepEqual(only.picture, desired(f.canary, given));
    assert.deepEqual(only.reached, f.canary);
  });
});
