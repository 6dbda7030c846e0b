import { ArgumentError } from "../argument-error";
import { desired } from "./desired";
import type { Phase } from "./leg";
import { leastPods, servingSlots, slotOf, type Picture } from "./picture";
import { plan } from "./plan";
import { sameRelease } from "./release";
import type { Rollout, RolloutOptions } from "./types";

/**
 * A rollout under way, as plain data for the stack's config: whoever runs a plain `up` meanwhile
 * changes nothing. Write the next phase here before its `up`; a run that finds a journey makes its
 * phase once more (which changes nothing that is there), waits for the pods and the hold, and goes on.
 */
export interface Journey {
  /** Where it began; a journey that was given up half-way, for an abort. */
  readonly from: Rollout | Journey;
  /** Where it goes. */
  readonly to: Rollout;
  /** Index of the phase that is being made or has been made. */
  readonly phase: number;
}

/** What stands now, at rest or on the way. */
export function pictureOf(state: Rollout | Journey, options: RolloutOptions): Picture {
  return "strategy" in state ? desired(state, options) : phaseOf(state, options).picture;
}

/** All phases of the journey, those behind it too. */
export function phasesOf({ from, to }: Omit<Journey, "phase">, options: RolloutOptions): Phase[] {
  if ("strategy" in from) return plan(from, to, options);
  const { kind, picture, holdSeconds } = phaseOf(from, options);
  const phases = plan(picture, to, options);
  // Its pods need not be ready, and perhaps never will be: only who is to serve now is waited for.
  // Of a way that was itself a way back from one, nobody knows what was made.
  if (!("strategy" in from.from) || reliesOn(phases[0], pictureBefore(from, options)))
    return [{ kind, picture, holdSeconds }, ...phases];
  // A shift that is not undone was perhaps not made: it is, before anything goes that it leads away from.
  const [first, ...more] = phases;
  return kind === "shift" && first?.kind === "drain" ? [{ ...first, kind }, ...more] : phases;
}

function phaseOf(journey: Journey, options: RolloutOptions): Phase {
  const phase = phasesOf(journey, options)[journey.phase];
  if (phase) return phase;
  const fix = "give the index of one of the journey's phases";
  throw new ArgumentError("phase", journey.phase, fix);
}

const pictureBefore = (journey: Journey, options: RolloutOptions): Picture =>
  phasesOf(journey, options)[journey.phase - 1]?.picture ?? pictureOf(journey.from, options);

/** Whether the phase at once sends requests to pods that were not there before. */
const reliesOn = (first: Phase | undefined, before: Picture): boolean => {
  if (first?.kind !== "shift") return false;
  const serving = servingSlots(first.picture);
  return first.picture.slots.some((slot) => {
    const old = slotOf(before, slot.name);
    const isThere =
      old !== undefined &&
      sameRelease(slot.release, old.release) &&
      leastPods(slot) <= leastPods(old);
    return serving.includes(slot.name) && !isThere;
  });
};
