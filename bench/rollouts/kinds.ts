import { comparison } from "../../components/rollout/matches";
import type { Match } from "../../components/rollout";
import type { Ask } from "../../course/traffic/client";

/** Clients who ask alike, and of whom the same is expected. */
export interface Kind {
  readonly name: string;
  readonly ask: Ask;
  /** How many of all requests are theirs, as a part beside the others' parts. */
  readonly part: number;
}

const agents = {
  firefox: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  chrome:
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  iphone:
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
  curl: "curl/8.17.0",
} as const;

export const everybody: Kind = { name: "everybody", ask: {}, part: 1 };

/** Who brings a sticky canary's cookie, and who does not: the load tells them apart as it sends. */
export const newcomer: Kind = { name: "newcomer", ask: {}, part: 1 };
export const returning: Kind = { name: "returning", ask: {}, part: 0 };

/** Clients that an A/B test's matches take, and others that come as close as they can without being taken. */
export function kindsOf(matches: readonly Match[]): { toB: Kind[]; toA: Kind[] } {
  const kind = ([name, ask]: Named): Kind => ({ name, ask, part: 1 });
  return {
    toB: matches.flatMap((match) => taken(match).map(kind)),
    toA: [
      kind(["nothing of it", {}]),
      kind(["Chrome", agent(agents.chrome)]),
      ...matches.flatMap((match) => near(match).map(kind)),
    ].filter(({ ask }) => !matches.some((match) => takes(match, ask))),
  };
}

type Named = readonly [name: string, ask: Ask];

const agent = (text: string): Ask => ({ headers: { "user-agent": text } });
const cookie = (text: string): Ask => ({ headers: { cookie: text } });

/** What a match of this kind looks at, with a text in it. */
const asks: Readonly<Record<Match["by"], (name: string, text: string) => Ask>> = {
  header: (name, text) => ({ headers: { [name]: text } }),
  cookie: (name, text) => cookie(`theme=dark; ${name}=${text}; lang=ko`),
  userAgent: (_name, text) => agent(text),
};

function taken(match: Match): Named[] {
  const { by, name = "" } = match;
  const text = sampleOf(match);
  const label = by === "userAgent" ? nameOf(text) : `${by} ${name}=${text}`;
  return [[label, asks[by](name, text)]];
}

function near(match: Match): Named[] {
  const { by, name = "" } = match;
  const text = sampleOf(match);
  if (by === "userAgent") return [["curl", agent(agents.curl)]];
  return [
    [`${by} ${name}=not-${text}`, asks[by](name, `not-${text}`)],
    [`${by} x${name}=${text}`, asks[by](`x${name}`, text)],
  ];
}

const nameOf = (text: string): string =>
  Object.entries(agents).find(([, value]) => value === text)?.[0] ?? text;

/** A text that the match takes. @throws Error for an expression that takes none of those known here. */
function sampleOf(match: Match): string {
  const [how, text] = comparison(match);
  if (how === "exact") return text;
  if (how === "prefix") return `${text}1`;
  const samples = [...Object.values(agents), "a", "b", "beta", "beta-1", "v2", "1", "42", "true"];
  const whole = new RegExp(`^(?:${text})$`);
  const found = samples.find((sample) => whole.test(sample));
  if (found !== undefined) return found;
  throw new Error(`${text} takes none of ${samples.join(", ")}: give an exact text or a prefix.`);
}

/** Whether a match takes such a request: our own reading, apart from what the proxy is told. */
export function takes(match: Match, { headers = {} }: Ask): boolean {
  const [how, text] = comparison(match);
  const fits = (value: string | undefined): boolean => {
    if (value === undefined) return false;
    if (how === "exact") return value === text;
    return how === "prefix" ? value.startsWith(text) : new RegExp(`^(?:${text})$`).test(value);
  };
  switch (match.by) {
    case "userAgent":
      return fits(headers["user-agent"]);
    case "header":
      return fits(headers[match.name.toLowerCase()] ?? headers[match.name]);
    case "cookie":
      return (headers.cookie ?? "").split("; ").some((part) => {
        const at = part.indexOf("=");
        return part.slice(0, at) === match.name && fits(part.slice(at + 1));
      });
  }
}
