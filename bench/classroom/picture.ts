import { document } from "../../course/traffic/report/document";
import { markup, type Markup } from "../../course/traffic/report/markup";
import { colourOf } from "../../course/traffic/report/palette";
import { plot } from "../../course/traffic/report/plot";
import { round, ticks, unit } from "../../course/traffic/report/scale";
import { style } from "../../course/traffic/report/style";
import { costs, ratioOf, type Point } from "./judge";
import { head, rowOf, type Curve } from "./report";

/** One line of a picture: a value for each size. */
export interface Line {
  readonly name: string;
  readonly values: readonly (readonly [students: number, value: number])[];
}

const lineOf = (points: readonly Point[], name: string, value: (point: Point) => number): Line => ({
  name,
  values: points.map((point) => [point.students, value(point)]),
});

/** Milliseconds for one student, by the size of the classroom: flat or falling is as it should be. */
export const costLines = (points: readonly Point[]): Line[] => [
  lineOf(points, "up", costs.up),
  lineOf(points, "up, kubectl", ({ students, up }) => up.kubectlMs / students),
  lineOf(points, "reset of all", costs.reset),
  lineOf(points, "reset of all, kubectl", ({ students, all }) => all.kubectlMs / students),
  lineOf(points, "check", costs.check),
];

/** How many times kubectl's time each takes. */
export const ratioLines = (points: readonly Point[]): Line[] => [
  lineOf(points, "up", ({ up }) => ratioOf(up)),
  lineOf(points, "reset of some", ({ some }) => ratioOf(some)),
  lineOf(points, "reset of all", ({ all }) => ratioOf(all)),
];

/** The curve as one file of HTML. */
export function picture({ points, cores, memoryGiB, verdicts }: Curve): string {
  const most = points.at(-1)?.students ?? 0;
  const title = `A classroom of ${most} students, beside kubectl`;
  const body = markup`<p class="soft">Each with its own 12-Street; on the sandbox, with ${cores} cores and ${memoryGiB} GiB.</p>
${chart("What one student costs", "milliseconds, by the size of the classroom", costLines(points), most, "ms")}
${chart("Beside kubectl apply --server-side", "times its time for the same objects", ratioLines(points), most, "×")}
<h2>Measured</h2>
<div class="wide"><table><thead><tr>${head.map((it) => markup`<th>${it}</th>`)}</tr></thead><tbody>${points.map(
    (point) => markup`<tr>${rowOf(point).map((it) => markup`<td>${it}</td>`)}</tr>`,
  )}</tbody></table></div>
<h2>At most</h2>
<table><tbody>${verdicts.map(
    ({ what, found, atMost, passed }) =>
      markup`<tr><td class="words">${what}</td><td>${found}</td><td>${atMost}</td><td class="${passed ? "good" : "bad"}">${passed ? "passed" : "failed"}</td></tr>`,
  )}</tbody></table>`;
  return document({ title, command: "npm run bench -- classroom", style, body });
}

function chart(
  title: string,
  note: string,
  lines: readonly Line[],
  most: number,
  of: string,
): Markup {
  const names = lines.map(({ name }) => name);
  const top = round(Math.max(1e-9, ...lines.flatMap(({ values }) => values.map(([, it]) => it))));
  const shapes = lines.map(({ name, values }) => {
    const at = values.map(([x, y]) => `${unit(x / most)} ${unit(1 - y / top)}`);
    const dots = values.map(
      ([x, y]) =>
        markup`<path class="line" stroke-linecap="round" style="stroke:${colourOf(name, names)};stroke-width:7" d="M${unit(x / most)} ${unit(1 - y / top)}h0"/>`,
    );
    return markup`<path class="line" style="stroke:${colourOf(name, names)}" d="M${at.join("L")}"/>${dots}`;
  });
  const described = lines.map(
    ({ name, values }) =>
      `${name}: ${values.map(([x, y]) => `${y.toFixed(y < 10 ? 2 : 0)} ${of} at ${x}`).join(", ")}`,
  );
  const legend = names.map(
    (name) => markup`<li><i style="background:${colourOf(name, names)}"></i>${name}</li>`,
  );
  return markup`<ul class="legend">${legend}</ul>
${plot(
  {
    title,
    note,
    description: `${described.join("; ")}.`,
    height: "tall",
    shapes,
    rows: ticks(top, 4, (value) => `${Number(value.toPrecision(6))} ${of}`),
    columns: (lines[0]?.values ?? []).map(([x]) => ({ at: x / most, text: x.toString() })),
    marks: [],
  },
  title.replaceAll(/\W+/g, "-").toLowerCase(),
)}`;
}
