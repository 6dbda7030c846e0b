const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it may stand in HTML, between tags or in an attribute. Names of versions come from headers: anybody's text. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (it) => entities[it] ?? "");

/** Markup that is safe to put as it is. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | readonly Part[];

const textOf = (part: Part): string => {
  if (part instanceof Markup) return part.text;
  if (typeof part === "string") return escaped(part);
  return typeof part === "number" ? part.toString() : part.map(textOf).join("");
};

/** A template whose parts are escaped, unless they are markup. */
export const markup = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(strings.map((text, at) => text + textOf(parts[at] ?? "")).join(""));
