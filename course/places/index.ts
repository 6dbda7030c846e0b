import { existsSync } from "node:fs";

import { chooseTarget, recordedTarget } from "../../sandbox/engine/target";
import { stackPaths } from "../../sandbox/engine/platform";
import type { Progress } from "../../sandbox/progress";
import type { Place } from "./place";
import { sandboxPlace } from "./sandbox";

export type { Place } from "./place";

/** A stack that this clone has brought up on this machine is meant there, unless AWS is asked for. */
export async function placeOf(stack: string, onAws: boolean, progress: Progress): Promise<Place> {
  const target = onAws ? undefined : recordedTarget(stack);
  if (target) return sandboxPlace(stack, target, progress);
  // Loaded late, as whatever else loads Pulumi: a look at what stands needs none of it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would read it without tsx
  const { awsPlace } = require("./aws") as typeof import("./aws");
  return awsPlace(stack);
}

/** As `placeOf`, but a stack that has come down in this clone's sandbox is meant there, too. */
export async function lastPlaceOf(
  stack: string,
  onAws: boolean,
  progress: Progress,
): Promise<Place> {
  if (onAws || !existsSync(stackPaths(stack).backend)) return placeOf(stack, onAws, progress);
  return sandboxPlace(stack, chooseTarget(stack, undefined), progress);
}
