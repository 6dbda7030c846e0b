/** When each request of a run is due: at a constant rate, whatever the answers. */
export interface Pace {
  readonly rps: number;
  /** How many there are; Infinity for a run without an end. */
  readonly requests: number;
}

export const paceOf = (rps: number, seconds = Infinity): Pace => ({
  rps,
  requests: Math.max(1, Math.round(rps * seconds)),
});

/** Milliseconds from the start to the moment at which a request is due; the first one is at once. */
export const dueMs = ({ rps }: Pace, index: number): number => (index * 1000) / rps;

/** How many are due `elapsedMs` after the start. */
export const dueBy = ({ rps, requests }: Pace, elapsedMs: number): number =>
  // A rounding error of a fraction must not keep a request back for a turn.
  Math.min(requests, Math.floor((elapsedMs * rps) / 1000 + 1e-9) + 1);
