import type { Result } from "../result";
import { byVersion } from "../tally";
import type { Stretch } from "../timeline";
import { clock, latency, number, percent, versionName } from "../words";
import { markup, type Markup } from "./markup";
import { colourOf, failedColour } from "./palette";
import { plot, type Mark, type Plot } from "./plot";
import { latencyScale, ticks, timeTicks, unit } from "./scale";

export interface Drawn {
  readonly result: Result;
  readonly stretches: readonly Stretch[];
  readonly versions: readonly string[];
  readonly marks: readonly Mark[];
  /** The picture's whole width in time. */
  readonly endMs: number;
}

const columns = ({ endMs }: Drawn) => timeTicks(endMs / 1000, clock);

/** Steps, not slopes: a stretch has one share, from its beginning to its end. */
const edges = (
  { stretches, endMs }: Drawn,
  of: (stretch: Stretch) => number,
): readonly (readonly [number, number])[] =>
  stretches.flatMap((stretch) => {
    const height = of(stretch);
    const to = Math.min(stretch.toMs, endMs);
    return [[stretch.fromMs / endMs, height] as const, [to / endMs, height] as const];
  });

const points = (line: readonly (readonly [number, number])[]): string =>
  line.map(([x, y]) => `${unit(x)} ${unit(1 - y)}`).join("L");

/** Whose share of all requests stands above whose. */
export function sharesPlot(drawn: Drawn): Markup {
  const { versions, result, marks } = drawn;
  const upTo = (stretch: Stretch, count: number) =>
    versions.slice(0, count).reduce((sum, it) => sum + (stretch.versions.get(it) ?? 0), 0) /
    stretch.requests;
  const shapes = versions.map((version, index) => {
    const low = edges(drawn, (it) => upTo(it, index));
    const high = edges(drawn, (it) => upTo(it, index + 1));
    const d = `M${points(low)}L${points([...high].reverse())}Z`;
    return markup`<path fill="${colourOf(version, versions)}" d="${d}"/>`;
  });
  const said = result.versions.map(
    ({ version, requests }) => `${versionName(version)} ${percent(requests / result.requests)}`,
  );
  const it: Plot = {
    title: "Who answered",
    note: "share of the requests, by version",
    description: `Shares of each version over time. In all: ${said.join(", ")}.`,
    height: "tall",
    shapes,
    rows: ticks(100, 4, (value) => `${value} %`),
    columns: columns(drawn),
    marks,
    namesMarks: true,
    names: versions.flatMap((version, index) => nameOf(drawn, version, upTo, index)),
  };
  return plot(it, "shares");
}

/** Where a version's band is highest: there its name has room. */
function nameOf(
  { stretches, endMs }: Drawn,
  version: string,
  upTo: (stretch: Stretch, count: number) => number,
  index: number,
) {
  const height = (it: Stretch) => upTo(it, index + 1) - upTo(it, index);
  const most = Math.max(...stretches.map(height));
  const room = stretches.filter((it) => height(it) > 0.9 * most);
  const best = room[Math.floor(room.length / 2)];
  if (!best || most < 0.08) return [];
  const at = Math.min(0.95, Math.max(0.05, (best.fromMs + best.toMs) / 2 / endMs));
  return [{ at, height: upTo(best, index) + height(best) / 2, text: versionName(version) }];
}

/** How long answers took. */
export function latencyPlot(drawn: Drawn): Markup {
  const { stretches, result, marks } = drawn;
  const p99s = stretches.map(({ p99Ms = 0 }) => p99Ms);
  const scale = latencyScale(result.p50Ms ?? 0, Math.max(...p99s), latency);
  const line = (name: string, of: (stretch: Stretch) => number | undefined) =>
    markup`<path class="line ${name}" d="M${points(edges(drawn, (it) => scale.of(of(it) ?? 0)))}"/>`;
  return plot(
    {
      title: "How long it took",
      note: `solid: half of the answers were faster (p50), dashed: 99 of 100 were (p99)${scale.isLogarithmic ? "; each line is ten times the one below" : ""}`,
      description: `In all, p50 ${latency(result.p50Ms)} and p99 ${latency(result.p99Ms)}.`,
      height: "middle",
      shapes: [line("p99", ({ p99Ms }) => p99Ms), line("p50", ({ p50Ms }) => p50Ms)],
      rows: scale.ticks,
      columns: columns(drawn),
      marks,
    },
    "latency",
  );
}

/** What failed, where anything did. */
export function failuresPlot(drawn: Drawn): Markup {
  const { stretches, result, marks, endMs } = drawn;
  if (result.failed === 0) return markup`<p class="good">No request failed.</p>`;
  const of = (it: Stretch) => it.failed / it.requests;
  const top = Math.min(1, Math.max(0.01, ...stretches.map(of)) * 1.1);
  const shapes = stretches
    .filter(({ failed }) => failed > 0)
    .map((it) => {
      const [from, to] = [it.fromMs / endMs, Math.min(it.toMs, endMs) / endMs];
      // Never so thin that nobody sees it.
      const height = Math.max(0.04, of(it) / top);
      return markup`<path fill="${failedColour}" d="M${unit(from)} 1000H${unit(Math.max(to, from + 0.004))}V${unit(1 - height)}H${unit(from)}Z"/>`;
    });
  return plot(
    {
      title: "What failed",
      note: `share of the requests; ${number(result.failed)} in all`,
      description: `${number(result.failed)} of ${number(result.requests)} requests failed.`,
      height: "low",
      shapes,
      rows: [
        { at: 0, text: "0 %" },
        { at: 1, text: percent(top) },
      ],
      columns: columns(drawn),
      marks,
    },
    "failures",
  );
}

export const drawnVersions = (result: Result): string[] =>
  result.versions.map(({ version }) => version).sort(byVersion);
