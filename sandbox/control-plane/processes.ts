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
import type { Component, ComponentName } from "./components";
import type { Layout } from "./layout";

/** A component that was started, as the state file keeps it. */
export interface Started {
  readonly name: ComponentName;
  /**
   * What follows the program in its command line. It holds this control plane's own folder, so no stranger's process can have it;
   * the program itself may have made way for another, as a version manager's shim does.
   */
  readonly args: string;
  readonly fingerprint: string;
}

/**
 * The shell notes its pid before it becomes the component. So the pid is known even when the one who starts it is
 * killed at that moment, and no second etcd is ever started over the same data.
 */
const launcher = 'umask 077; echo $$ >"$0"; exec "$@"';

/** A log that is larger when its component starts is put aside. */
const logLimit = 10 << 20;

/** Starts a component that outlives this process. */
export function launch(component: Component, layout: Layout): ChildProcess {
  for (const [file, text] of Object.entries(component.files)) writePrivate(file, text);
  for (const folder of [layout.logs, layout.pids])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = logFile(layout, component.name);
  if (existsSync(log) && statSync(log).size > logLimit) renameSync(log, `${log}.old`);
  const output = openSync(log, "a", 0o600);
  const { PATH = "/usr/bin:/bin" } = process.env;
  const child = spawn(
    "/bin/sh",
    ["-c", launcher, pidFile(layout, component.name), component.binary, ...component.args],
    {
      cwd: layout.dir,
      detached: true,
      stdio: ["ignore", output, output],
      // No proxy settings, no user's own configuration: only what is given here.
      env: { PATH, HOME: layout.dir, ...component.env },
    },
  );
  child.unref();
  closeSync(output);
  return child;
}

/** The pid of a component, when it lives and is the one that was started. */
export function livePid(layout: Layout, { name, args }: Started): number | undefined {
  const pid = Number(tryRead(pidFile(layout, name)));
  return pid > 0 && processCommand(pid)?.endsWith(` ${args}`) ? pid : undefined;
}

/** Asks a component to end, and makes it end when it has not done so in time. */
export async function end(layout: Layout, started: Started, graceMs: number): Promise<void> {
  const pid = livePid(layout, started);
  if (pid !== undefined) {
    const birth = processBirth(pid);
    const lives = () => birth !== undefined && processBirth(pid) === birth;
    signal(pid, "SIGTERM");
    for (const until = Date.now() + graceMs; lives() && Date.now() < until;) await wait(20);
    if (lives()) signal(pid, "SIGKILL");
    while (lives()) await wait(20);
  }
  rmSync(pidFile(layout, started.name), { force: true });
}

/** Where in its log a component begins, so that only its own words are quoted. */
export function logSize(layout: Layout, name: ComponentName): number {
  const log = logFile(layout, name);
  return existsSync(log) ? statSync(log).size : 0;
}

export function logFrom(layout: Layout, name: ComponentName, from: number): string {
  return readFileSync(logFile(layout, name)).subarray(from).toString("utf8");
}

export function logFile(layout: Layout, name: ComponentName): string {
  return join(layout.logs, `${name}.log`);
}

function pidFile(layout: Layout, name: ComponentName): string {
  return join(layout.pids, name);
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
