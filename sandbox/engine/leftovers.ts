import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import type { Stack } from "@pulumi/pulumi/automation";

import { UserError } from "../errors";
import type { Progress } from "../progress";
import { processCommand } from "../tools/process";
import { stackPaths } from "./platform";
import { stateFile } from "./state";

/** What Pulumi's file backend writes for a run that holds a stack. */
interface Lock {
  pid: number;
  hostname: string;
}

/** What the file backend keeps of a stack; only what is read here. */
interface Checkpoint {
  checkpoint?: { latest?: { pending_operations?: unknown[] } };
}

/** How long a run that is just ending is waited for: half a minute. */
const patience = { tries: 60, pauseMs: 500 };

function locks(stack: string, project: string): { file: string; lock: Lock }[] {
  const folder = join(
    stackPaths(stack).backend,
    ".pulumi",
    "locks",
    "organization",
    project,
    stack,
  );
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(folder, name))
    .map((file) => ({ file, lock: JSON.parse(readFileSync(file, "utf8")) as Lock }));
}

/** Pids come round again: another program under the number of a dead engine is not the engine. */
function alive(lock: Lock): boolean {
  return lock.hostname !== hostname() || (processCommand(lock.pid) ?? "").includes("pulumi");
}

/**
 * Takes away the lock of a run that was killed, and waits a little for one that is just ending.
 * Errors: UserError where another run still holds the stack.
 */
export async function releaseDeadLocks(
  stack: string,
  project: string,
  progress: Progress,
  { tries: most, pauseMs } = patience,
): Promise<void> {
  for (let tries = 0; ; tries++) {
    const held = locks(stack, project).filter(({ file, lock }) => {
      if (alive(lock)) return true;
      rmSync(file, { force: true });
      return false;
    });
    const [first] = held;
    if (first === undefined) return;
    const owner = `process ${first.lock.pid.toString()} on ${first.lock.hostname}`;
    if (tries === most)
      throw new UserError(
        `Another run holds stack "${stack}" (${owner}): wait for it to end, then try again.`,
      );
    if (tries === 0) progress.step(`Waiting for another run on stack "${stack}" (${owner})`);
    await delay(pauseMs);
  }
}

/**
 * Clears the operations that a killed run left open. Creating again is safe in a sandbox:
 * Kubernetes objects are applied, and the simulated account adopts what an interrupted run has made.
 */
export async function clearPendingOperations(stack: Stack): Promise<void> {
  // The engine needs half a second to hand the state over; most runs need none of it.
  if (!hasPendingOperations(stack.name)) return;
  const state = await stack.exportStack();
  const deployment = state.deployment as object;
  await stack.importStack({ ...state, deployment: { ...deployment, pending_operations: [] } });
}

function hasPendingOperations(stack: string): boolean {
  const file = stateFile(stack, stackPaths(stack).backend);
  if (!existsSync(file)) return false;
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as Checkpoint;
  return (checkpoint?.latest?.pending_operations ?? []).length > 0;
}
