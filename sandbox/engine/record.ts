import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { writePrivate } from "../files";
import { sandboxPaths } from "../paths";

/** The Kubernetes cluster that a sandbox's stack stands on. */
export interface Target {
  readonly kubeconfig: string;
  /** False where the user brought a cluster of their own. */
  readonly embedded: boolean;
  /** The stack whose cluster it is, if not the stack's own. */
  readonly platform?: string;
}

const recordFile = (stack: string) => join(sandboxPaths(stack).dir, "target.json");

/** The cluster an earlier run has put the stack on, if any. */
export function recordedTarget(stack: string): Target | undefined {
  const file = recordFile(stack);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Target) : undefined;
}

export function rememberTarget(stack: string, target: Target): void {
  writePrivate(recordFile(stack), JSON.stringify(target));
}

export function forgetTarget(stack: string): void {
  rmSync(recordFile(stack), { force: true });
}
