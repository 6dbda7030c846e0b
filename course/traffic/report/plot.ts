import { markup, type Markup } from "./markup";
import { unit, type Tick } from "./scale";

/** A change of the route, where it stands in time. */
export interface Mark {
  readonly at: number;
  readonly text: string;
}

export interface Plot {
  readonly title: string;
  /** What a person who does not see it is told. */
  readonly description: string;
  readonly height: "tall" | "middle" | "low";
  /** Shapes in a square of 1000 by 1000, stretched to what room there is. */
  readonly shapes: readonly Markup[];
  readonly rows: readonly Tick[];
  readonly columns: readonly Tick[];
  readonly marks: readonly Mark[];
  /** Names beside their shapes: share of the width and of the height from below. */
  readonly names?: readonly { at: number; height: number; text: string }[];
  readonly note?: string;
  /** Whether the changes are named above it. */
  readonly namesMarks?: boolean;
}

const left = (share: number) => `left:${(share * 100).toFixed(2)}%`;
const bottom = (share: number) => `bottom:${(share * 100).toFixed(2)}%`;

/** Shapes are stretched, text is not: so it can be read on a telephone, too. */
export function plot(it: Plot, id: string): Markup {
  const lines = [
    ...it.rows.map(({ at }) => markup`<path class="grid" d="M0 ${unit(1 - at)}H1000"/>`),
    ...["halo", "mark"].flatMap((name) =>
      it.marks.map(({ at }) => markup`<path class="${name}" d="M${unit(at)} 0V1000"/>`),
    ),
  ];
  const labels = [
    ...it.rows.map(({ at, text }) => markup`<span class="y" style="${bottom(at)}">${text}</span>`),
    ...it.columns.map(({ at, text }) => markup`<span class="x" style="${left(at)}">${text}</span>`),
    ...(it.names ?? []).map(
      ({ at, height, text }) =>
        markup`<span class="name" style="${left(at)};${bottom(height)}">${text}</span>`,
    ),
  ];
  return markup`<figure>
<figcaption>${it.title}${it.note === undefined ? "" : markup`<small>${it.note}</small>`}</figcaption>
${it.namesMarks === true ? markStrip(it.marks) : ""}<div class="plot ${it.height}">
<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${it.title}</title><desc id="${id}-d">${it.description}</desc>${it.shapes}${lines}</svg>
${labels}
</div>
</figure>`;
}

/** Labels of the changes in a strip of their own, in as many rows as keeps them apart. */
function markStrip(marks: readonly Mark[]): Markup {
  const ends: number[] = [];
  const placed = marks.map(({ at, text }) => {
    const width = 0.03 + text.length * 0.022;
    const isBefore = at > 1 - width;
    const from = isBefore ? at - width : at;
    const free = ends.findIndex((end) => end <= from);
    const row = free === -1 ? ends.length : free;
    ends[row] = from + width;
    const side = isBefore ? `right:${((1 - at) * 100).toFixed(2)}%` : left(at);
    const edge = isBefore ? " before" : "";
    return markup`<span class="change${edge}" style="${side};top:${(row * 1.5).toFixed(1)}em">${text}</span>`;
  });
  return markup`<div class="strip" aria-hidden="true" style="height:${(ends.length * 1.5).toFixed(1)}em">${placed}</div>`;
}
