import { routeText } from "./route";
import type { Result } from "./result";
import type { RouteStep } from "./steps";
import type { VersionTally } from "./tally";
import { clock, endingText, latency, number, percent, versionName } from "./words";

/** The last word on a terminal: who answered how much, by what it was set to, and what it ran on. */
export function summary(result: Result): string[] {
  const { service, requests, failed, seconds, endings, switches, lateP99Ms } = result;
  const width = Math.max(...result.versions.map(({ version }) => versionName(version).length), 4);
  return [
    `${service}: ${number(requests)} requests in ${clock(seconds)}, ${number(failed)} failed` +
      (failed > 0 ? ` (${endingText(endings)})` : ""),
    ...result.versions.map((it) => `  ${versionText(it, width)}`),
    ...result.steps.map((step) => `  ${stepText(step)}`),
    ...Object.entries(switches).map(
      ([way, times]) => `  clients that keep cookies: ${way} ${number(times)} times`,
    ),
    `  p50 ${latency(result.p50Ms)}, p99 ${latency(result.p99Ms)}, from when each request was due`,
    ...lateText(lateP99Ms),
    ...nameless(result),
    `  Envoy ${result.envoy}, istiod ${result.istiod}, ${result.place}. ${result.simulated}`,
  ];
}

function versionText(it: VersionTally, width: number): string {
  const { share, low, high } = it;
  const shares =
    share === undefined || low === undefined || high === undefined
      ? ""
      : ` ${percent(share)} (${percent(low)} to ${percent(high)})`;
  const bad = it.failed > 0 ? `, ${number(it.failed)} failed` : "";
  const spent = `p50 ${latency(it.p50Ms)}, p99 ${latency(it.p99Ms)}`;
  return `${versionName(it.version).padEnd(width)}  ${number(it.requests)}${shares}${bad}, ${spent}`;
}

/** What was set and what was seen: `0:12 to 0:30  set v1 80 %, v2 20 %; seen v1 79.6 %, v2 20.4 % of 540, as chance has it`. */
export function stepText(step: RouteStep): string {
  const span = `${clock(step.fromSeconds)} to ${clock(step.toSeconds)}`;
  return `${span}  set ${routeText(step.set)}; ${seenText(step)}`;
}

export function seenText({ seen, requests, failed, within }: RouteStep): string {
  const all = Object.values(seen).reduce((sum, count) => sum + count, 0);
  if (all === 0) return "too short to see";
  const shares = Object.entries(seen)
    .sort(([one], [two]) => one.localeCompare(two, "en", { numeric: true }))
    .map(([version, count]) => `${version} ${percent(count / all)}`);
  const judged = within === undefined ? "" : within ? ", as chance has it" : ", NOT as it was set";
  const bad = failed > 0 ? `, ${number(failed)} failed` : "";
  return `seen ${shares.join(", ")} of ${number(requests)}${bad}${judged}`;
}

/** A client that is late itself measures itself. */
const lateText = (lateP99Ms = 0): string[] =>
  lateP99Ms > 100
    ? [
        `  this machine was busy: 1 request of 100 left ${latency(lateP99Ms)} late or later, and its latency says so`,
      ]
    : [];

const nameless = ({ versions, requests, failed }: Result): string[] => {
  const none = versions.find(({ version }) => version === "");
  if (!none || none.requests < requests || failed === requests) return [];
  return ["  no answer named its version: --version-header says which header does"];
};
