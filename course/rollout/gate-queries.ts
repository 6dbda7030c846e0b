import type { Gate } from "../../stacks/gate-schema";

/** Whose requests are meant: those that the sidecars of these Deployments' pods have answered. */
export interface Asked {
  readonly namespace: string;
  readonly workloads: readonly string[];
}

export interface Queries {
  readonly requests: string;
  readonly failed: string;
  readonly latencyMs?: string;
}

/**
 * How long a counter may have been out of sight, and still be known: a target that was not to be read for
 * once must not bring all that it ever counted into the window.
 */
const memory = "10m";

/**
 * PromQL for what came in the last seconds, and not before. A counter begins with its first request: what it
 * has when it is first seen counts as well, which `increase` alone leaves out.
 */
export function queriesFor(
  { namespace, workloads }: Asked,
  { latency }: Gate,
  seconds: number,
): Queries {
  const whose = `reporter="destination",destination_workload_namespace="${namespace}",destination_workload=~"${workloads.join("|")}"`;
  const total = `istio_requests_total{${whose}}`;
  const failed = `istio_requests_total{${whose},response_code=~"5.."}`;
  const buckets = `istio_request_duration_milliseconds_bucket{${whose}}`;
  return {
    requests: `sum(${cameIn(total, seconds)})`,
    failed: `sum(${cameIn(failed, seconds)})`,
    ...(latency && {
      latencyMs: `histogram_quantile(${latency.quantile}, sum by (le) (${cameIn(buckets, seconds)}))`,
    }),
  };
}

const cameIn = (counter: string, seconds: number): string => {
  const range = `${counter}[${seconds}s]`;
  const known = `last_over_time(${counter}[${memory}] offset ${seconds}s)`;
  return `(max_over_time(${range}) unless ${known}) or increase(${range})`;
};
