import type { Sent } from "./client";
import type { TrafficFlags } from "./flags";
import type { RouteStep } from "./steps";
import type { Tally, Totals } from "./tally";
import type { Target } from "./target";
import type { Stretch } from "./timeline";

/** What a run has found: `--json` prints it, and the report shows it. No value of a header or cookie is in it. */
export interface Result extends Totals {
  readonly service: string;
  readonly stack: string;
  readonly url: string;
  readonly place: string;
  readonly envoy: string;
  readonly istiod: string;
  readonly simulated: string;
  readonly started: string;
  /** From the first request to the end of the last answer. */
  readonly seconds: number;
  /** Requests a second, as they were asked for. */
  readonly rps: number;
  /** Whether Ctrl-C ended it. */
  readonly interrupted: boolean;
  readonly sent: {
    readonly method: string;
    /** Names only: values may be secrets. */
    readonly headers: readonly string[];
    readonly cookies: readonly string[];
    readonly userAgent?: string;
    readonly clients: number;
  };
  /** Empty where the route is not known. */
  readonly steps: readonly RouteStep[];
}

/** A run with its course in time. */
export interface Run {
  readonly result: Result;
  readonly stretches: readonly Stretch[];
}

export interface Measured {
  readonly service: string;
  readonly flags: TrafficFlags;
  readonly target: Target;
  readonly tally: Tally;
  readonly started: Date;
  readonly sent: Sent;
  readonly interrupted: boolean;
}

export function runOf({ service, flags, target, tally, ...run }: Measured): Run {
  const { url, place, envoy, istiod, simulated } = target;
  const { header = {}, cookie = {}, userAgent, clients, method } = flags;
  const asksAlike = clients === 0 && Object.keys({ ...header, ...cookie }).length === 0;
  const endMs = run.sent.seconds * 1000;
  const result = {
    service,
    stack: flags.stack,
    url: withoutQuery(url),
    ...{ place, envoy, istiod, simulated },
    started: run.started.toISOString(),
    seconds: run.sent.seconds,
    rps: flags.rps,
    interrupted: run.interrupted,
    sent: {
      method,
      headers: Object.keys(header),
      cookies: Object.keys(cookie),
      ...(userAgent !== undefined && { userAgent }),
      clients,
    },
    ...tally.totals,
    steps: tally.steps.steps(endMs, asksAlike && userAgent === undefined),
  };
  const cuts = tally.steps.marks.map(({ atMs }) => atMs);
  return { result, stretches: tally.timeline.stretches(100, 80, cuts) };
}

/** A query may hold a token. */
const withoutQuery = (url: string): string => {
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search === "" ? "" : "?…"}`;
};
