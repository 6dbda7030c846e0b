import type * as k8s from "@pulumi/kubernetes";

import type { NonEmptyArray } from "../rollout";

type Input = k8s.types.input.core.v1.Probe;

/** How to ask: a path that answers 200 to 399, a port that is open, or a command that ends with 0. */
export type Check =
  | {
      /** Path to GET. @example "/healthz" */
      readonly http: string;
      readonly tcp?: never;
      readonly exec?: never;
    }
  | { readonly tcp: true; readonly http?: never; readonly exec?: never }
  | {
      /** Command and arguments, without a shell. @example ["cat", "/tmp/ready"] */
      readonly exec: NonEmptyArray<string>;
      readonly http?: never;
      readonly tcp?: never;
    };

/** How often and how patiently. */
export interface Timing {
  /** Another port than the service's own; http and tcp only. @default the service's */
  readonly port?: number;
  /** Seconds from one question to the next. @default ready 5, alive 10 */
  readonly everySeconds?: number;
  /** Seconds that an answer may take. @default 2 */
  readonly timeoutSeconds?: number;
  /** Failures in a row that count. @default ready 3, alive 6 */
  readonly failures?: number;
}

export type Probe = Check & Timing;

export interface Probes {
  /** Whether it can serve: only then it gets requests. @default { tcp: true } */
  readonly ready?: Probe;
  /**
   * Whether it is worth living on: if not, it is killed. Alive is less than ready: a service whose
   * database is away must not be killed for it. `"never asked"` leaves it out.
   * @default { tcp: true }
   */
  readonly alive?: Probe | "never asked";
  /** Whether it has started; until then nothing else is asked. @default as `ready` */
  readonly started?: Probe;
  /** Seconds that a start may take before the container is killed and tried anew. @default 300 */
  readonly startSeconds?: number;
}

const open: Probe = { tcp: true };

export const startSecondsOf = ({ startSeconds = 300 }: Probes = {}): number => startSeconds;

/** The probes of a container that listens on the port named `http`. */
export function probes(asked: Probes = {}) {
  const { ready = open, alive = open } = asked;
  const startSeconds = startSecondsOf(asked);
  const { started = { ...ready, everySeconds: 5 } } = asked;
  const period = started.everySeconds ?? 5;
  const tries = Math.max(1, Math.ceil(startSeconds / period));
  return {
    startupProbe: probe({ ...started, failures: tries }, { everySeconds: period, failures: tries }),
    readinessProbe: probe(ready, { everySeconds: 5, failures: 3 }),
    ...(alive !== "never asked" && {
      livenessProbe: probe(alive, { everySeconds: 10, failures: 6 }),
    }),
  };
}

/** One probe; `standard` is what it says nothing of. */
export function probe(
  asked: Probe,
  standard: { readonly everySeconds: number; readonly failures: number },
): Input {
  return {
    ...handler(asked),
    periodSeconds: asked.everySeconds ?? standard.everySeconds,
    timeoutSeconds: asked.timeoutSeconds ?? 2,
    failureThreshold: asked.failures ?? standard.failures,
  };
}

function handler({ http, exec, port }: Probe): Input {
  const at = port ?? "http";
  if (exec) return { exec: { command: [...exec] } };
  return http === undefined
    ? { tcpSocket: { port: at } }
    : { httpGet: { path: http, port: at, scheme: "HTTP" } };
}
