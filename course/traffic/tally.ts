import { isFailed, type Outcome } from "./client";
import { Latencies } from "./latencies";
import type { RouteMark } from "./route";
import { intervalOf } from "./share";
import { StepCounts } from "./steps";
import { Timeline } from "./timeline";

/** What one version answered. */
export interface VersionTally {
  /** "" for requests whose answer named none, or that had no answer. */
  readonly version: string;
  readonly slots: readonly string[];
  readonly requests: number;
  readonly failed: number;
  /** Of the requests that some version answered, 0 to 1; undefined for those of none. */
  readonly share: number | undefined;
  /** Where the true share lies, with 99.9 % confidence. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
}

export interface Totals {
  readonly requests: number;
  readonly failed: number;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  /** Of latency, what the client itself added by being late: 99 of 100 requests left at most so late. */
  readonly lateP99Ms: number | undefined;
  /** How answers came out, by status, or by the reason why there was none. */
  readonly endings: Readonly<Record<string, number>>;
  readonly versions: readonly VersionTally[];
  /** How often one and the same client of those that keep cookies was answered by another version than the last time: `v1 → v2`. */
  readonly switches: Readonly<Record<string, number>>;
}

/** More versions than that are no versions: some other header was named. */
const mostVersions = 12;
export const others = "(others)";

class Version {
  requests = 0;
  failed = 0;
  readonly slots = new Set<string>();
  readonly latencies = new Latencies(3);
}

/** Counts what became of a run's requests; what it keeps does not grow with them. */
export class Tally {
  readonly timeline = new Timeline();
  readonly steps: StepCounts;
  private readonly versions = new Map<string, Version>();
  private readonly endings = new Map<string, number>();
  private readonly latencies = new Latencies(3);
  private readonly late = new Latencies(2);
  private readonly lastOf = new Map<number, string>();
  private readonly switches = new Map<string, number>();
  private requests = 0;
  private failed = 0;

  /** @param marks the route's changes, which may grow */
  constructor(marks: readonly RouteMark[] = []) {
    this.steps = new StepCounts(marks);
  }

  add(outcome: Outcome): void {
    const { by, status, error, latencyMs, lateMs } = outcome;
    const name = this.nameOf(by.version);
    const version = this.versions.get(name) ?? new Version();
    this.versions.set(name, version);
    const failed = isFailed(outcome) ? 1 : 0;
    this.requests += 1;
    this.failed += failed;
    version.requests += 1;
    version.failed += failed;
    if (by.slot !== "" && version.slots.size < mostVersions) version.slots.add(by.slot);
    version.latencies.add(latencyMs);
    this.latencies.add(latencyMs);
    this.late.add(lateMs);
    const ending = error ?? status.toString();
    count(this.endings, ending);
    this.timeline.add(outcome, name);
    this.steps.add(outcome, name);
    this.watch(outcome.client, name);
  }

  /** What is cheap to know at any moment. */
  get sums() {
    const { requests, failed } = this;
    const endings = Object.fromEntries(this.endings);
    return { requests, failed, endings, versions: [...this.versions.keys()] };
  }

  get totals(): Totals {
    const { requests, failed } = this;
    const named = requests - (this.versions.get("")?.requests ?? 0);
    return {
      requests,
      failed,
      p50Ms: this.latencies.percentile(50),
      p99Ms: this.latencies.percentile(99),
      lateP99Ms: this.late.percentile(99),
      endings: Object.fromEntries([...this.endings].sort(([, one], [, two]) => two - one)),
      versions: [...this.versions]
        .sort(([one], [two]) => byVersion(one, two))
        .map(([version, it]) => tallyOf(version, it, named)),
      switches: Object.fromEntries(this.switches),
    };
  }

  private nameOf(version: string): string {
    return version === "" || this.versions.has(version) || this.versions.size < mostVersions
      ? version
      : others;
  }

  private watch(client: number | undefined, version: string): void {
    if (client === undefined || version === "") return;
    const last = this.lastOf.get(client);
    if (last !== undefined && last !== version) count(this.switches, `${last} → ${version}`);
    this.lastOf.set(client, version);
  }
}

const count = (counts: Map<string, number>, key: string) =>
  void counts.set(key, (counts.get(key) ?? 0) + 1);

/** v2 before v10, and what names no version last. */
export function byVersion(one: string, two: string): number {
  if (one === "" || two === "") return (one === "" ? 1 : 0) - (two === "" ? 1 : 0);
  return one.localeCompare(two, "en", { numeric: true });
}

function tallyOf(version: string, { latencies, slots, ...it }: Version, named: number) {
  const isNamed = version !== "";
  const { low, high } = intervalOf(it.requests, named);
  return {
    version,
    slots: [...slots].sort(),
    requests: it.requests,
    failed: it.failed,
    share: isNamed ? it.requests / named : undefined,
    low: isNamed ? low : undefined,
    high: isNamed ? high : undefined,
    p50Ms: latencies.percentile(50),
    p99Ms: latencies.percentile(99),
  };
}
