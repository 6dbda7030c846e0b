import assert from "node:assert/strict";
import { join } from "node:path";

import { strategies, type Strategy } from "../../components/rollout";
import type { TestSandbox } from "../e2e/sandbox";
import { changesNothing } from "../e2e/killed";
import { upSmall } from "../e2e/small-shop";
import { record, type Recording } from "../replay/record";
import { replay } from "../replay/replay";
import type { Search } from "./killed-rollouts";

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
function everyWay<T>(all: readonly T[]): (readonly [from: T, to: T])[] {
  const left = new Map(all.map((it) => [it, [...all]]));
  const stops: T[] = [];
  const visit = (at: T) => {
    for (let next = left.get(at)?.pop(); next !== undefined; next = left.get(at)?.pop())
      visit(next);
    stops.unshift(at);
  };
  visit(all[0] as T);
  return stops.slice(1).map((to, index) => [stops[index] as T, to]);
}

/**
 * Brings one service, live, from every strategy to every other, and has what a watcher saw meanwhile replayed: a ready
 * pod stood behind every request, but for the gaps of recreate. Each way is a search of its own.
 */
export async function chain({ mesh }: { readonly mesh: boolean }, search: Search): Promise<void> {
  let opened: Promise<Chain> | undefined;
  try {
    for (const [from, to] of everyWay(mesh ? strategies : onServices)) {
      const name = `from ${from} to ${to}, live, ${mesh ? "in" : "without"} the mesh`;
      await search(name, async () => {
        const it = await (opened ??= Chain.open(mesh));
        await it.go(from, to);
        return true;
      });
    }
    const last = await opened;
    if (last) await changesNothing(last.sandbox);
  } finally {
    await (await opened)?.close();
  }
}

class Chain {
  private at: Strategy | undefined;
  private version = 1;
  private readonly excused: [number, number][] = [];

  private constructor(
    readonly sandbox: TestSandbox,
    private readonly seen: Recording,
  ) {}

  static async open(mesh: boolean): Promise<Chain> {
    const sandbox = await upSmall(mesh);
    const kubeconfig = join(sandbox.home, sandbox.stack, "kubeconfig");
    const routing = mesh ? (["DestinationRule", "VirtualService"] as const) : [];
    const kinds = ["Pod", "Service", "Deployment", ...routing] as const;
    return new Chain(sandbox, await record(kubeconfig, "twelve-street", kinds));
  }

  async go(from: Strategy, to: Strategy): Promise<void> {
    // After a way that failed the service may be anywhere; where nothing is under way there is nothing to abort.
    if (this.at === undefined) await this.sandbox.course("rollout", "abort", "products");
    if (this.at !== from) await this.bring(from);
    this.at = undefined; // wherever it is left by what fails here
    await this.bring(to);
    const { excused } = this;
    assert.deepEqual(replay(this.seen.changes, { service: "products", late: 15, excused }), []);
    this.at = to;
  }

  /** A canary has an end of its own; of the others with two slots each second one is left as it stands. */
  private async bring(strategy: Strategy): Promise<void> {
    const began = this.seen.now();
    this.version += 1;
    const start = ["start", "products", "--to", `v${this.version.toString()}`];
    await this.rollout(...start, "--strategy", strategy, ...words[strategy]);
    if (strategy === "recreate") this.excused.push([began, this.seen.now() + 15]);
    else if (strategy === "canary") await this.rollout("promote", "products", "--to", "promoted");
    else if (strategy !== "ramped" && this.version % 2 === 1)
      await this.rollout("promote", "products");
  }

  private async rollout(...said: readonly string[]): Promise<void> {
    const ran = await this.sandbox.course("rollout", ...said);
    assert.equal(ran.code, 0, `${said.join(" ")}: ${ran.stderr}`);
  }

  async close(): Promise<void> {
    this.seen.stop();
    await this.sandbox.dispose();
  }
}
