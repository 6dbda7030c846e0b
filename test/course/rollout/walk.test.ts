import assert from "node:assert/strict";

import {
  pictureOf,
  releaseKey,
  served,
  type Picture,
  type RolloutOptions,
  type SlotName,
} from "../../../components/rollout";
import { requireAgreement } from "../../../course/rollout/agreement";
import type { Action } from "../../../course/rollout/decide";
import { taskOf } from "../../../course/rollout/errand";
import { run } from "../../../course/rollout/run";
import { journeyOf, type Standing } from "../../../course/rollout/standing";
import type { Scope } from "../../../course/rollout/targets";
import { GateFailed, Stuck, type World } from "../../../course/rollout/walk";
import * as f from "../../components/rollout/fixtures";

class Killed extends Error {}

/** A stack's config, its cluster and the Lease in it, where the runner may be killed after any write. */
class Fake implements World {
  readonly log: string[] = [];
  readonly tried: string[] = [];
  readonly scopes: Scope[] = [];
  readonly awaited: (readonly SlotName[])[] = [];
  live: Picture;
  held = 0;
  /** Whether there is a Lease, and what stands in it. */
  lease: { note?: string } | undefined;

  constructor(
    public standing: Standing,
    private readonly options: RolloutOptions,
    private lives = Infinity,
    private readonly stuckIn?: string,
  ) {
    this.live = this.wanted();
  }

  /** What a plain `up` would make of the config as it is. */
  wanted(): Picture {
    const { target, underway } = this.standing;
    return pictureOf(underway ? journeyOf(underway, target) : target, this.options);
  }

  /** Whoever held the Lease is gone: it is taken over with what stands in it. */
  take(): Promise<void> {
    return this.write("take", () => (this.lease = { ...this.lease }));
  }
  note(note: string): Promise<void> {
    return this.write("note", () => (this.lease = { note }));
  }
  giveBack(): Promise<void> {
    return this.write("give back", () => (this.lease = undefined));
  }

  revive(lives: number): void {
    this.lives = lives;
  }

  save(standing: Standing): Promise<void> {
    return this.write("save", () => (this.standing = standing));
  }
  up({ kind }: { kind: string }, scope: Scope, awaited: readonly SlotName[]): Promise<void> {
    if (kind === this.stuckIn) return Promise.reject(new Stuck("no such image"));
    this.scopes.push(scope);
    this.awaited.push(awaited);
    return this.write(`up ${kind}`, () => (this.live = this.wanted()));
  }
  settle(): Promise<void> {
    assert.deepEqual(this.live, this.wanted(), "a plain up would change something");
    return Promise.resolve();
  }
  hold(seconds: number): Promise<void> {
    this.held += seconds;
    return Promise.resolve();
  }
  gate(): Promise<boolean> {
    return Promise.resolve(true);
  }
  judge: World["judge"] = (_phase, tried) => {
    this.tried.push(tried.join());
    return Promise.resolve("passed");
  };
  say(): void {
    // nobody listens
  }

  private write(what: string, change: () => void): Promise<void> {
    if (this.lives-- === 0) return Promise.reject(new Killed());
    this.log.push(what);
    change();
    return Promise.resolve();
  }
}

/** As the command does it, Lease and all. */
const go = async (world: Fake, action: Action, options: RolloutOptions): Promise<string> => {
  await world.take();
  const task = taskOf(world.standing, action, world.lease?.note);
  const live = world.live.slots.map(({ name, release }) => {
    const { version } = release;
    return { name, version, release: releaseKey(release) };
  });
  const { standing } = world;
  // Wherever a run was cut off, its config knows what lives.
  requireAgreement("web", { standing, options: () => options, stack: "dev" }, live);
  const ended =
    task.do === "nothing"
      ? task.why
      : await run(task, {
          action,
          standing: () => world.standing,
          lease: world,
          world,
          options: () => Promise.resolve(options),
          tell: () => undefined,
        });
  await world.giveBack();
  return ended;
};

const { steps } = f.canary;
const cases: [what: string, from: Standing, action: Action][] = [
  ["ramped start", { target: f.ramped }, { do: "start", version: "v2" }],
  ["recreate start", { target: f.recreate }, { do: "start", version: "v2" }],
  ["blue/green start", { target: f.blue }, { do: "start", version: "v2" }],
  ["blue/green cut", { target: f.blueAndGreen, origin: f.blue }, { do: "promote" }],
  ["blue/green end", { target: f.greenAndBlue, origin: f.blue }, { do: "promote" }],
  ["blue/green abort", { target: f.greenAndBlue, origin: f.blue }, { do: "abort" }],
  [
    "canary start",
    { target: f.ramped },
    { do: "start", version: "v2", as: { strategy: "canary", steps } },
  ],
  ["canary end", { target: f.canary, origin: f.ramped }, { do: "promote", to: "promoted" }],
  ["canary abort", { target: f.canary, origin: f.ramped }, { do: "abort" }],
];

