import { days, type Lab } from "../../apps/labs";
import type { Found } from "./find";
import type { Lacks } from "./lacks";

/** The labs by day, a line each. */
export function listText(chosen: readonly Lab[], lacks: Lacks): string {
  const width = widthOf(chosen);
  const parts = days.flatMap(({ day, title, labs }) => {
    const own = labs.filter((lab) => chosen.includes(lab));
    if (own.length === 0) return [];
    return [
      `Day ${day}, ${title.toLowerCase()}`,
      ...own.flatMap((lab) => lines(lab, width, lacks)),
      "",
    ];
  });
  return [...parts, `More of one: npm run course -- labs ${chosen[0]?.name ?? "NAME"}`].join("\n");
}

/** Labs that may have been meant, and why. */
export function foundText(asked: string, found: readonly Found[], lacks: Lacks): string {
  const width = widthOf(found.map(({ lab }) => lab));
  return [
    `"${asked}" is in ${found.length} labs, the nearest first:`,
    ...found.flatMap(({ lab, why }) => lines(lab, width, lacks, [why])),
    "",
    `More of one: npm run course -- labs ${found[0]?.lab.name ?? "NAME"}`,
  ].join("\n");
}

const widthOf = (chosen: readonly Lab[]): number =>
  Math.max(...chosen.map(({ name }) => name.length));

function lines(lab: Lab, width: number, lacks: Lacks, notes: readonly string[] = []): string[] {
  const who = lab.who === "instructor" ? " (instructor)" : "";
  const lack = lacks(lab);
  const below = [...notes, ...(lack === undefined ? [] : [`not here: ${lack}`])];
  return [
    `  ${lab.name.padEnd(width)}  ${lab.title}${who}`,
    ...below.map((note) => `  ${" ".repeat(width)}  ${note}`),
  ];
}

/** All that there is to say of one lab. */
export function labText(lab: Lab, lack: string | undefined): string {
  const { name, title, day, who, text, changes, needs = [], notShown = [] } = lab;
  const list = (heading: string, items: readonly string[]) =>
    items.length === 0 ? [] : ["", heading, ...items.map((it) => `  ${it}`)];
  return [
    `${name}: ${title}`,
    `Day ${day}, run by ${who === "student" ? "each student" : "the instructor"}.`,
    "",
    text,
    ...list("To do", changes),
    ...list("It needs of the platform", needs),
    ...list("Not to be seen in the sandbox", notShown),
    ...(lack === undefined ? [] : ["", lack]),
    "",
    `Its objects: npm run course -- labs ${name} --yaml baseline${lab.makes ? " (or makes: what students make)" : ""}`,
  ].join("\n");
}
