import type { Run } from "../result";
import { clock, number, percent, versionName } from "../words";
import { drawnVersions, failuresPlot, latencyPlot, sharesPlot, type Drawn } from "./charts";
import { document } from "./document";
import { markup, type Markup } from "./markup";
import { colourOf } from "./palette";
import { headline, markText, newcomerOf } from "./story";
import { style } from "./style";
import { facts, stepTable, versionTable } from "./tables";

/** A run as one file of HTML. */
export function page(run: Run): string {
  const { result } = run;
  const title = headline(result);
  const body = markup`<p class="soft">${number(result.requests)} requests in ${clock(result.seconds)}${result.interrupted ? " (ended by hand)" : ""}, through Envoy ${result.envoy} under istiod ${result.istiod}.</p>
${picture(run)}
${stepTable(result)}
${versionTable(result)}
${facts(result)}`;
  return document({ title, command: "npm run course -- traffic", style, body });
}

function picture({ result, stretches }: Run): Markup {
  const last = stretches.at(-1);
  if (!last) return markup`<p class="bad">No request was sent.</p>`;
  // Its cells may reach beyond the end of the run.
  const endMs = Math.max(last.fromMs + 1, Math.min(last.toMs, result.seconds * 1000));
  const newcomer = newcomerOf(result.steps);
  const marks = result.steps
    .slice(1)
    .map((step) => ({ at: (step.fromSeconds * 1000) / endMs, text: markText(step, newcomer) }));
  const versions = drawnVersions(result);
  const drawn: Drawn = { result, stretches, versions, endMs, marks };
  return markup`<ul class="legend">${result.versions.map(
    ({ version, requests }) =>
      markup`<li><i style="background:${colourOf(version, versions)}"></i>${versionName(version)} ${percent(requests / result.requests)}</li>`,
  )}${marks.length > 0 ? markup`<li class="soft">┆ the route was changed</li>` : ""}</ul>
${sharesPlot(drawn)}
${failuresPlot(drawn)}
${latencyPlot(drawn)}`;
}
