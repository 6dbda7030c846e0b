/** How a stand-in behaves, read from its pod's annotations anew at each request: `kubectl annotate pod` changes it at once. */
export interface Behaviour {
  /** Milliseconds that an answer takes: between these two. */
  readonly latencyMs: readonly [number, number];
  /** Share of requests that fail, 0 to 1, and by which status. */
  readonly failures: { readonly share: number; readonly status: number };
  /** From the pod's start to its readiness. */
  readonly startMs: number;
  /** `SERVICE:PORT` that it calls before it answers, in that order. */
  readonly calls: readonly string[];
}

const prefix = "sandbox.twelve-street/";

export const behaviourKeys = {
  latency: `${prefix}latency`,
  failures: `${prefix}failures`,
  start: `${prefix}start`,
  calls: `${prefix}calls`,
} as const;

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000 };

/** `250ms` or `1.5s`; undefined when it is neither. */
function milliseconds(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text.trim()) ?? [];
  return amount === undefined ? undefined : Number(amount) * (units[unit] ?? 1);
}

/** What a pod's annotations ask for; one that cannot be read is as if it were not there, and named in `unread`. */
export function behaviourOf(annotations: Readonly<Record<string, string>> = {}): {
  behaviour: Behaviour;
  unread: readonly string[];
} {
  const unread: string[] = [];
  const read = <T>(key: string, otherwise: T, parse: (text: string) => T | undefined): T => {
    const text = annotations[key];
    if (text === undefined) return otherwise;
    const parsed = parse(text);
    if (parsed === undefined) unread.push(`${key}: ${text}`);
    return parsed ?? otherwise;
  };
  const behaviour: Behaviour = {
    latencyMs: read(behaviourKeys.latency, [0, 0] as const, latency),
    failures: read(behaviourKeys.failures, { share: 0, status: 500 }, failures),
    startMs: read(behaviourKeys.start, 0, milliseconds),
    calls: read<readonly string[]>(behaviourKeys.calls, [], calls),
  };
  return { behaviour, unread };
}

/** `20ms`, or `20ms-80ms` for anything between. */
function latency(text: string): readonly [number, number] | undefined {
  const [from, to = from] = text.split("-").map(milliseconds);
  return from === undefined || to === undefined || to < from ? undefined : [from, to];
}

/** `10%`, or `10% 503`. */
function failures(text: string): Behaviour["failures"] | undefined {
  const [, percent, status = "500"] = /^(\d+(?:\.\d+)?)%(?: ([45]\d\d))?$/.exec(text.trim()) ?? [];
  if (percent === undefined || Number(percent) > 100) return undefined;
  return { share: Number(percent) / 100, status: Number(status) };
}

/** `preference:8080,inventory:8080`. */
function calls(text: string): readonly string[] | undefined {
  const words = text.split(",").map((word) => word.trim());
  return words.every((word) => /^[a-z0-9.-]+:\d+$/.test(word)) ? words : undefined;
}
