import assert from "node:assert/strict";
import { join } from "node:path";

import { strategies, type Strategy } from "../../components/rollout";
import type { Ran } from "../e2e/sandbox";
import { changesNothing } from "../e2e/killed";
import { upSmall } from "../e2e/small-shop";
import { record } from "../replay/record";
import { replay } from "../replay/replay";

const words: Readonly<Record<Strategy, readonly string[]>> = {
  recreate: [],
  ramped: [],
  blueGreen: [],
  canary: ["--steps", "10,50"],
  abTest: ["--match", "header:x-group=b"],
  shadow: ["--percent", "30"],
};

/** What needs no mesh. */
const onServices: readonly Strategy[] = ["recreate", "ramped", "blueGreen", "canary"];

/** From each to each, itself too, and back to the first: every way once. */
function everyWay<T>(all: readonly T[]): T[] {
  const left = new Map(all.map((it) => [it, [...all]]));
  const way: T[] = [];
  const visit = (at: T) => {
    for (let next = left.get(at)?.pop(); next !== undefined; next = left.get(at)?.pop())
      visit(next);
    way.unshift(at);
  };
  visit(all[0] as T);
  return way;
}

/**
 * Brings one service, live, from every strategy to every other, and has what a watcher saw meanwhile replayed: a ready
 * pod stood behind every request, but for the gaps of recreate.
 */
export async function chain({ mesh }: { readonly mesh: boolean }): Promise<void> {
  const sandbox = await upSmall(mesh);
  const kubeconfig = join(sandbox.home, sandbox.stack, "kubeconfig");
  const routing = mesh ? (["DestinationRule", "VirtualService"] as const) : [];
  const kinds = ["Pod", "Service", "Deployment", ...routing] as const;
  const seen = await record(kubeconfig, "twelve-street", kinds);
  const excused: [number, number][] = [];
  const rollout = async (...said: readonly string[]): Promise<Ran> => {
    const ran = await sandbox.course("rollout", ...said);
    assert.equal(ran.code, 0, `${said.join(" ")}: ${ran.stderr}`);
    return ran;
  };
  try {
    const [, ...way] = everyWay(mesh ? strategies : onServices);
    for (const [index, strategy] of way.entries()) {
      process.stdout.write(`  ${(index + 1).toString()}/${way.length.toString()} to ${strategy}\n`);
      const from = seen.now();
      const to = ["start", "products", "--to", `v${(index + 2).toString()}`];
      await rollout(...to, "--strategy", strategy, ...words[strategy]);
      if (strategy === "recreate") excused.push([from, seen.now() + 15]);
      // A canary has an end of its own; of the others each second one is left as it stands.
      if (strategy === "canary") await rollout("promote", "products", "--to", "promoted");
      else if (index % 2 === 1) await rollout("promote", "products");
      assert.deepEqual(replay(seen.changes, { service: "products", late: 15, excused }), []);
    }
    await changesNothing(sandbox);
  } finally {
    seen.stop();
    await sandbox.dispose();
  }
}
