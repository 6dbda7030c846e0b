import { document } from "../traffic/report/document";
import { markup, type Markup } from "../traffic/report/markup";
import { differsIn } from "./certificate";
import { columns, rowOf, summaryText, wordFor, type Standings, type Status } from "./status";

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d0d7de; --bad: #b3261e; --good: #1a7f37; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #30363d; --bad: #ff7b72; --good: #3fb950; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
td:nth-child(n+4), th:nth-child(n+4) { text-align: right; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; }
summary { cursor: pointer; } li { overflow-wrap: anywhere; }
`;

/** A classroom's status as one page. */
export function statusPage(stack: string, status: Status, at: Date): string {
  const title = `Classroom ${stack}`;
  const body = markup`<p>${summaryText(status)} Looked at ${at.toISOString()}.</p>
${status.problems.map((problem) => markup`<p class="bad">${problem}</p>`)}
<div class="wide"><table>
<thead><tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${status.students.map(rowMarkup)}</tbody>
</table></div>
${status.students.map(detailsMarkup)}`;
  return document({ title, command: "npm run course -- status", style, body });
}

const rowMarkup = (it: Standings): Markup => {
  const tone = wordFor(it) === "clean" ? "good" : "bad";
  const cells = rowOf(it).map((cell, index) =>
    index === 2 ? markup`<td class="${tone}">${cell}</td>` : markup`<td>${cell}</td>`,
  );
  return markup`<tr>${cells}</tr>\n`;
};

function detailsMarkup({ student, findings }: Standings): Markup {
  const differs = differsIn(findings);
  if (differs.length === 0) return markup``;
  return markup`<details><summary>${student}: what differs</summary>
<ul>${differs.map((line) => markup`<li>${line}</li>`)}</ul></details>
`;
}
