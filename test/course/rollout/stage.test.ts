import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { desired } from "../../../components/rollout";
import type { Cluster } from "../../../course/rollout/live";
import type { Service } from "../../../course/rollout/service";
import { Stage } from "../../../course/rollout/stage";
import type { Interrupt } from "../../../sandbox/engine/interrupt";
import * as f from "../../components/rollout/fixtures";

/** A stage whose Lease is lost at once, or while the engine runs. */
function stage(lost: AbortController, did: string[]) {
  const stack: Pick<Stack, "up"> = {
    up: (options) => {
      did.push("up");
      lost.abort(new Error("lost"));
      return options?.signal?.aborted
        ? Promise.reject(new Error("the engine was stopped"))
        : Promise.reject(new Error("the engine ran on"));
    },
  };
  const cluster: Pick<Cluster, "live" | "troubles"> = {
    live: () => Promise.resolve({ slots: [], traffic: "" }),
    troubles: () => Promise.resolve([]),
  };
  return new Stage({
    service: { name: "products", save: () => void did.push("save") } as unknown as Service,
    stack: stack as Stack,
    cluster: cluster as Cluster,
    lease: { confirm: () => lost.signal.throwIfAborted(), lost: lost.signal },
    interrupt: {
      heard: false,
      during: (run: (signal: AbortSignal) => unknown) => run(new AbortController().signal),
    } as unknown as Interrupt,
    manual: false,
    patience: 1,
    tell: () => undefined,
  });
}

const phase = { kind: "shift", picture: desired(f.canary, f.meshed), holdSeconds: 0 } as const;
const shift = [phase, { only: "route" }, []] as const;

describe("course rollout: a Lease that is lost", () => {
  it("ends the work before the next write", async () => {
    const did: string[] = [];
    const lost = new AbortController();
    const world = stage(lost, did);
    await world.save({ target: f.ramped });
    lost.abort(new Error("lost"));
    assert.throws(() => world.save({ target: f.ramped }), /lost/);
    await assert.rejects(world.up(...shift), /lost/);
    assert.deepEqual(did, ["save"]);
  });

  it("stops an engine that runs, and is what is told", async () => {
    const did: string[] = [];
    await assert.rejects(stage(new AbortController(), did).up(...shift), /^Error: lost$/);
    assert.deepEqual(did, ["up"]);
  });
});
