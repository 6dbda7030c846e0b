import assert from "node:assert/strict";

import type { V1Pod } from "@kubernetes/client-node";

import { callersAway } from "../../../course/rollout/mesh";
import { steady } from "../../../course/rollout/mesh-watch";

/** Looks at a mesh that is away in these seconds, by a clock of its own. */
async function watched(
  seconds: number,
  { away, patience = 60, stopAt }: { away: [number, number][]; patience?: number; stopAt?: number },
) {
  let now = 0;
  const told: string[] = [];
  const isAway = () => away.some(([from, until]) => now >= from && now < until);
  const ended = await steady(seconds, {
    away: () => Promise.resolve(isAway() ? ["istiod does not answer"] : []),
    patience,
    now: () => now * 1000,
    wait: (ms) => {
      now += ms / 1000;
      return Promise.resolve();
    },
    stopped: () => stopAt !== undefined && now >= stopAt,
    tell: (line) => void told.push(line.trim()),
  }).catch((error: unknown) => (error as Error).message);
  return { now, told, ended };
}

describe("course rollout while the mesh is away", () => {
  it("holds as long as it was told to, and says nothing, while all of it answers", async () => {
    assert.deepEqual(await watched(15, { away: [] }), { now: 15, told: [], ended: undefined });
    assert.deepEqual(await watched(0, { away: [] }), { now: 0, told: [], ended: undefined });
  });

  it("holds anew from when it is back, and says both", async () => {
    const { now, told, ended } = await watched(15, { away: [[4, 9]] });
    assert.equal(ended, undefined);
    assert.equal(now, 9 + 15);
    assert.match(told[0] ?? "", /^waiting: istiod does not answer; traffic stays as it is$/);
    assert.match(told[1] ?? "", /^all of it answers again: 15 s from now/);
    assert.equal(told.length, 2);
  });

  it("holds anew after each time that it was away", async () => {
    const away: [number, number][] = [
      [3, 5],
      [12, 13],
    ];
    assert.equal((await watched(15, { away })).now, 13 + 15);
  });

  it("stops when it stays away, or when a person wants it so", async () => {
    const late = await watched(15, { away: [[4, 1000]], patience: 30 });
    assert.equal(late.now, 4 + 30);
    assert.match(late.ended ?? "", /^Stopped: istiod does not answer\..* run promote to go on/);
    assert.equal((await watched(15, { away: [[4, 1000]], stopAt: 7 })).now, 7);
  });
});

describe("callers of a service that rolls out", () => {
  /** @param since the second since when it is ready, or is not */
  const pod = (app: string, ready: boolean, since: number, deletionTimestamp?: string): V1Pod => {
    const lastTransitionTime = new Date(since * 1000);
    const conditions = [{ type: "Ready", status: ready ? "True" : "False", lastTransitionTime }];
    const metadata = { uid: `uid-of-${app}`, labels: { app }, deletionTimestamp };
    return { metadata, status: { conditions } } as unknown as V1Pod;
  };
  const lost = ["gateway, which may call it, has lost its readiness"];

  it("are missed when they were ready and are not", () => {
    const ready = new Map<string, string>();
    const look = (...pods: V1Pod[]) => callersAway(pods, "products", ready);
    assert.deepEqual(look(pod("gateway", true, 1), pod("ui", false, 1)), []);
    assert.deepEqual(look(pod("gateway", false, 5), pod("ui", false, 1)), lost);
    assert.deepEqual(look(pod("gateway", false, 5), pod("ui", true, 6)), lost);
  });

  it("are missed for one look when they were away between two", () => {
    const ready = new Map<string, string>();
    const look = (pods: V1Pod) => callersAway([pods], "products", ready);
    assert.deepEqual(look(pod("gateway", true, 1)), []);
    assert.deepEqual(look(pod("gateway", true, 5)), lost);
    assert.deepEqual(look(pod("gateway", true, 5)), []);
  });

  it("are not those that leave, nor the service's own pods", () => {
    const ready = new Map([
      ["uid-of-gateway", "1000"],
      ["uid-of-products", "1000"],
    ]);
    const pods = [pod("gateway", false, 5, "2026-11-22T05:00:00Z"), pod("products", false, 5)];
    assert.deepEqual(callersAway(pods, "products", ready), []);
  });
});
