import { surgeOf, type Slot } from "../rollout";

/** Kubernetes' own patience with a Deployment that makes no progress, and Pulumi's with all of it. */
const leastSeconds = 600;

export interface Starting {
  readonly slot: Slot;
  /** Seconds that a start may take. */
  readonly startSeconds: number;
  /** Seconds that a pod may take to leave. */
  readonly leavingSeconds: number;
}

/** How long one pod may take until it counts: that long a Deployment may be without progress. */
export const progressSeconds = ({ slot, startSeconds, leavingSeconds }: Starting): number =>
  Math.max(leastSeconds, startSeconds + slot.minReadySeconds + leavingSeconds);

/**
 * How long a slot may take to bring in another release: as many pods at a time as come beyond those asked
 * for, each as slow as it may be.
 */
export function replacementSeconds(starting: Starting): number {
  const { slot, startSeconds, leavingSeconds } = starting;
  const pods = "replicas" in slot.scale ? slot.scale.replicas : slot.scale.autoscale.max;
  const surge = slot.update.type === "Recreate" ? pods : surgeOf(slot);
  const rounds = Math.ceil(pods / Math.max(1, surge));
  const all = rounds * (startSeconds + slot.minReadySeconds) + leavingSeconds;
  return Math.max(leastSeconds, all);
}
