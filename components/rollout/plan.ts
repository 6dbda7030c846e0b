import { ArgumentError } from "../argument-error";
import { climb } from "./climb";
import { desired } from "./desired";
import { detour } from "./detour";
import { leg, roomy, type Phase } from "./leg";
import type { Picture } from "./picture";
import { propagation, type Rollout, type RolloutOptions } from "./types";

/**
 * The way from one state to another, live, a phase an `up`; empty when both rollouts make the same objects.
 * Works between any two states of any two strategies. An abort is the way to `abort(current, origin)`.
 *
 * @param current Where it stands: a rollout, or a picture, such as the phase that another plan has reached.
 * @throws ArgumentError when a rollout or the options make no sense.
 */
export function plan(
  current: Rollout | Picture,
  target: Rollout,
  options: RolloutOptions,
): Phase[] {
  return "strategy" in current
    ? phasesFrom(desired(current, options), target, options)
    : settledFirst(current, target, phasesFrom(current, target, options), options);
}

function phasesFrom(from: Picture, target: Rollout, options: RolloutOptions): Phase[] {
  const phases: Phase[] = [];
  let at = from;
  const go = (to: Picture) => {
    phases.push(...leg(at, to, options));
    at = to;
  };
  for (const { picture, rollout } of climb(from, target, options)) {
    if (picture.traffic.by !== from.traffic.by) refuseMesh(options);
    for (let via = detour(at, picture); via; via = detour(at, picture)) go(roomy(via, options));
    go(picture);
    const last = phases.pop();
    if (last) phases.push(rollout ? { ...last, reached: rollout } : last);
  }
  return phases;
}

/**
 * Nobody knows when traffic last moved in a mere picture, nor whether all of it was made: before anything
 * but traffic changes, that is waited for, and where nothing else is to do the picture itself is made.
 */
function settledFirst(
  from: Picture,
  target: Rollout,
  phases: readonly Phase[],
  options: RolloutOptions,
): Phase[] {
  const settled = { kind: "drain", picture: from, holdSeconds: propagation(options) } as const;
  if (phases.length === 0) return [{ ...settled, reached: target }];
  const first = phases.find(({ kind }) => kind !== "shift");
  if (!first || first.kind === "drain") return [...phases];
  const index = phases.indexOf(first);
  const picture = phases[index - 1]?.picture ?? from;
  return phases.toSpliced(index, 0, { ...settled, picture });
}

function refuseMesh({ mesh }: RolloutOptions): never {
  const fix = "finish or abort the rollout first, then switch the mesh, then start the next";
  throw new ArgumentError("mesh", mesh, fix);
}
