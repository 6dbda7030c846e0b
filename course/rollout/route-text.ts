/** The part of a VirtualService's `spec.http` that says who is served, by whoever wrote it. */
export interface HttpRoute {
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly {
    readonly destination: { readonly subset?: string };
    readonly weight?: number;
  }[];
  readonly mirror?: { readonly subset?: string };
  readonly mirrorPercentage?: { readonly value?: number };
}

type TextMatch = Readonly<Record<string, string>>;

interface HttpMatch {
  readonly headers?: Readonly<Record<string, TextMatch>>;
  readonly method?: TextMatch;
}

/** In words: the weights for everybody, then who is served otherwise, and what is copied. */
export function routeText(routes: readonly HttpRoute[]): string {
  const said = routes
    .slice(0, -1)
    .flatMap((rule) => [
      ...(rule.mirror ? [] : [`${conditions(rule)} to ${shares(rule)}`]),
      ...copies(rule),
    ]);
  const otherwise = routes.at(-1) ?? {};
  return [shares(otherwise), ...said, ...copies(otherwise)].join("; ");
}

const shares = ({ route = [] }: HttpRoute): string =>
  route
    .map(({ destination, weight = 100 }) => `${destination.subset ?? "all slots"} ${weight} %`)
    .join(", ");

const copies = ({ match, mirror, mirrorPercentage }: HttpRoute): string[] => {
  if (!mirror) return [];
  const of = match ? ` of ${conditions({ match })}` : "";
  return [`${mirrorPercentage?.value ?? 100} %${of} copied to ${mirror.subset ?? "all slots"}`];
};

const conditions = ({ match = [] }: HttpRoute): string => match.map(condition).join(" or ");

const signs: Readonly<Record<string, string>> = { exact: "=", prefix: "^=", regex: "~=" };

function condition({ method, headers = {} }: HttpMatch): string {
  if (method) return Object.values(method).join();
  const said = Object.entries(headers)
    .map(([name, match]) =>
      Object.entries(match).map(
        ([how, text]) => `${name}${name === "cookie" ? cookie(text) : (signs[how] ?? how) + text}`,
      ),
    )
    .join(" and ");
  return said === "" ? "some" : said;
}

/** One cookie out of an expression for the whole header, as our own routes have it. */
function cookie(expression: string): string {
  const [, name] = /^\^\(\.\*;\\s\*\)\?([^=]+)=/.exec(expression) ?? [];
  return name === undefined ? `~=${expression}` : ` ${name}`;
}
