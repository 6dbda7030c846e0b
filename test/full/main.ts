import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { writePrivate } from "../../sandbox/files";
import { clone, sandboxPaths } from "../../sandbox/paths";
import { upAndDown, variants } from "../e2e/part-off";
import { TestSandbox } from "../e2e/sandbox";
import { chain } from "./chains";
import { resets } from "./resets";
import { killedAt } from "./kill-points";
import { killEverywhere, rounds } from "./killed-rollouts";

/** Runs of each property; the unit tests make a hundred. */
const propertyRuns = 2_000;

/** Searches of one commit, and which of them have passed: one that was stopped goes on from there. */
class Searches {
  private readonly file = join(sandboxPaths("full").root, "full.json");
  private readonly commit = git("rev-parse", "HEAD");
  private readonly passed = new Set(this.read());
  private readonly failed: string[] = [];

  /** @returns what `run` answers, or true where it has passed before or failed now */
  async search(name: string, run: () => Promise<boolean> | boolean): Promise<boolean> {
    if (this.passed.has(name)) return true;
    process.stdout.write(`› ${name}\n`);
    try {
      if (!(await run())) return false;
      this.passed.add(name);
      writePrivate(this.file, JSON.stringify({ commit: this.commit, passed: [...this.passed] }));
    } catch (error) {
      this.failed.push(name);
      process.stdout.write(`  failed: ${String(error)}\n`);
    }
    return true;
  }

  report(): void {
    for (const name of this.failed) process.stdout.write(`failed: ${name}\n`);
    const [passed, failed] = [this.passed.size, this.failed.length].map(String);
    process.stdout.write(`\n${passed ?? ""} passed, ${failed ?? ""} failed\n`);
    process.exitCode = this.failed.length === 0 ? 0 : 1;
  }

  private read(): string[] {
    if (!existsSync(this.file)) return [];
    const { commit, passed } = JSON.parse(readFileSync(this.file, "utf8")) as {
      commit: string;
      passed: string[];
    };
    return commit === this.commit ? passed : [];
  }
}

const git = (...words: string[]) =>
  execFileSync("git", words, { cwd: clone, encoding: "utf8" }).trim();

function npm(words: string[], env: NodeJS.ProcessEnv = {}): boolean {
  const options = { cwd: clone, stdio: "inherit", env: { ...process.env, ...env } } as const;
  if (spawnSync("npm", words, options).status === 0) return true;
  throw new Error(`npm ${words.join(" ")} failed: see above`);
}

/** Everything that takes too long for each change: many seeds, every part switched off, all kill points. */
async function full(): Promise<void> {
  const searches = new Searches();
  await searches.search(`${propertyRuns.toString()} runs of each property`, () =>
    npm(["test", "--", "--timeout", "900000"], { PROPERTY_RUNS: propertyRuns.toString() }),
  );
  await searches.search("scanners", () => npm(["run", "scan"]));
  await searches.search("the rollout logic's mutants", () => npm(["run", "test:mutants"]));
  await searches.search("the end-to-end tests", () => npm(["run", "test:e2e"]));
  await searches.search("every lab of the course", () => npm(["run", "test:labs"]));
  await searches.search("the mesh with real traffic", () => npm(["run", "test:mesh"]));
  for (const mesh of [true, false])
    await chain({ mesh }, (name, run) => searches.search(name, run));
  for (const variant of variants)
    await searches.search(`${variant.stack} without ${variant.part}`, async () => {
      await upAndDown(variant);
      return true;
    });
  await resets((name, run) => searches.search(name, run));
  const sandbox = new TestSandbox();
  try {
    for (let lines = 1, isThere = true; isThere; lines++)
      isThere = await searches.search(`up, killed after ${lines.toString()} steps`, () =>
        killedAt(sandbox, lines),
      );
  } finally {
    await sandbox.dispose();
  }
  for (const round of rounds)
    await killEverywhere(round, (name, run) => searches.search(name, run));
  searches.report();
}

void full();
