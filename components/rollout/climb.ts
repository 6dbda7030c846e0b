import { desired, fullCanary } from "./desired";
import { mainSlot, same, type Picture } from "./picture";
import { sameRelease } from "./release";
import type { Canary, Rollout, RolloutOptions } from "./types";

/** A picture to pass through, and the state of the rollout that it is. */
export interface Waypoint {
  readonly picture: Picture;
  readonly rollout?: Rollout;
}

/** The states to stand in one after the other: a canary goes through each of its steps, whatever it is told to reach. */
export function climb(from: Picture, target: Rollout, options: RolloutOptions): Waypoint[] {
  const goal = { picture: desired(target, options), rollout: target };
  if (target.strategy !== "canary" || target.at === "aborted") return [goal];
  const serves = mainSlot(from).release;
  if (sameRelease(serves, target.canary)) return [goal];
  // A canary that is over, seen from elsewhere: its steps led up from a release that is not here.
  if (target.at === "promoted" && !sameRelease(serves, target.stable)) return [goal];
  const below = stepsTo(from, target, options);
  return target.at === "promoted"
    ? [...below, { picture: fullCanary(target, options) }, goal]
    : [...below, goal];
}

/** The steps between where it stands and the target; all below the target when it stands on none. */
function stepsTo(from: Picture, target: Canary, options: RolloutOptions): Waypoint[] {
  const states = target.steps.map((_, at) => {
    const rollout = { ...target, at };
    return { picture: desired(rollout, options), rollout };
  });
  const standing = states.findLastIndex(({ picture }) => same(picture, from));
  return states.slice(standing + 1, typeof target.at === "number" ? target.at : undefined);
}
