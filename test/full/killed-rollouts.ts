import assert from "node:assert/strict";

import { changesNothing, killedAfter, whole, type Action, type Left } from "../e2e/killed";
import { upSmall } from "../e2e/small-shop";
import { Writes } from "../e2e/writes";

/** What a service does from version to version, over and over: it ends as it began, but for the version. */
interface Round {
  readonly name: string;
  readonly mesh: boolean;
  readonly actions: (version: string) => readonly Action[];
  /** The versions that take turns: v2 and v1, unless the round ends with the version that it began with. */
  readonly versions?: readonly string[];
  /** What its actions end with. */
  readonly code?: number;
}

const start = (version: string, ...words: string[]): Action => [
  ...["start", "products", "--to", version],
  ...words,
];
const promote: Action = ["promote", "products"];
const abort: Action = ["abort", "products"];
const canary = ["--strategy", "canary", "--steps", "10,50"];
const blueGreen = ["--strategy", "blueGreen"];

export const rounds: readonly Round[] = [
  {
    name: "canary",
    mesh: true,
    actions: (to) => [start(to, ...canary), promote, promote],
  },
  {
    name: "canary, aborted",
    mesh: true,
    actions: (to) => [start(to, ...canary), promote, abort],
    versions: ["v2", "v3"],
  },
  {
    name: "blue/green",
    mesh: false,
    actions: (to) => [start(to, ...blueGreen), promote, promote],
  },
  {
    name: "blue/green, aborted",
    mesh: false,
    actions: (to) => [start(to, ...blueGreen), promote, abort],
    versions: ["v2", "v3"],
  },
  {
    name: "A/B test and shadow",
    mesh: true,
    actions: (to) => [
      start(to, "--strategy", "abTest", "--match", "header:x-group=b"),
      abort,
      start(to, "--strategy", "shadow", "--percent", "30"),
      promote,
    ],
  },
  { name: "ramped", mesh: false, actions: (to) => [start(to, "--strategy", "ramped")] },
  { name: "recreate", mesh: true, actions: (to) => [start(to, "--strategy", "recreate")] },
  {
    name: "an image that is not there",
    mesh: false,
    actions: () => [start("does-not-exist", "--patience", "2")],
    code: 1,
  },
];

/** How a search is made: by its name, unless it has passed before. */
export type Search = (name: string, run: () => Promise<boolean>) => Promise<boolean>;

/**
 * Goes rounds, an action of each killed after one write more every time, until each action has been killed after each
 * of its writes. Two versions take turns, so that each second round must end as the ones before, word for word.
 */
export async function killEverywhere(round: Round, search: Search): Promise<void> {
  const { name, mesh, code, versions = ["v2", "v1"] } = round;
  const sandbox = await upSmall(mesh);
  const writes = await Writes.before(sandbox);
  try {
    await sandbox.up();
    const turns = versions.map((version) => round.actions(version));
    const expected = new Map<Action, Left>();
    // The first two turns bring the service into the round, the next two are the measure.
    for (const actions of [...turns, ...turns])
      for (const action of actions) {
        const { config, objects, state } = await whole(writes, sandbox, action, code);
        expected.set(action, { config, objects, state });
      }
    const next = new Map<Action, number>();
    const isOver = (action: Action) => next.get(action) === Infinity;
    while (!turns.flat().every(isOver))
      for (const [turn, actions] of turns.entries())
        for (const [index, action] of actions.entries())
          await killNext({ name: `${name}, turn ${turn}, action ${index}`, action });

    async function killNext({ name: what, action }: { name: string; action: Action }) {
      if (isOver(action)) {
        await whole(writes, sandbox, action, code);
        return;
      }
      const ran = { once: false };
      for (let most = next.get(action) ?? 1; !ran.once; most++) {
        const isThere = await search(`${what}, killed after ${most} writes`, async () => {
          ran.once = true;
          const found = await killedAfter(writes, sandbox, action, most, code);
          if (!found) return false;
          assert.deepEqual(found, expected.get(action));
          await changesNothing(sandbox);
          return true;
        });
        next.set(action, isThere ? most + 1 : Infinity);
      }
    }
  } finally {
    await sandbox.dispose();
    writes.close();
  }
}
