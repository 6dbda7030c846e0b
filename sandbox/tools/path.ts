import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { basename, delimiter, join } from "node:path";

import type { ToolName, ToolSpec } from "./catalog";
import { run } from "./run";
import { parseVersion, type Version } from "./version";

/** A program on PATH that may be used, or why it may not. */
export type Found = { path: string; version: string } | { path: string; problem: string };

/** Remembers what a program answered, keyed by the file's identity: asking takes up to half a second each. */
export interface Answers {
  get(key: string): string | undefined;
  set(key: string, answer: string): void;
}

/** Each program of that name on PATH, in order, until one will do. */
export async function findOnPath(
  spec: ToolSpec,
  path: string,
  answers: Answers,
): Promise<readonly Found[]> {
  const seen: Found[] = [];
  for (const file of candidates(spec.name, path)) {
    const found = judge(spec, file, await answerOf(spec, file, answers));
    seen.push(found);
    if ("version" in found) break;
  }
  return seen;
}

/** What a program says its version is, or what is wrong with it: `does not run (…)`. */
export async function askVersion(
  spec: ToolSpec,
  file: string,
): Promise<{ version: Version } | { problem: string }> {
  return understand(await ask(spec, file));
}

function judge(spec: ToolSpec, file: string, answer: string): Found {
  const understood = understand(answer);
  if ("problem" in understood) return { path: file, problem: understood.problem };
  const { major, minor, patch, pre } = understood.version;
  const version = `${[major, minor, patch].join(".")}${pre && `-${pre}`}`;
  return spec.accepts(understood.version)
    ? { path: file, version }
    : { path: file, problem: `is ${version}, not ${spec.accepted}` };
}

function understand(answer: string): { version: Version } | { problem: string } {
  const version = parseVersion(answer);
  return version ? { version } : { problem: answer };
}

/** The version as the program writes it, or else what is wrong with it. */
async function ask(spec: ToolSpec, file: string): Promise<string> {
  const ran = await run(file, spec.ask.args, {
    timeoutMs: 20_000,
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  if (ran.problem !== undefined) return `does not run (${ran.stderr.at(-1) ?? ran.problem})`;
  return spec.ask.answer.exec(ran.stdout)?.[1] ?? "does not tell its version";
}

/**
 * A script, or a version manager's shim (small, or one program under many names): its answer may change while its file does not.
 */
const isShim = (spec: ToolSpec, real: string, size: number) =>
  size < programSize || basename(real) !== spec.name;

/** Bytes; no tool of ours is smaller. */
const programSize = 1 << 20;

async function answerOf(spec: ToolSpec, file: string, answers: Answers): Promise<string> {
  const real = realpathSync(file);
  const { size, mtimeMs } = statSync(real);
  if (isShim(spec, real, size)) return ask(spec, file);
  const key = `${real} ${size.toString()} ${mtimeMs.toString()}`;
  let answer = answers.get(key);
  if (answer === undefined) {
    answer = await ask(spec, file);
    answers.set(key, answer);
  }
  return answer;
}

function candidates(name: ToolName, path: string): string[] {
  const files = path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name));
  // One program may lie on PATH under several names: /bin is often a link to /usr/bin.
  const real = new Map(files.filter(isProgram).map((file) => [realpathSync(file), file]));
  return [...real.values()];
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
