import { boundsOf, within } from "./binomial";
import { isFailed, type Outcome } from "./client";
import { decides, type RouteMark, type RouteState } from "./route";

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

interface Answer {
  readonly dueMs: number;
  readonly version: string;
  readonly isFailed: boolean;
}

class Count {
  requests = 0;
  failed = 0;
  readonly seen = new Map<string, number>();

  add({ version, isFailed }: Answer): void {
    this.requests += 1;
    if (isFailed) this.failed += 1;
    if (version !== "") this.seen.set(version, (this.seen.get(version) ?? 0) + 1);
  }
}

/**
 * Counts what was seen of each setting while its answers come in: a timeline's cells get wider as a run gets longer, until
 * none lies within a step.
 */
export class StepCounts {
  private readonly counts = new WeakMap<RouteMark, Count>();
  /** The answers of the last seconds: the next change may yet be less than `beforeMs` after them. */
  private fresh: Answer[] = [];
  private older: Answer[] = [];
  private turnedMs = 0;

  /** @param marks the route's changes, which may grow */
  constructor(readonly marks: readonly RouteMark[]) {}

  /** In the order in which they are answered. */
  add({ dueMs, latencyMs, status }: Outcome, version: string): void {
    const nowMs = dueMs + latencyMs;
    if (nowMs >= this.turnedMs + beforeMs) {
      this.older.forEach((it) => this.count(it));
      this.older = this.fresh;
      this.fresh = [];
      this.turnedMs = nowMs;
    }
    this.fresh.push({ dueMs, version, isFailed: isFailed({ status }) });
  }

  /** When the run is over: no change can come any more. */
  steps(endMs: number, byChance: boolean): RouteStep[] {
    [...this.older.splice(0), ...this.fresh.splice(0)].forEach((it) => this.count(it));
    return this.marks.map((mark, index) => {
      const { atMs, state } = mark;
      const { requests, failed, seen } = this.counts.get(mark) ?? new Count();
      const isJudged = byChance && state.rules === 0 && decides(state) && requests > 0;
      const counted = { requests, failed, seen: Object.fromEntries(seen) };
      return {
        fromSeconds: atMs / 1000,
        toSeconds: (this.marks[index + 1]?.atMs ?? endMs) / 1000,
        set: state,
        ...counted,
        ...(isJudged && { within: isWithin(state, counted.seen) }),
      };
    });
  }

  private count(answer: Answer): void {
    const { dueMs } = answer;
    const at = this.marks.findLastIndex(({ atMs }) => atMs <= dueMs);
    const [mark, next] = [this.marks[at], this.marks[at + 1]];
    const isSettled = mark && (mark.atMs === 0 || dueMs >= mark.atMs + settleMs);
    if (!isSettled || (next && dueMs >= next.atMs - beforeMs)) return;
    const count = this.counts.get(mark) ?? new Count();
    this.counts.set(mark, count);
    count.add(answer);
  }
}

function isWithin({ weights }: RouteState, seen: Readonly<Record<string, number>>): boolean {
  const times = Object.values(seen).reduce((sum, count) => sum + count, 0);
  return [...new Set([...Object.keys(weights), ...Object.keys(seen)])].every((version) =>
    within(seen[version] ?? 0, boundsOf(times, weights[version] ?? 0)),
  );
}
