import { isFailed, type Outcome } from "./client";
import { Latencies } from "./latencies";

/** The answers of the last seconds, which the eye is to see now. */
export interface Window {
  readonly seconds: number;
  readonly requests: number;
  readonly failed: number;
  readonly versions: ReadonlyMap<string, number>;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
}

interface Second {
  readonly at: number;
  requests: number;
  failed: number;
  readonly versions: Map<string, number>;
  readonly latencies: Latencies;
}

export class Recent {
  private seconds: Second[] = [];

  constructor(private readonly length = 10) {}

  /** @param nowMs since the start of the run */
  add({ by, status, latencyMs }: Outcome, nowMs: number): void {
    const at = Math.floor(nowMs / 1000);
    let second = this.seconds.at(-1);
    if (second?.at !== at) {
      second = { at, requests: 0, failed: 0, versions: new Map(), latencies: new Latencies(2) };
      this.seconds = [...this.seconds.filter((it) => it.at > at - this.length), second];
    }
    second.requests += 1;
    if (isFailed({ status })) second.failed += 1;
    second.versions.set(by.version, (second.versions.get(by.version) ?? 0) + 1);
    second.latencies.add(latencyMs);
  }

  window(nowMs: number): Window {
    const from = Math.floor(nowMs / 1000) - this.length + 1;
    const latencies = new Latencies(2);
    const versions = new Map<string, number>();
    const sum = { requests: 0, failed: 0 };
    for (const second of this.seconds.filter(({ at }) => at >= from)) {
      sum.requests += second.requests;
      sum.failed += second.failed;
      latencies.addAll(second.latencies);
      for (const [version, count] of second.versions)
        versions.set(version, (versions.get(version) ?? 0) + count);
    }
    const seconds = Math.max(0.001, nowMs / 1000 - Math.max(0, from));
    const [p50Ms, p99Ms] = [latencies.percentile(50), latencies.percentile(99)];
    return { seconds, ...sum, versions, p50Ms, p99Ms };
  }
}
