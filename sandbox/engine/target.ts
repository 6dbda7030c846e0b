import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { startControlPlane } from "../control-plane";
import { UserError } from "../errors";
import { sandboxPaths } from "../paths";
import type { Progress } from "../progress";
import type { Tool, StackToolName } from "../tools";
import { platformOf } from "./platform";
import { recordedTarget, type Target } from "./record";

export { forgetTarget, recordedTarget, rememberTarget, type Target } from "./record";

/**
 * Decides which cluster a run is for, without touching it.
 * A stack never moves by itself from one cluster to another: what stands on the first would be lost from sight.
 */
export function chooseTarget(stack: string, kubeconfig: string | undefined): Target {
  const recorded = recordedTarget(stack);
  const platform = platformOf(stack);
  if (platform !== undefined) return platformsTarget(stack, platform, recorded, kubeconfig);
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

/** A classroom is where its platform is, which must be there. */
function platformsTarget(
  stack: string,
  platform: string,
  recorded: Target | undefined,
  kubeconfig: string | undefined,
): Target {
  if (kubeconfig !== undefined)
    throw new UserError(
      `--kubeconfig: stack "${stack}" is on the cluster of its platform, "${platform}"; give it to that one.`,
    );
  const before = recorded?.platform;
  if (before !== undefined && before !== platform)
    throw new UserError(
      `twelve-street:platform is "${platform}": stack "${stack}" stands on "${before}". Set it back, and run ` +
        `"npm run sandbox -- destroy --stack ${stack}" before you bring it up elsewhere.`,
    );
  const its = recordedTarget(platform);
  if (!its)
    throw new UserError(
      `twelve-street:platform is "${platform}": that stack is not up here. Run ` +
        `"npm run sandbox -- up --stack ${platform}" first; nothing was created.`,
    );
  return { ...its, platform };
}

/** Makes the chosen cluster answer. */
export async function openTarget(
  target: Target,
  run: {
    stack: string;
    region: string;
    students?: number;
    tools: Record<StackToolName, Tool>;
    progress: Progress;
  },
): Promise<Target> {
  if (!target.embedded) return target;
  const stack = target.platform ?? run.stack;
  const { kubeconfig } = await startControlPlane({ ...run, stack });
  return { ...target, kubeconfig };
}
