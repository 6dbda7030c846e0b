import {
  phasesOf,
  pictureOf,
  type Journey,
  type Phase,
  type Picture,
  type RolloutOptions,
  type SlotName,
} from "../../components/rollout";
import type { Go } from "./decide";
import { triedBy } from "./gate-phases";
import { journeyOf } from "./standing";

/** A way with all that lies on it, from its beginning, however much of it is behind. */
export interface Way {
  readonly journey: Journey;
  readonly start: Picture;
  readonly phases: readonly Phase[];
  /** What the gate of each phase is about. */
  readonly tried: readonly (readonly SlotName[])[];
}

export function wayOf(go: Go, options: RolloutOptions): Way {
  const journey = journeyOf(go.underway, go.target);
  const phases = phasesOf(journey, options);
  const start = pictureOf(journey.from, options);
  return { journey, start, phases, tried: triedBy(go, phases, options) };
}
