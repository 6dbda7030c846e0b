import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

import { startControlPlane } from "../control-plane";
import { UserError } from "../errors";
import { writePrivate } from "../files";
import { sandboxPaths } from "../paths";
import type { Progress } from "../progress";
import type { Tool, StackToolName } from "../tools";

/** The Kubernetes cluster that a sandbox's stack stands on. */
export interface Target {
  readonly kubeconfig: string;
  /** False where the user brought a cluster of their own. */
  readonly embedded: boolean;
}

const recordFile = (stack: string) => join(sandboxPaths(stack).dir, "target.json");

/** The cluster an earlier run has put the stack on, if any. */
export function recordedTarget(stack: string): Target | undefined {
  const file = recordFile(stack);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Target) : undefined;
}

export function forgetTarget(stack: string): void {
  rmSync(recordFile(stack), { force: true });
}

/**
 * Decides which cluster a run is for, without touching it.
 * A stack never moves by itself from one cluster to another: what stands on the first would be lost from sight.
 */
export function chooseTarget(stack: string, kubeconfig: string | undefined): Target {
  const recorded = recordedTarget(stack);
  if (kubeconfig === undefined)
    return recorded ?? { kubeconfig: sandboxPaths(stack).kubeconfig, embedded: true };
  const chosen = { kubeconfig: resolve(kubeconfig), embedded: false };
  if (!existsSync(chosen.kubeconfig))
    throw new UserError(`--kubeconfig: there is no file ${chosen.kubeconfig}.`);
  if (recorded !== undefined && recorded.kubeconfig !== chosen.kubeconfig)
    throw new UserError(
      `Stack "${stack}" stands on the cluster of ${recorded.kubeconfig}: ` +
        `run "npm run sandbox -- destroy --stack ${stack}" before you bring it up with --kubeconfig ${chosen.kubeconfig}.`,
    );
  return chosen;
}

export function rememberTarget(stack: string, target: Target): void {
  writePrivate(recordFile(stack), JSON.stringify(target));
}

/** Makes the chosen cluster answer. */
export async function openTarget(
  target: Target,
  run: {
    stack: string;
    region: string;
    tools: Record<StackToolName, Tool>;
    progress: Progress;
  },
): Promise<Target> {
  if (!target.embedded) return target;
  const { kubeconfig } = await startControlPlane(run);
  return { kubeconfig, embedded: true };
}
