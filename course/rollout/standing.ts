import type { Journey, Rollout } from "../../components/rollout";

/** A way that is being walked, as the stack's config has it. */
export interface Underway {
  readonly from: Rollout;
  readonly phase: number;
  /** The way that this one turned back from. */
  readonly givenUp?: { readonly to: Rollout; readonly phase: number };
  /** It leads back: an abort. */
  readonly back?: boolean;
}

/** All that the config says of a service's rollout. */
export interface Standing {
  /** Where it rests, or is on its way to. */
  readonly target: Rollout;
  /** Where the last rollout began, for an abort. */
  readonly origin?: Rollout;
  readonly underway?: Underway;
  /** Pods that served when it began, where an autoscaler owns the number. */
  readonly floor?: number;
}

/** The way as the rollout's logic knows it. */
export const journeyOf = ({ from, phase, givenUp }: Underway, to: Rollout): Journey => ({
  from: givenUp ? { from, to: givenUp.to, phase: givenUp.phase } : from,
  to,
  phase,
});
