import { isToken, when, type Problem } from "./problem";
import type { Match, TextMatch } from "./types";

/** How a match compares its text. */
type Comparison = readonly ["exact" | "prefix" | "regex", string];

export function comparison({ exact, prefix, regex }: TextMatch): Comparison {
  if (exact !== undefined) return ["exact", exact];
  if (prefix !== undefined) return ["prefix", prefix];
  return ["regex", regex];
}

/** What a match looks at. Header names know no case, and a user agent is a header. */
export function field({ by, name }: Match): string {
  if (by === "cookie") return `cookie ${name}`;
  return `header ${by === "userAgent" ? "user-agent" : name.toLowerCase()}`;
}

/**
 * Whether every request that `other` takes is taken by `one`. Sound, not complete: a yes is always
 * true; two regexes that differ in writing alone get a no.
 */
export function covers(one: Match, other: Match): boolean {
  if (field(one) !== field(other)) return false;
  const [how, text] = comparison(one);
  const [otherHow, otherText] = comparison(other);
  if (how === "regex") {
    const known = text === ".*" || (otherHow === "regex" && otherText === text);
    return known || (otherHow === "exact" && matchesWhole(text, otherText));
  }
  if (how === "prefix") return otherHow !== "regex" && otherText.startsWith(text);
  return otherHow === "exact" && otherText === text;
}

/** Whether the regex takes this text; an expression that only the proxy's RE2 knows is not judged. */
function matchesWhole(regex: string, text: string): boolean {
  return regexOf(`^(?:${regex})$`)?.test(text) ?? false;
}

/** What is wrong with a list of matches that all lead to one slot. */
export function matchProblems(toB: readonly Match[]): Problem[] {
  return [
    ...when(toB.length === 0, "toB", toB, "give one match at least, or nobody gets B"),
    ...toB.flatMap((match, index) => writingProblems(match, `toB[${index}]`)),
    ...toB.flatMap((match, index) => shadowedBy(match, toB.slice(0, index))),
  ];
}

/** In a list whose matches all lead to B, one that another covers decides nothing, before it or after. */
function shadowedBy(match: Match, earlier: readonly Match[]): Problem[] {
  return earlier.flatMap((other, index) => {
    const last = `toB[${earlier.length}]`;
    const superfluous = (key: string, value: Match, by: string) => [
      { key, value, fix: `${by} takes all of its requests: leave one of the two out` },
    ];
    if (covers(other, match)) return superfluous(last, match, `toB[${index}]`);
    return covers(match, other) ? superfluous(`toB[${index}]`, other, last) : [];
  });
}

function writingProblems(match: Match, key: string): Problem[] {
  const [how, text] = comparison(match);
  const { name = "user-agent" } = match;
  const named = "give a name without blanks, colons or semicolons";
  return [
    ...when(!isToken(name), `${key}.name`, name, named),
    ...when(text === "", `${key}.${how}`, text, "give a text that is not empty"),
    ...textProblems(match).map((fix) => ({ key: `${key}.${how}`, value: text, fix })),
  ];
}

function textProblems(match: Match): string[] {
  const [how, text] = comparison(match);
  const cookie = match.by === "cookie";
  if (how !== "regex")
    return cookie && /[;\s]/.test(text)
      ? ["a cookie holds no blanks and semicolons: leave them out"]
      : [];
  if (/\(\?<?[=!]|\\[1-9]/.test(text))
    return ["the proxy's RE2 looks neither ahead nor back: write it without"];
  if (!isRegex(text)) return ["give a regular expression, as RE2 writes it"];
  // A cookie's expression is set into one for the whole header, where the ends are not the text's.
  return cookie && /^\^|(?<!\\)\$$/.test(text)
    ? ["the whole value is compared anyway: leave out ^ at the start and $ at the end"]
    : [];
}

/** Whether it can be read, flags in front and RE2's way to name a group apart. */
const isRegex = (text: string): boolean =>
  regexOf(text.replace(/^\(\?[imsU]+\)/, "").replaceAll("(?P<", "(?<")) !== null;

/** The expression, or null where there is none in these words. */
function regexOf(text: string): RegExp | null {
  try {
    return new RegExp(text);
  } catch {
    return null;
  }
}
