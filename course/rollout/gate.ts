import type { Gate } from "../../stacks/gate-schema";

/** What Prometheus says of the new version's requests. */
export interface Measured {
  readonly requests: number;
  /** Of these, answered with 5xx. */
  readonly failed: number;
  /** The gate's quantile; none where nothing was measured, or nobody asked. */
  readonly latencyMs?: number;
}

export type Verdict = "passed" | "failed" | "waiting" | "held";

/** A gate that was asked, for the result in JSON. */
export interface Judged {
  readonly phase: number;
  readonly of: number;
  readonly serves: string;
  readonly verdict: Exclude<Verdict, "waiting"> | "stopped";
  readonly measured?: Measured & { readonly successPercent?: number };
  readonly gate: Gate;
  readonly says: string;
}

/** No answer of all that came was good, or so: requests that nobody made have no share. */
export const successPercent = ({ requests, failed }: Measured): number | undefined =>
  requests > 0 ? 100 * (1 - Math.min(failed, requests) / requests) : undefined;

/** How long the gate has looked, in seconds since traffic moved, and what it saw; none where nobody answered. */
export function judge(gate: Gate, seconds: number, measured: Measured | undefined): Verdict {
  const { windowSeconds, patienceSeconds } = gate;
  if (seconds < windowSeconds) return "waiting";
  if (measured && isEnough(gate, measured))
    return failures(gate, measured).length > 0 ? "failed" : "passed";
  return seconds < windowSeconds + patienceSeconds ? "waiting" : "held";
}

const isEnough = ({ minRequests, latency }: Gate, { requests, latencyMs }: Measured): boolean =>
  requests >= minRequests && !(latency && latencyMs === undefined);

/** Each limit that was passed, with what was measured. */
export function failures({ successPercent: least, latency }: Gate, measured: Measured): string[] {
  const success = successPercent(measured);
  const { latencyMs } = measured;
  return [
    ...(least !== undefined && success !== undefined && success < least
      ? [`${percent(success)} of ${count(measured)} succeeded, at least ${least} % must`]
      : []),
    ...(latency && latencyMs !== undefined && latencyMs > latency.milliseconds
      ? [
          `${named(latency.quantile)} is ${time(latencyMs)}, at most ${latency.milliseconds} ms may be`,
        ]
      : []),
  ];
}

/** A gate, for a plan. */
export const gateText = ({ successPercent: least, latency, ...gate }: Gate): string =>
  [
    ...(least === undefined ? [] : [`at least ${least} % succeed`]),
    ...(latency ? [`${named(latency.quantile)} at most ${latency.milliseconds} ms`] : []),
    `${gate.windowSeconds} s, ${gate.minRequests} requests or more`,
  ].join(", ");

/** What was measured, for who looks on. */
export const measuredText = ({ latency }: Gate, measured: Measured): string => {
  const success = successPercent(measured);
  const { latencyMs } = measured;
  return [
    count(measured),
    ...(success === undefined ? [] : [`${percent(success)} succeeded`]),
    ...(latency && latencyMs !== undefined
      ? [`${named(latency.quantile)} ${time(latencyMs)}`]
      : []),
  ].join(", ");
};

/** Never rounded up to a limit that was not reached. */
const percent = (share: number): string => `${Math.floor(share * 100) / 100} %`;
const count = ({ requests }: Measured): string => `${Math.round(requests)} requests`;
const named = (quantile: number): string => `p${Number((quantile * 100).toFixed(3))}`;
const time = (ms: number): string => `${Math.ceil(ms)} ms`;
