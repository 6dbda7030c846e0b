import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { Argument, Command } from "commander";

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

type Search = Searches["search"];

/** Everything that takes too long for each change, by the names to choose them by. */
const groups: Readonly<Record<string, (search: Search) => Promise<unknown>>> = {
  properties: (search) =>
    search(`${propertyRuns.toString()} runs of each property`, () =>
      npm(["test", "--", "--timeout", "900000"], { PROPERTY_RUNS: propertyRuns.toString() }),
    ),
  scanners: (search) => search("scanners", () => npm(["run", "scan"])),
  mutants: (search) => search("the rollout logic's mutants", () => npm(["run", "test:mutants"])),
  e2e: (search) => search("the end-to-end tests", () => npm(["run", "test:e2e"])),
  labs: (search) => search("every lab of the course", () => npm(["run", "test:labs"])),
  mesh: (search) => search("the mesh with real traffic", () => npm(["run", "test:mesh"])),
  chains: async (search) => {
    for (const mesh of [true, false]) await chain({ mesh }, search);
  },
  parts: async (search) => {
    for (const variant of variants)
      await search(`${variant.stack} without ${variant.part}`, async () => {
        await upAndDown(variant);
        return true;
      });
  },
  resets,
  kills: async (search) => {
    const sandbox = new TestSandbox();
    try {
      for (let lines = 1, isThere = true; isThere; lines++)
        isThere = await search(`up, killed after ${lines.toString()} steps`, () =>
          killedAt(sandbox, lines),
        );
    } finally {
      await sandbox.dispose();
    }
  },
  rollouts: async (search) => {
    for (const round of rounds) await killEverywhere(round, search);
  },
};

async function full(chosen: readonly string[]): Promise<void> {
  const searches = new Searches();
  const names = chosen.length > 0 ? chosen : Object.keys(groups);
  for (const name of names) await groups[name]?.((what, run) => searches.search(what, run));
  searches.report();
}

new Command("npm run test:full --")
  .description("The long searches. Stopped, they go on where they were, on the same commit.")
  .addArgument(new Argument("[searches...]", "which; all by default").choices(Object.keys(groups)))
  .action(full)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
