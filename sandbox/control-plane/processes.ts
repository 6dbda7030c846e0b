import { spawn, type ChildProcess } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { writePrivate } from "../files";
import { processBirth, processCommand } from "../tools/process";

/** One process, with all that decides what it does. */
export interface Program<Name extends string = string> {
  readonly name: Name;
  readonly binary: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Files that it reads, written before it starts. */
  readonly files: Readonly<Record<string, string>>;
}

/** Where processes keep their things. */
export interface Home {
  /** What they run in. */
  readonly dir: string;
  readonly logs: string;
  readonly pids: string;
}

/** A program that was started, as a state file keeps it. */
export interface Started<Name extends string = string> {
  readonly name: Name;
  /**
   * What follows the program in its command line. It holds this sandbox's own folder, so no stranger's process can have it;
   * the program itself may have made way for another, as a version manager's shim does.
   */
  readonly args: string;
  readonly fingerprint: string;
}

/**
 * The shell notes its pid before it becomes the program. So the pid is known even when the one who starts it is
 * killed at that moment, and no second etcd is ever started over the same data.
 */
const launcher = 'umask 077; echo $$ >"$0"; exec "$@"';

/** A log that is larger when its program starts is put aside. */
const logLimit = 10 << 20;

/** Starts a program that outlives this process. */
export function launch(program: Program, home: Home): ChildProcess {
  for (const [file, text] of Object.entries(program.files)) writePrivate(file, text);
  for (const folder of [home.logs, home.pids]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = logFile(home, program.name);
  if (existsSync(log) && statSync(log).size > logLimit) renameSync(log, `${log}.old`);
  const output = openSync(log, "a", 0o600);
  const { PATH = "/usr/bin:/bin" } = process.env;
  const child = spawn(
    "/bin/sh",
    ["-c", launcher, pidFile(home, program.name), program.binary, ...program.args],
    {
      cwd: home.dir,
      detached: true,
      stdio: ["ignore", output, output],
      // No proxy settings, no user's own configuration: only what is given here.
      env: { PATH, HOME: home.dir, ...program.env },
    },
  );
  child.unref();
  closeSync(output);
  return child;
}

/** The pid of a program, when it lives and is the one that was started. */
export function livePid(home: Home, { name, args }: Started): number | undefined {
  const pid = Number(tryRead(pidFile(home, name)));
  return pid > 0 && processCommand(pid)?.endsWith(` ${args}`) ? pid : undefined;
}

/** Asks a program to end, and makes it end when it has not done so in time. */
export async function end(home: Home, started: Started, graceMs: number): Promise<void> {
  const pid = livePid(home, started);
  if (pid !== undefined) {
    const birth = processBirth(pid);
    const lives = () => birth !== undefined && processBirth(pid) === birth;
    signal(pid, "SIGTERM");
    for (const until = Date.now() + graceMs; lives() && Date.now() < until;) await wait(20);
    if (lives()) signal(pid, "SIGKILL");
    while (lives()) await wait(20);
  }
  rmSync(pidFile(home, started.name), { force: true });
}

/** Where in its log a program begins, so that only its own words are quoted. */
export function logSize(home: Home, name: string): number {
  const log = logFile(home, name);
  return existsSync(log) ? statSync(log).size : 0;
}

export function logFrom(home: Home, name: string, from: number): string {
  return readFileSync(logFile(home, name)).subarray(from).toString("utf8");
}

export function logFile(home: Home, name: string): string {
  return join(home.logs, `${name}.log`);
}

function pidFile(home: Home, name: string): string {
  return join(home.pids, name);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has just ended by itself.
  }
}

function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
