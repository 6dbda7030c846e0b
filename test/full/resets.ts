import assert from "node:assert/strict";

import fc from "fast-check";

import { labs } from "../../apps/labs";
import { Audit } from "../e2e/reset/audit";
import { everyLab, killed, search } from "../e2e/reset/check";
import { roomOf } from "../e2e/reset/world";
import { TestSandbox } from "../e2e/sandbox";
import { labPlatform } from "../e2e/labs/platform";
import { namesOf } from "../e2e/students";

/** Stories in all, and after how many the stack itself is asked what it finds to do. */
const stories = 1_000;
const refreshEvery = 50;
const students = namesOf(10);

type Search = (name: string, run: () => Promise<boolean>) => Promise<boolean>;

/** A thousand stories of what students do, each followed by a reset, on a real API server; then resets killed on the way. */
export async function resets(searched: Search): Promise<void> {
  let sandbox: TestSandbox | undefined;
  const standing = async () => {
    if (sandbox) return sandbox;
    sandbox = new TestSandbox();
    await sandbox.up("--json", ...labPlatform.platform);
    await sandbox.ok("up", "--stack", "classroom", "--json");
    return sandbox;
  };
  try {
    const rounds = refreshEvery / students.length;
    for (let from = 0; from < stories / students.length; from += rounds) {
      const seeds = Array.from({ length: rounds }, (_, index) => 1_000 + from + index);
      const name = `resets after made-up stories, seeds ${seeds.join(", ")}`;
      await searched(name, async () => {
        const it = await standing();
        await search(roomOf(it), new Audit(it), students, seeds, (line) => {
          process.stdout.write(`  ${line}\n`);
        });
        const text = await it.ok("preview", "--stack", "classroom", "--refresh", "--json");
        const { changes } = JSON.parse(text) as { changes: Record<string, number> };
        assert.deepEqual(Object.keys(changes), ["same"]);
        return true;
      });
    }
    await searched("a reset to each lab", async () => {
      const names = labs
        .filter(({ needs = [] }) => !needs.includes("shop"))
        .map(({ name }) => name);
      await everyLab(roomOf(await standing()), students, names);
      return true;
    });
    const kills = fc.sample(fc.integer({ min: 300, max: 6_000 }), { seed: 1, numRuns: 10 });
    await searched("a reset killed ten times", async () => {
      const it = await standing();
      await killed(it, roomOf(it), "user02", kills);
      return true;
    });
  } finally {
    await sandbox?.dispose();
  }
}