describe("course rollout: the walk", () => {
  it("has in the config what it does, before it does it, and ends where it was to go", async () => {
    const world = new Fake({ target: f.ramped }, f.meshed);
    const action: Action = { do: "start", version: "v2", as: { strategy: "canary", steps } };
    assert.equal(await go(world, action, f.meshed), "arrived");
    const phases = ["save", "up expand", "save", "up shift"];
    assert.deepEqual(world.log, ["take", "note", ...phases, "save", "give back"]);
    assert.deepEqual(world.standing, { target: f.canary, origin: f.ramped });
    assert.deepEqual(world.live, world.wanted(), "a later up changes nothing");
    assert.equal(world.held, 15);
  });

  for (const [what, from, action] of cases)
    it(`${what}: killed after any write and run again, it ends the same`, async () => {
      for (const options of [f.meshed, f.plain]) {
        const whole = new Fake(from, options);
        assert.equal(await go(whole, action, options), "arrived");
        // Once the Lease is given back, all is done and said.
        for (let lives = 0; lives < whole.log.length; lives++) {
          const world = new Fake(from, options, lives);
          await assert.rejects(go(world, action, options), Killed);
          world.revive(Infinity);
          await go(world, action, options);
          assert.deepEqual(world.standing, whole.standing, `killed after ${lives}`);
          assert.deepEqual(world.live, whole.live, `killed after ${lives}`);
        }
      }
    });

  it("promote to a named step may be run again and again, also when it has arrived", async () => {
    const world = new Fake({ target: f.canary, origin: f.ramped }, f.meshed);
    const action: Action = { do: "promote", to: "1" };
    await go(world, action, f.meshed);
    const { standing } = world;
    assert.match(await go(world, action, f.meshed), /stands at 1 already/);
    assert.equal(world.standing, standing);
  });

  it("given up in the middle, it goes back by one write to the route, and waits", async () => {
    const end: Standing = { target: f.canary, origin: f.ramped };
    const whole = new Fake(end, f.meshed);
    await go(whole, { do: "promote", to: "promoted" }, f.meshed);
    for (let lives = 1; lives < whole.log.length; lives++) {
      const world = new Fake(end, f.meshed, lives);
      const forth: Action = { do: "promote", to: "promoted" };
      await assert.rejects(go(world, forth, f.meshed), Killed);
      world.revive(Infinity);
      assert.equal(await go(world, { do: "abort" }, f.meshed), "arrived");
      assert.deepEqual(world.standing.target, { ...f.canary, at: "aborted" });
      assert.equal(world.standing.underway, undefined);
      assert.deepEqual(world.live, world.wanted());
    }
  });

  it("stops before a phase that is not let through, and goes on from there", async () => {
    const world = new Fake({ target: f.blueAndGreen, origin: f.blue }, f.meshed);
    world.gate = () => Promise.resolve(false);
    assert.equal(await go(world, { do: "promote" }, f.meshed), "stopped");
    assert.deepEqual(world.live.traffic, world.wanted().traffic);
    world.gate = () => Promise.resolve(true);
    assert.equal(await go(world, { do: "promote" }, f.meshed), "arrived");
    assert.deepEqual(world.standing.target, f.greenAndBlue);
  });

  it("goes back by itself where pods will not come, also when it is killed meanwhile", async () => {
    const action: Action = { do: "start", version: "v2" };
    const stuck = (lives?: number) => new Fake({ target: f.blue }, f.plain, lives, "expand");
    const whole = stuck();
    const before = whole.live;
    assert.equal(await go(whole, action, f.plain), "aborted");
    assert.deepEqual(whole.live, before);
    assert.deepEqual(whole.standing, { target: f.blue });
    for (let lives = 0; lives < whole.log.length; lives++) {
      const world = stuck(lives);
      await assert.rejects(go(world, action, f.plain), Killed);
      world.revive(Infinity);
      assert.match(await go(world, action, f.plain), /^aborted|come to its end/);
      assert.deepEqual(world.standing, whole.standing, `killed after ${lives}`);
      assert.deepEqual(world.live, before, `killed after ${lives}`);
    }
  });

  it("begins anew where another action was cut off at its end", async () => {
    const forth: Action = { do: "promote" };
    const start: Standing = { target: f.canary, origin: f.ramped };
    const whole = new Fake(start, f.meshed);
    await go(whole, forth, f.meshed);
    const world = new Fake(start, f.meshed, whole.log.length - 1);
    await assert.rejects(go(world, forth, f.meshed), Killed);
    world.revive(Infinity);
    assert.equal(await go(world, { do: "promote", to: "promoted" }, f.meshed), "arrived");
    assert.deepEqual(world.standing.target, { ...f.canary, at: "promoted" });
  });

  it("makes room for the load that has grown before one slot takes over from another", async () => {
    const grown: RolloutOptions = { mesh: true, replicas: { min: 2, max: 9, floor: 7 } };
    const world = new Fake({ target: f.blueAndGreen, origin: f.blue, floor: 4 }, grown);
    await go(world, { do: "promote" }, grown);
    const writes = world.log.filter((what) => what.startsWith("up"));
    assert.deepEqual(writes, ["up expand", "up shift"]);
    assert.equal(world.standing.floor, 7);
    assert.equal(world.held, 30, "who is new must be known before it serves alone");
  });

  it("an abort makes no room first", async () => {
    const grown: RolloutOptions = { mesh: true, replicas: { min: 2, max: 9, floor: 7 } };
    const world = new Fake({ target: f.greenAndBlue, origin: f.blue, floor: 4 }, grown);
    await go(world, { do: "abort" }, grown);
    assert.equal(
      world.log.find((what) => what.startsWith("up")),
      "up shift",
    );
  });

  it("goes by the route alone, and waits for nobody who is on the way out", async () => {
    const end: Standing = { target: f.canary, origin: f.ramped };
    const world = new Fake(end, f.meshed, Infinity, "expand");
    assert.equal(await go(world, { do: "promote", to: "1" }, f.meshed), "aborted");
    assert.deepEqual(world.scopes, [{ only: "route" }, { leaving: [] }]);
    assert.deepEqual(world.awaited, [["stable"], ["stable"]]);
    assert.deepEqual(world.standing.target, { ...f.canary, at: "aborted" });
  });

  it("keeps to the pods that served when it began, until one slot is left", async () => {
    const busy: RolloutOptions = { mesh: true, replicas: { min: 2, max: 9, floor: 6 } };
    const world = new Fake({ target: f.blue }, busy);
    await go(world, { do: "start", version: "v2" }, busy);
    assert.equal(world.standing.floor, 6);
    await go(world, { do: "promote" }, busy);
    await go(world, { do: "promote" }, busy);
    assert.equal(world.standing.floor, undefined);
  });

  describe("with gates", () => {
    const cut: Standing = { target: f.blueAndGreen, origin: f.blue };
    const toEnd: Action = { do: "promote", to: "promoted" };

    it("asks after each phase that brings the new version more requests, and only then", async () => {
      const expected: [from: Standing, action: Action, tried: string[]][] = [
        [{ target: f.ramped }, { do: "start", version: "v2" }, ["stable"]],
        [{ target: f.recreate }, { do: "start", version: "v2" }, ["stable"]],
        [{ target: f.blue }, { do: "start", version: "v2" }, []],
        [cut, { do: "promote" }, ["green"]],
        [{ target: f.greenAndBlue, origin: f.blue }, { do: "promote" }, []],
        [{ target: f.greenAndBlue, origin: f.blue }, { do: "abort" }, []],
        [{ target: { ...f.canary, at: 1 }, origin: f.ramped }, toEnd, ["canary"]],
        [{ target: f.canary, origin: f.ramped }, toEnd, ["canary", "canary"]],
        [{ target: f.canary, origin: f.ramped }, { do: "abort" }, []],
        [{ target: f.abTest }, { do: "start", version: "v3" }, ["b"]],
        [{ target: f.shadow }, { do: "start", version: "v3" }, ["shadow"]],
        [{ target: f.abTest, origin: f.ramped }, { do: "promote" }, ["b"]],
        [{ target: f.shadow, origin: f.ramped }, { do: "promote" }, ["stable"]],
      ];
      for (const [from, action, tried] of expected) {
        const world = new Fake(from, f.meshed);
        await go(world, action, f.meshed);
        assert.deepEqual(world.tried, tried, JSON.stringify([from.target, action]));
      }
      for (const as of [
        { strategy: "abTest", toB: f.abTest.toB },
        { strategy: "shadow", percent: 30 },
      ] as const) {
        const world = new Fake({ target: f.ramped }, f.meshed);
        await go(world, { do: "start", version: "v2", as }, f.meshed);
        assert.deepEqual(world.tried, [as.strategy === "shadow" ? "shadow" : "b"]);
      }
    });

    it("held, it stands where it is, and asks again when it is run again", async () => {
      for (const judgement of ["held", "stopped"] as const) {
        const world = new Fake(cut, f.meshed);
        const passes = world.judge;
        world.judge = () => Promise.resolve(judgement);
        assert.equal(await go(world, { do: "promote" }, f.meshed), judgement);
        assert.ok(world.standing.underway);
        assert.deepEqual(world.live, world.wanted(), "a plain up changes nothing");
        world.judge = passes;
        assert.equal(await go(world, { do: "promote" }, f.meshed), "arrived");
        assert.deepEqual(world.tried, ["green"]);
        assert.deepEqual(world.standing.target, f.greenAndBlue);
      }
    });

    it("failed, it is gone back from, at every step and where nothing else is to do", async () => {
      for (const [, from, action] of cases) {
        const whole = new Fake(from, f.meshed);
        await go(whole, action, f.meshed);
        for (let passed = 0; passed < whole.tried.length; passed++) {
          const world = new Fake(from, f.meshed);
          let left = passed;
          world.judge = () =>
            left-- > 0 ? Promise.resolve("passed") : Promise.reject(new GateFailed("many 5xx"));
          assert.equal(await go(world, action, f.meshed), "aborted");
          assert.equal(world.standing.underway, undefined);
          assert.equal(served(world.standing.target).version, "v1");
          assert.deepEqual(world.live, world.wanted());
        }
      }
    });
  });
});
