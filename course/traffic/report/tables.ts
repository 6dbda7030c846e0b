import type { Result } from "../result";
import { routeText } from "../route";
import { seenText } from "../summary";
import { clock, endingText, latency, number, percent, versionName } from "../words";
import { markup, type Markup } from "./markup";

/** Who answered how much, as numbers. */
export const versionTable = ({ versions }: Result): Markup => markup`<h2>The versions</h2>
<div class="wide"><table>
<tr><th>version</th><th>requests</th><th>share</th><th>failed</th><th>p50</th><th>p99</th></tr>
${versions.map(
  ({
    version,
    requests,
    share,
    failed,
    p50Ms,
    p99Ms,
  }) => markup`<tr><td>${versionName(version)}</td>
<td>${number(requests)}</td><td>${share === undefined ? "" : percent(share)}</td>
<td${failed > 0 ? markup` class="bad"` : ""}>${number(failed)}</td><td>${latency(p50Ms)}</td><td>${latency(p99Ms)}</td></tr>
`,
)}</table></div>`;

/** What was set, and what was seen. */
export function stepTable({ steps }: Result): Markup {
  if (steps.length === 0) return markup``;
  return markup`<h2>What was set, and what was seen</h2>
<div class="wide"><table>
<tr><th>from</th><th class="words">the route</th><th class="words">requests</th></tr>
${steps.map(
  (
    step,
  ) => markup`<tr><td>${clock(step.fromSeconds)}</td><td class="words">${routeText(step.set)}</td>
<td class="words${step.within === false ? " bad" : ""}">${seenText(step)}</td></tr>
`,
)}</table></div>
<p class="soft">Counted from 2 s after a change, when the news have reached every proxy. “As chance has it”: a share further from its
weight comes by chance once in a thousand times.</p>`;
}

/** How it was measured, and what is not real about it. */
export function facts(result: Result): Markup {
  const { sent } = result;
  const names = (all: readonly string[]) => (all.length === 0 ? "none" : all.join(", "));
  const rows: (readonly [string, string])[] = [
    [
      "requests",
      `${number(result.requests)} in ${clock(result.seconds)}, ${number(result.rps)} a second, whatever the answers`,
    ],
    [
      "failed",
      `${number(result.failed)}${result.failed > 0 ? `: ${endingText(result.endings)}` : ""}`,
    ],
    [
      "latency",
      `p50 ${latency(result.p50Ms)}, p99 ${latency(result.p99Ms)}, from when each request was due`,
    ],
    ["Envoy", result.envoy],
    ["istiod", result.istiod],
    ["asked", `${sent.method} ${result.url}`],
    ["where", `stack ${result.stack}, ${result.place}`],
    ["began", result.started.replace("T", " ").replace(/\.\d+Z$/, " UTC")],
    [
      "headers",
      `${names(sent.headers)}${sent.headers.length > 0 ? " (their values are not kept)" : ""}`,
    ],
    [
      "cookies",
      `${names(sent.cookies)}${sent.cookies.length > 0 ? " (their values are not kept)" : ""}`,
    ],
    ...(sent.userAgent === undefined ? [] : [["user agent", sent.userAgent] as const]),
    ...(sent.clients === 0 ? [] : [["clients", clientsText(result)] as const]),
    ["simulated", result.simulated],
  ];
  return markup`<h2>How it was measured</h2>
<dl>${rows.map(
    ([name, text]) => markup`<dt>${name}</dt><dd>${text}</dd>
`,
  )}</dl>`;
}

const clientsText = ({ sent, switches }: Result): string => {
  const ways = Object.entries(switches).map(([way, times]) => `${way} ${number(times)} times`);
  return `${sent.clients} that keep their cookies${ways.length > 0 ? `; ${ways.join(", ")}` : "; none met another version"}`;
};
