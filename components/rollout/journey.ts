import { ArgumentError } from "../argument-error";
import { desired } from "./desired";
import type { Phase } from "./leg";
import type { Picture } from "./picture";
import { plan } from "./plan";
import type { Rollout, RolloutOptions } from "./types";

/**
 * A rollout under way, as plain data for the stack's config: whoever runs a plain `up` meanwhile
 * changes nothing. Write the next phase here before its `up`; a run that finds a journey makes its
 * phase once more (which changes nothing that is there), waits for the pods and the hold, and goes on.
 */
export interface Journey {
  /** Where it began; a journey that was given up half-way, for an abort. */
  readonly from: Rollout | Journey;
  readonly to: Rollout;
  /** Index of the phase that is being made or has been made. */
  readonly phase: number;
}

/** What stands now, at rest or on the way. */
export function pictureOf(state: Rollout | Journey, options: RolloutOptions): Picture {
  if ("strategy" in state) return desired(state, options);
  const phase = phasesOf(state, options)[state.phase];
  if (phase) return phase.picture;
  const fix = "give the index of one of the journey's phases";
  throw new ArgumentError("phase", state.phase, fix);
}

/** All phases of the journey, those behind it too. */
export const phasesOf = ({ from, to }: Omit<Journey, "phase">, options: RolloutOptions): Phase[] =>
  plan("strategy" in from ? from : pictureOf(from, options), to, options);
