import type { Window } from "./recent";
import { routeText, setFor, type RouteState } from "./route";
import { byVersion } from "./tally";
import { clock, endingText, latency, number, percent, versionName, weightText } from "./words";

/** What the wall shows at a moment. */
export interface Scene {
  readonly service: string;
  readonly where: string;
  readonly rps: number;
  readonly elapsedSeconds: number;
  readonly forSeconds: number | undefined;
  readonly recent: Window;
  readonly requests: number;
  readonly failed: number;
  readonly endings: Readonly<Record<string, number>>;
  readonly route: RouteState | undefined;
  /** All seen so far: one that gets nothing now keeps its line. */
  readonly versions: readonly string[];
}

/** Paints, where there is colour; the version's number chooses one. */
export interface Paint {
  version(index: number, text: string): string;
  bad(text: string): string;
  dim(text: string): string;
}

export const plainPaint: Paint = {
  version: (_, text) => text,
  bad: (text) => text,
  dim: (text) => text,
};

/** Told apart by most who cannot tell all colours apart: blue, yellow, cyan, magenta. Red is for failures alone. */
const codes = [34, 33, 36, 35];
const dye = (code: number, text: string) => `\x1b[${code}m${text}\x1b[0m`;

export const colourPaint: Paint = {
  version: (index, text) => dye(codes[index % codes.length] ?? 34, text),
  bad: (text) => dye(31, text),
  dim: (text) => dye(2, text),
};

/** A bar of `width` characters to eighths, with a mark where the route has set it. */
export function bar(share: number, width: number, setShare?: number): string {
  const eighths = Math.round(share * width * 8);
  const full = "█".repeat(Math.floor(eighths / 8));
  const rest = " ▏▎▍▌▋▊▉"[eighths % 8] ?? "";
  const text = (full + (eighths % 8 > 0 ? rest : "")).padEnd(width);
  if (setShare === undefined) return text;
  const at = Math.min(width - 1, Math.max(0, Math.round(setShare * width) - 1));
  return `${text.slice(0, at)}│${text.slice(at + 1)}`;
}

const rowsOf = ({ versions, recent, route }: Scene): string[] =>
  [...new Set([...versions, ...recent.versions.keys(), ...Object.keys(route?.weights ?? {})])]
    .filter((version) => version !== "" || (recent.versions.get("") ?? 0) > 0)
    .sort(byVersion);

/** As many lines as there is to say, none wider than the terminal. */
export function frame(scene: Scene, columns: number, paint: Paint): string[] {
  const { recent, route, failed, requests } = scene;
  const rows = rowsOf(scene);
  const nameWidth = Math.min(20, Math.max(4, ...rows.map((row) => versionName(row).length)));
  const width = Math.max(8, Math.min(60, columns - nameWidth - 26));
  const ends = scene.forSeconds === undefined ? "until Ctrl-C" : `of ${clock(scene.forSeconds)}`;
  const lines = rows.map((version, index) => {
    const share = (recent.versions.get(version) ?? 0) / Math.max(1, recent.requests);
    const set = setFor(route, version);
    const name = versionName(version).slice(0, nameWidth).padEnd(nameWidth);
    const ofRoute = set === undefined ? "" : paint.dim(`  set ${weightText(set)}`);
    const drawn = bar(share, width, set === undefined ? undefined : set / 100);
    const painted = version === "" ? paint.bad(drawn) : paint.version(index, drawn);
    return `  ${name} ${painted} ${percent(share).padStart(7)}${ofRoute}`;
  });
  const fit = (text: string) => text.slice(0, Math.max(1, columns - 1));
  const bad = (text: string, count: number) => (count > 0 ? paint.bad(text) : text);
  return [
    fit(`${scene.service}: ${scene.where}`),
    fit(`${number(scene.rps)} requests a second, ${clock(scene.elapsedSeconds)} ${ends}`),
    ...(route ? [fit(`route: ${routeText(route)}`)] : []),
    "",
    ...lines,
    "",
    `  last ${Math.round(recent.seconds)} s   ` +
      `${rateText(recent)}, ${bad(`${number(recent.failed)} failed`, recent.failed)}, ` +
      `p50 ${latency(recent.p50Ms)}, p99 ${latency(recent.p99Ms)}`,
    `  in all ${number(requests)} answered, ${bad(`${number(failed)} failed`, failed)}`,
    ...(failed > 0 ? [fit(`  ${endingText(scene.endings)}`)] : []),
  ];
}

const rateText = ({ requests, seconds }: Window) => `${(requests / seconds).toFixed(1)}/s`;

/** The same in one line, where nothing can be redrawn. */
export function line(scene: Scene): string {
  const { recent, route } = scene;
  const shares = rowsOf(scene).map((version) => {
    const share = (recent.versions.get(version) ?? 0) / Math.max(1, recent.requests);
    const set = setFor(route, version);
    const ofRoute = set === undefined ? "" : ` (set ${weightText(set)})`;
    return `${versionName(version)} ${percent(share)}${ofRoute}`;
  });
  return [
    clock(scene.elapsedSeconds).padStart(5),
    ...shares,
    rateText(recent),
    `${number(recent.failed)} failed`,
    `p50 ${latency(recent.p50Ms)}`,
    `p99 ${latency(recent.p99Ms)}`,
  ].join("  ");
}
