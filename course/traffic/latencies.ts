import { createHistogram } from "node:perf_hooks";

/** In microseconds: a minute and more is a minute. */
const most = 60_000_000;

/** Latencies of any number of requests in a few kilobytes: an HDR histogram, which is a little rough and never grows. */
export class Latencies {
  private readonly histogram;

  /** @param figures to how many digits what it says is true: 3 take 140 KB, 2 take 20 */
  constructor(figures: 2 | 3) {
    this.histogram = createHistogram({ lowest: 1, highest: most, figures });
  }

  add(milliseconds: number): void {
    this.histogram.record(Math.min(most, Math.max(1, Math.round(milliseconds * 1000))));
  }

  addAll(others: Latencies): void {
    this.histogram.add(others.histogram);
  }

  /** In milliseconds; undefined where there is none. */
  percentile(percent: number): number | undefined {
    if (this.histogram.count === 0) return undefined;
    return this.histogram.percentile(percent) / 1000;
  }
}
