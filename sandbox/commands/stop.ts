import { rmSync } from "node:fs";

import { deleteControlPlane, stopControlPlane } from "../control-plane";
import { committedStacks } from "../engine/config-copy";
import { classroomsOn } from "../engine/platform";
import { recordedTarget, type Target } from "../engine/target";
import { UserError } from "../errors";
import { stopMesh } from "../mesh";
import { sandboxPaths } from "../paths";

export interface StopFlags {
  stack?: string;
  forget?: boolean;
}

/** Ends the control planes that run, of one stack or of all; what they hold stays on disk unless it is to be forgotten. */
export async function stop(flags: StopFlags): Promise<void> {
  for (const stack of flags.stack === undefined ? committedStacks() : [flags.stack]) {
    if (!flags.forget) {
      await stopMesh(stack);
      await stopControlPlane(stack);
      continue;
    }
    const target = recordedTarget(stack);
    refuseStanding(stack, target, flags.stack);
    if (target?.embedded === false)
      throw new UserError(
        `Stack "${stack}" stands on a cluster of your own (${target.kubeconfig}): ` +
          `run "npm run sandbox -- destroy --stack ${stack}" first, or its objects would stay there unknown.`,
      );
    await stopMesh(stack, true);
    await deleteControlPlane(stack);
    // What stood on it has gone with it, and its state too.
    for (const gone of [...classroomsOn(stack), stack])
      rmSync(sandboxPaths(gone).dir, { recursive: true, force: true });
  }
}

/** A classroom's objects and state are in its platform's place: without the platform they would stay there unknown. */
function refuseStanding(stack: string, target: Target | undefined, asked: string | undefined) {
  if (target?.platform === undefined || asked === undefined) return;
  throw new UserError(
    `Stack "${stack}" stands on "${target.platform}": run "npm run sandbox -- destroy --stack ${stack}" first, ` +
      `or its objects would stay there unknown.`,
  );
}
