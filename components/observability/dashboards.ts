import type { Watch } from "./args";
import {
  errorShare,
  inNamespaces,
  latency,
  memoryShare,
  quotaShare,
  requestRate,
  servedBy,
} from "./metrics";
import type { Dashboard, Panel } from "./panels";

/** What is drawn of the namespaces that are watched. */
export const dashboards = (watch: Watch): Dashboard[] => [
  ...(watch.requests === "istio" ? [services(watch), rollouts(watch)] : []),
  workloads(watch),
];

const service = "destination_service_name";
const serviceLegend = `{{${service}}}`;

function services({ namespaces, thresholds = {} }: Watch): Dashboard {
  const { errorPercent = 5, latencyMs = 1000 } = thresholds;
  const served = servedBy(namespaces);
  const line = (title: string, unit: string, expr: string, alertAbove?: number): Panel => ({
    title,
    kind: "timeseries",
    unit,
    queries: [{ expr, legend: serviceLegend }],
    ...(alertAbove !== undefined && { alertAbove }),
  });
  return {
    uid: "twelve-street-services",
    title: "Services",
    panels: [
      line("Requests a second", "reqps", requestRate(served, service)),
      line("Answered with 5xx", "percentunit", errorShare(served, service), errorPercent / 100),
      line("Median of the response time", "ms", latency(served, service, 0.5)),
      line("95th percentile of it", "ms", latency(served, service, 0.95), latencyMs),
    ],
  };
}

/** Version beside version: what a canary, an A/B test or a shadow is judged by. */
function rollouts({ namespaces }: Watch): Dashboard {
  const served = servedBy(namespaces);
  const by = `${service}, destination_version`;
  const legend = `${serviceLegend} {{destination_version}}`;
  const line = (title: string, unit: string, expr: string): Panel => ({
    title,
    kind: "timeseries",
    unit,
    queries: [{ expr, legend }],
  });
  return {
    uid: "twelve-street-rollouts",
    title: "Rollouts",
    panels: [
      {
        ...line(
          "Share of each version",
          "percentunit",
          `${requestRate(served, by)} / on (${service}) group_left () ${requestRate(served, service)}`,
        ),
        width: 24,
      },
      line("Answered with 5xx", "percentunit", errorShare(served, by)),
      line("95th percentile of the response time", "ms", latency(served, by, 0.95)),
    ],
  };
}

function workloads({ namespaces, thresholds = {} }: Watch): Dashboard {
  const { restarts = 3, quotaPercent = 90 } = thresholds;
  const where = inNamespaces(namespaces);
  const container = "{{namespace}}/{{pod}} {{container}}";
  return {
    uid: "twelve-street-workloads",
    title: "Workloads and quotas",
    panels: [
      {
        title: "Pods by phase",
        kind: "stat",
        unit: "none",
        queries: [
          { expr: `sum by (phase) (kube_pod_status_phase{${where}})`, legend: "{{phase}}" },
        ],
      },
      {
        title: "Pods missing",
        description: "Wanted and not ready. During a rollout some always are.",
        kind: "timeseries",
        unit: "none",
        alertAbove: 1,
        queries: [
          {
            expr: `kube_deployment_spec_replicas{${where}} - kube_deployment_status_replicas_available{${where}}`,
            legend: "{{namespace}}/{{deployment}}",
          },
        ],
      },
      {
        title: "Restarts in 15 minutes",
        kind: "timeseries",
        unit: "none",
        alertAbove: restarts,
        queries: [
          {
            expr: `increase(kube_pod_container_status_restarts_total{${where}}[15m]) > 0`,
            legend: container,
          },
        ],
      },
      {
        title: "Memory, share of the limit",
        kind: "timeseries",
        unit: "percentunit",
        alertAbove: 0.9,
        queries: [{ expr: memoryShare(where), legend: container }],
      },
      {
        title: "CPU",
        kind: "timeseries",
        unit: "cores",
        queries: [
          {
            expr: `sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{${where},container!=""}[5m]))`,
            legend: "{{namespace}}/{{pod}}",
          },
        ],
      },
      {
        title: "Quotas in use",
        kind: "timeseries",
        unit: "percentunit",
        alertAbove: quotaPercent / 100,
        queries: [{ expr: quotaShare(where), legend: "{{namespace}} {{resource}}" }],
      },
    ],
  };
}
