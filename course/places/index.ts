import { recordedTarget } from "../../sandbox/engine/target";
import type { Progress } from "../../sandbox/progress";
import { awsPlace } from "./aws";
import type { Place } from "./place";
import { sandboxPlace } from "./sandbox";

export type { Place } from "./place";

/** A stack that this clone has brought up on this machine is meant there, unless AWS is asked for. */
export async function placeOf(stack: string, onAws: boolean, progress: Progress): Promise<Place> {
  const target = onAws ? undefined : recordedTarget(stack);
  return target ? sandboxPlace(stack, target, progress) : awsPlace(stack);
}
