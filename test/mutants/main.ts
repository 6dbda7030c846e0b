import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { MutantResult } from "@stryker-mutator/api/core";

import { writePrivate } from "../../sandbox/files";
import { clone, sandboxPaths } from "../../sandbox/paths";

/** Least percentage of mutants that the tests must notice, over all files. */
const least = 90;

const logic = "components/rollout";

/** All that the outcome depends on. */
const depends = [logic, "components/argument-error.ts", `test/${logic}`, "test/mutants"];
const memory = join(sandboxPaths("mutants").dir, "noticed.json");

/** Of one file's mutants: how many there were, and how many made a test fail or run for ever. */
interface Score {
  readonly mutants: number;
  readonly noticed: number;
}

const percent = ({ mutants, noticed }: Score): number =>
  mutants === 0 ? 100 : (100 * noticed) / mutants;

const line = ([name, score]: readonly [string, Score]): string =>
  `${name.padEnd(24)} ${score.noticed} of ${score.mutants} mutants noticed, ${percent(score).toFixed(1)} %`;

function scoreOf(results: readonly MutantResult[]): Score {
  const count = (...statuses: MutantResult["status"][]) =>
    results.filter(({ status }) => statuses.includes(status)).length;
  const noticed = count("Killed", "Timeout");
  return { noticed, mutants: noticed + count("Survived", "NoCoverage") };
}

/** The code in a folder, or in one file. */
function code(path: string): string[] {
  if (path.endsWith(".ts")) return [readFileSync(join(clone, path), "utf8")];
  const entries = readdirSync(join(clone, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((file) => readFileSync(file, "utf8"));
}

/** Which files have been done in this state of the code: a run that was stopped goes on from there. */
class Scores {
  private readonly state = createHash("sha256")
    .update(depends.flatMap(code).join("\0"))
    .digest("hex");
  private readonly scores = new Map(this.read());

  get(file: string): Score | undefined {
    return this.scores.get(file);
  }

  set(file: string, score: Score): void {
    this.scores.set(file, score);
    writePrivate(memory, JSON.stringify({ state: this.state, scores: [...this.scores] }));
  }

  private read(): [string, Score][] {
    if (!existsSync(memory)) return [];
    const { state, scores } = JSON.parse(readFileSync(memory, "utf8")) as {
      state: string;
      scores: [string, Score][];
    };
    return state === this.state ? scores : [];
  }
}

/** Runs the tests against each mutant of one file, and shows those that none of them notices. */
async function mutate(file: string): Promise<Score> {
  process.stdout.write(`› ${file}\n`);
  const { Stryker } = await import("@stryker-mutator/core");
  const configFile = "test/mutants/stryker.config.mjs";
  return scoreOf(await new Stryker({ configFile, mutate: [`${logic}/${file}`] }).runMutationTest());
}

/**
 * Changes the rollout logic in a thousand small ways, one at a time, and sees whether a test notices.
 *
 *     npm run test:mutants                 # all files, but those that are done in this state of the code
 *     npm run test:mutants -- pods.ts      # one, again
 */
async function main(asked: readonly string[]): Promise<void> {
  process.chdir(clone);
  const scores = new Scores();
  const all = readdirSync(logic).filter((file) => !["index.ts", "docs.ts"].includes(file));
  const found: [file: string, score: Score][] = [];
  for (const file of asked.length > 0 ? asked : all) {
    const known = asked.length > 0 ? undefined : scores.get(file);
    const score = known ?? (await mutate(file));
    scores.set(file, score);
    found.push([file, score]);
  }
  const sum = (of: keyof Score) => found.reduce((total, [, score]) => total + score[of], 0);
  const total = { mutants: sum("mutants"), noticed: sum("noticed") };
  process.stdout.write(["", ...[...found, ["all", total] as const].map(line), ""].join("\n"));
  process.exitCode = percent(total) < least ? 1 : 0;
  if (percent(total) < least) process.stdout.write(`That is less than ${least} %.\n`);
}

void main(process.argv.slice(2));
