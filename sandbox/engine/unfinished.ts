import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import type { Stack } from "@pulumi/pulumi/automation";

import { UserError } from "../errors";
import { readOr, writePrivate } from "../files";
import { sandboxPaths } from "../paths";
import type { ConfigMap } from "./config-copy";
import { stackPaths } from "./platform";
import { stateFile } from "./state";

/** A run that was to write its state at its end, and has not come to it. */
export interface Unfinished {
  readonly verb: "up" | "destroy";
  /** What it was to bring up, without secrets. */
  readonly config: ConfigMap;
}

/** What is noted of a run, with the state's file as it was before. */
interface Note extends Unfinished {
  readonly before: string;
}

export const noteFile = (stack: string): string => join(sandboxPaths(stack).dir, "unfinished.json");

/** What was cut off. Once the engine has written the state, it knows all that it has made, and nothing is left to do. */
export function unfinished(stack: string): Unfinished | undefined {
  const text = readOr(noteFile(stack), "");
  if (text === "") return undefined;
  const { before, verb, config } = JSON.parse(text) as Note;
  if (before === stateStamp(stack)) return { verb, config };
  rmSync(noteFile(stack), { force: true });
  return undefined;
}

/** @throws UserError where the state does not know what stands */
export function refuseUnfinished(stack: string): void {
  const left = unfinished(stack);
  if (left)
    throw new UserError(
      `The last ${left.verb} of ${stack} was cut off before its state was written: run "npm run sandbox -- ${left.verb} --stack ${stack}", which ends it, then this again.`,
    );
}

/** Whether a run to come does all that one before it was to do. */
export const isSameRun = (left: Unfinished, next: Unfinished): boolean =>
  left.verb === next.verb &&
  (left.verb === "destroy" || isDeepStrictEqual(left.config, next.config));

/**
 * Runs an operation of the engine that writes the stack's state at its end alone. Written at each step as usual, the file
 * would be written whole twice for each object: for four thousand of them, hundreds of gigabytes. What is cut off before that
 * end is noted with its config, so that the next run can end it first: every object is applied by its name.
 *
 * Source of the variable: pulumi sdk/go/common/env, SkipCheckpoints; checked 2026-11-22.
 */
export async function writtenOnce<T>(
  stack: Pick<Stack, "name" | "workspace">,
  run: Unfinished,
  operation: () => Promise<T>,
): Promise<T> {
  const note: Note = { ...run, before: stateStamp(stack.name) };
  writePrivate(noteFile(stack.name), JSON.stringify(note));
  const { workspace } = stack;
  const { envVars } = workspace;
  workspace.envVars = { ...envVars, PULUMI_SKIP_CHECKPOINTS: "true" };
  try {
    return await operation();
  } finally {
    workspace.envVars = envVars;
    unfinished(stack.name);
  }
}

/** Which state this is: the engine puts a new file in its place. */
function stateStamp(stack: string): string {
  const file = stateFile(stack, stackPaths(stack).backend);
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino.toString()} ${found.mtimeNs.toString()}` : "";
}
