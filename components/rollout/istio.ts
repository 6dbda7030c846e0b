import { comparison } from "./matches";
import type { Condition, Route, Rule, Share, SlotName } from "./picture";
import type { Match } from "./types";

/** The part of Istio's StringMatch that is used here. */
type StringMatch = { exact: string } | { prefix: string } | { regex: string };

export interface IstioHttpMatch {
  readonly headers?: Readonly<Record<string, StringMatch>>;
  readonly method?: StringMatch;
}

export interface IstioDestination {
  readonly host: string;
  readonly subset: string;
}

/** One element of a VirtualService's `spec.http`. */
export interface IstioHttpRoute {
  readonly match?: readonly IstioHttpMatch[];
  readonly route: readonly {
    readonly destination: IstioDestination;
    readonly weight: number;
    readonly headers?: { readonly response: { readonly add: Readonly<Record<string, string>> } };
  }[];
  readonly mirror?: IstioDestination;
  readonly mirrorPercentage?: { readonly value: number };
}

/**
 * The `spec.http` of a VirtualService; the route without a match stands last.
 *
 * @param host The root Service, best by its full name, `products.shop.svc.cluster.local`.
 */
export const httpRoutes = ({ rules, otherwise }: Route, host: string): IstioHttpRoute[] => [
  ...rules.map((rule) => ({ match: rule.when.map(httpMatch), ...answers(rule, host) })),
  answers(otherwise, host),
];

/** The `spec.subsets` of a DestinationRule. */
export const istioSubsets = (
  slots: readonly SlotName[],
  labels: (slot: SlotName) => Record<string, string>,
): { name: SlotName; labels: Record<string, string> }[] =>
  slots.map((name) => ({ name, labels: labels(name) }));

function answers({ to, mirror }: Omit<Rule, "when">, host: string): IstioHttpRoute {
  return {
    route: to.map((share) => ({
      destination: { host, subset: share.slot },
      weight: share.weight,
      ...cookieOf(share),
    })),
    ...(mirror && {
      mirror: { host, subset: mirror.slot },
      mirrorPercentage: { value: mirror.percent },
    }),
  };
}

/** Added, not set: `set` would put away the cookies of the service itself. */
function cookieOf({ setCookie }: Share) {
  if (!setCookie) return {};
  const { name, value, maxAge } = setCookie;
  const cookie = `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax`;
  return { headers: { response: { add: { "set-cookie": cookie } } } };
}

function httpMatch(condition: Condition): IstioHttpMatch {
  switch (condition.by) {
    case "method":
      return { method: { exact: condition.method } };
    case "cookie":
      return { headers: { cookie: { regex: cookieRegex(condition) } } };
    case "userAgent":
      return { headers: { "user-agent": textMatch(condition) } };
    case "header":
      // Istio wants header names in lower case; HTTP knows no difference.
      return { headers: { [condition.name.toLowerCase()]: textMatch(condition) } };
  }
}

function textMatch(match: Match): StringMatch {
  const [how, text] = comparison(match);
  return { [how]: text } as StringMatch;
}

/** One cookie within the whole Cookie header, which Istio compares from end to end. */
function cookieRegex(match: Match & { by: "cookie" }): string {
  const [how, text] = comparison(match);
  const value = {
    exact: literal(text),
    prefix: `${literal(text)}[^;]*`,
    regex: `(?:${text})`,
  }[how];
  return `^(.*;\\s*)?${literal(match.name)}=${value}(;.*)?$`;
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
