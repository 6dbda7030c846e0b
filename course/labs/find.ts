import { labs, type Lab } from "../../apps/labs";
import { leftOut, topics } from "../../apps/labs/course-map";
import { ofAws, ofIstio, ofKubernetes } from "../../apps/labs/dead-forms";

/** A lab that somebody may have meant. */
export interface Found {
  readonly lab: Lab;
  /** Where the words stand. @example "topic: HPA" */
  readonly why: string;
}

/** Lines of a lab in which words are looked for. */
interface Field {
  readonly what: string;
  readonly lines: readonly string[];
  /** Whether a line is a name by itself, which may be all that was asked for. */
  readonly names?: boolean;
}

/** A lab's fields, each with its names folded, and the forms of its own words and of those before it. */
interface Entry {
  readonly lab: Lab;
  readonly fields: readonly (Field & {
    readonly folded: readonly string[];
    readonly forms: ReadonlySet<string>;
  })[];
}

interface Match {
  readonly lab: Lab;
  readonly rank: number;
  /** Looked for where it is told alone. */
  readonly why: () => string;
}

let index: readonly Entry[] | undefined;

type Has = (known: ReadonlySet<string>, word: string) => boolean;

const whole: Has = (known, word) => known.has(word);
/** Of two letters there are too many beginnings. */
const begun: Has = (known, word) =>
  word.length > 2 && [...known].some((one) => one.startsWith(word));

/**
 * The labs that have all these words, in any order and however they are written, the nearest first;
 * only the one where they are its name.
 */
export function findLabs(asked: string): Found[] {
  const words = wordsOf(asked);
  if (words.length === 0) return [];
  const matches = (has: Has) => entries().flatMap((entry) => look(entry, words, has));
  const wholly = matches(whole);
  const found = wholly.length > 0 ? wholly : matches(begun);
  const sorted = found.toSorted((a, b) => a.rank - b.rank);
  return sorted
    .filter(({ rank }) => rank === 0 || sorted[0]?.rank !== 0)
    .map(({ lab, why }) => ({ lab, why: why() }));
}

/** Why the course has no lab of this; undefined where nothing is known of it. */
export function whyLeftOut(asked: string): string | undefined {
  const words = wordsOf(asked);
  if (words.length === 0) return undefined;
  return leftOut.find(({ what }) => covers(formsOf([what]), words, whole))?.why;
}

/** Made when it is first asked for: most commands look for no lab. */
const entries = (): readonly Entry[] => (index ??= labs.map(entryOf));

function entryOf(lab: Lab): Entry {
  const fields = fieldsOf(lab);
  const upTo = (end: number) => formsOf(fields.slice(0, end + 1).flatMap(({ lines }) => lines));
  const foldedOf = ({ names, lines }: Field) =>
    names ? lines.map((line) => folded(wordsOf(line))) : [];
  return {
    lab,
    fields: fields.map((field, at) => ({ ...field, folded: foldedOf(field), forms: upTo(at) })),
  };
}

/** In the order of what they say of a lab. */
function fieldsOf(lab: Lab): Field[] {
  const place = { namespace: "" };
  const mine = (it: { readonly labs: readonly string[] }) => it.labs.includes(lab.name);
  const objects = [
    ...lab.baseline(place),
    ...(lab.makes?.(place) ?? []),
    ...(lab.shared?.() ?? []),
  ];
  return [
    { what: "name", names: true, lines: [lab.name] },
    { what: "title", names: true, lines: [lab.title] },
    { what: "topic", names: true, lines: topics.filter(mine).flatMap((it) => it.words) },
    {
      what: "old form",
      lines: [...ofKubernetes, ...ofAws, ...ofIstio].filter(mine).map(({ form }) => form),
    },
    { what: "text", lines: lab.text.split("\n") },
    { what: "to do", lines: lab.changes },
    { what: "object", lines: objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`) },
  ];
}

/** A name that is all that was asked for comes before one with more to it. */
function look({ lab, fields }: Entry, words: readonly string[], has: Has): Match[] {
  const name = folded(words);
  const named = fields.findIndex((field) => field.folded.includes(name));
  const at = fields.findIndex(({ forms }) => covers(forms, words, has));
  const field = fields[named] ?? fields[at];
  if (!field) return [];
  const rank = named >= 0 ? named : fields.length + at;
  return [{ lab, rank, why: () => whyOf(field, words, has) }];
}

/** The line that is these words, or has all of them, or one. */
function whyOf({ what, lines }: Field, words: readonly string[], has: Has): string {
  const name = folded(words);
  const line =
    lines.find((it) => folded(wordsOf(it)) === name) ??
    lines.find((it) => covers(formsOf([it]), words, has)) ??
    lines.find((it) => words.some((word) => has(formsOf([it]), singular(word))));
  return `${what}: ${line ?? ""}`;
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const singular = (word: string): string =>
  word
    .replace(/ies$/, "y")
    .replace(/(ss|x)es$/, "$1")
    .replace(/([^su])s$/, "$1");

const folded = (words: readonly string[]): string => words.map(singular).join("");

/** Words that may be written as one: externalTrafficPolicy has three. */
const longest = 4;

/** Each word of the lines, and neighbours as one word, for "config map" is "configmap". */
const formsOf = (lines: readonly string[]): ReadonlySet<string> =>
  new Set(
    lines.map(wordsOf).flatMap((words) => words.flatMap((_, start) => joinedFrom(words, start))),
  );

const joinedFrom = (words: readonly string[], start: number): string[] =>
  Array.from({ length: Math.min(longest, words.length - start) }, (_, more) =>
    singular(words.slice(start, start + more + 1).join("")),
  );

/** Whether these forms have all the words, alone or joined to their neighbours. */
const covers = (known: ReadonlySet<string>, words: readonly string[], has: Has): boolean =>
  words.length === 0 ||
  joinedFrom(words, 0).some(
    (form, more) => has(known, form) && covers(known, words.slice(more + 1), has),
  );
