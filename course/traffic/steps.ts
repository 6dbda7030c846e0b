import { boundsOf, within } from "./binomial";
import { decides, type RouteMark, type RouteState } from "./route";
import type { Timeline } from "./timeline";

/** One setting of the route, and what was seen while it was in force. */
export interface RouteStep {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly set: RouteState;
  /** Those that were due well within the step: not in the 2 s after a change, nor in the second before the next one. */
  readonly requests: number;
  readonly failed: number;
  readonly seen: Readonly<Record<string, number>>;
  /**
   * Whether each version's number of requests is within what chance makes of its weight (binomial, 99.9 %). Left out where no
   * weight decides: requests that rules or cookies may lead.
   */
  readonly within?: boolean;
}

/** News of a route take their time to reach every proxy, and the route is read twice a second. */
const settleMs = 2_000;
const beforeMs = 1_000;

export const stepsOf = (
  marks: readonly RouteMark[],
  timeline: Timeline,
  endMs: number,
  byChance: boolean,
): RouteStep[] =>
  marks.map(({ atMs, state }, index) => {
    const next = marks[index + 1]?.atMs;
    const { requests, failed, versions } = timeline.between(
      atMs === 0 ? 0 : atMs + settleMs,
      next === undefined ? endMs : next - beforeMs,
    );
    const seen = Object.fromEntries([...versions].filter(([version]) => version !== ""));
    const isJudged = byChance && state.rules === 0 && decides(state) && requests > 0;
    return {
      fromSeconds: atMs / 1000,
      toSeconds: (next ?? endMs) / 1000,
      set: state,
      requests,
      failed,
      seen,
      ...(isJudged && { within: isWithin(state, seen) }),
    };
  });

function isWithin({ weights }: RouteState, seen: Readonly<Record<string, number>>): boolean {
  const times = Object.values(seen).reduce((sum, count) => sum + count, 0);
  return [...new Set([...Object.keys(weights), ...Object.keys(seen)])].every((version) =>
    within(seen[version] ?? 0, boundsOf(times, weights[version] ?? 0)),
  );
}
