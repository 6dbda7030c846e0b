import { Latencies } from "./latencies";
import { isFailed, type Outcome } from "./client";

/** What became of the requests that were due in one stretch of time. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly requests: number;
  readonly failed: number;
  /** Requests by the version that answered; those that nobody's version came with are under "". */
  readonly versions: ReadonlyMap<string, number>;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
}

class Cell {
  requests = 0;
  failed = 0;
  readonly versions = new Map<string, number>();
  readonly latencies = new Latencies(2);

  add({ by, latencyMs, status }: Outcome, version = by.version): void {
    this.requests += 1;
    if (isFailed({ status })) this.failed += 1;
    this.versions.set(version, (this.versions.get(version) ?? 0) + 1);
    this.latencies.add(latencyMs);
  }

  addAll(other: Cell): void {
    this.requests += other.requests;
    this.failed += other.failed;
    for (const [version, count] of other.versions)
      this.versions.set(version, (this.versions.get(version) ?? 0) + count);
    this.latencies.addAll(other.latencies);
  }
}

/** A run in time. However long it gets, it is kept in so many cells: then each becomes twice as wide. */
export class Timeline {
  private cells: Cell[] = [];
  private widthMs: number;

  constructor(
    private readonly most = 240,
    widthMs = 200,
  ) {
    this.widthMs = widthMs;
  }

  add(outcome: Outcome, version?: string): void {
    while (outcome.dueMs >= this.most * this.widthMs) this.halve();
    const at = Math.floor(outcome.dueMs / this.widthMs);
    while (this.cells.length <= at) this.cells.push(new Cell());
    this.cells[at]?.add(outcome, version);
  }

  /**
   * The run in stretches of at least so many requests each and at most so many stretches, so that chance alone does not
   * shake the picture; one ends at each of the moments `cuts`, as nearly as the cells allow.
   */
  stretches(least = 100, atMost = 80, cuts: readonly number[] = []): Stretch[] {
    const widest = Math.ceil(this.cells.length / atMost);
    const isCut = (at: number) => cuts.some((cut) => Math.round(cut / this.widthMs) === at);
    const found: { whole: Cell; from: number; to: number }[] = [];
    let whole = new Cell();
    let from = 0;
    this.cells.forEach((cell, at) => {
      whole.addAll(cell);
      const to = at + 1;
      const isWhole = to - from >= widest && whole.requests >= least;
      if (!isWhole && !isCut(to) && to < this.cells.length) return;
      const before = found.at(-1);
      // What is left at the end is too little for a stretch of its own.
      if (!isWhole && to === this.cells.length && before && !isCut(before.to)) {
        before.whole.addAll(whole);
        before.to = to;
      } else if (whole.requests > 0) found.push({ whole, from, to });
      whole = new Cell();
      from = to;
    });
    return found.map((it) => this.stretch(it.whole, it.from, it.to));
  }

  private stretch({ requests, failed, versions, latencies }: Cell, from: number, to: number) {
    return {
      fromMs: from * this.widthMs,
      toMs: to * this.widthMs,
      requests,
      failed,
      versions,
      p50Ms: latencies.percentile(50),
      p99Ms: latencies.percentile(99),
    };
  }

  private halve(): void {
    const { cells } = this;
    this.cells = cells.filter((_, at) => at % 2 === 0);
    cells.forEach((cell, at) => {
      if (at % 2 === 1) this.cells[(at - 1) / 2]?.addAll(cell);
    });
    this.widthMs *= 2;
  }
}
