import type { PodCount } from "../pod-count";
import type { ObservabilityArgs } from "./args";

/** What a pod asks of a node, and the memory above which it is killed. */
export interface Size {
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  readonly memoryLimitMiB: number;
}

/**
 * Fit for a few dozen pods. Estimates from the charts' and vendors' own advice, not measured here:
 * Prometheus takes some 2 KiB a series, and a sidecar has about a thousand.
 */
export const sizes = {
  prometheus: { cpuMillis: 50, memoryMiB: 256, memoryLimitMiB: 1024 },
  reloader: { cpuMillis: 5, memoryMiB: 16, memoryLimitMiB: 64 },
  stateMetrics: { cpuMillis: 10, memoryMiB: 48, memoryLimitMiB: 128 },
  nodeExporter: { cpuMillis: 10, memoryMiB: 32, memoryLimitMiB: 96 },
  alertmanager: { cpuMillis: 5, memoryMiB: 32, memoryLimitMiB: 96 },
  grafana: { cpuMillis: 20, memoryMiB: 128, memoryLimitMiB: 384 },
  fluentBit: { cpuMillis: 20, memoryMiB: 64, memoryLimitMiB: 192 },
  // The add-on's own.
  metricsServer: { cpuMillis: 100, memoryMiB: 200, memoryLimitMiB: 400 },
  // The operator's chart's own.
  eckOperator: { cpuMillis: 100, memoryMiB: 150, memoryLimitMiB: 1024 },
  elasticsearch: { cpuMillis: 250, memoryMiB: 2048, memoryLimitMiB: 2048 },
  kibana: { cpuMillis: 100, memoryMiB: 1024, memoryLimitMiB: 1024 },
} as const satisfies Readonly<Record<string, Size>>;

export const requestsOf = ({ cpuMillis, memoryMiB, memoryLimitMiB }: Size) => ({
  requests: { cpu: `${cpuMillis}m`, memory: `${memoryMiB}Mi` },
  limits: { memory: `${memoryLimitMiB}Mi` },
});

/** The pods that these arguments add to a cluster. */
export function observabilityPods(
  args: Omit<ObservabilityArgs, "clusterName" | "region">,
): PodCount[] {
  const { metricsServer = "present", prometheus = {}, grafana = false, logs = false } = args;
  const onNodes = args.compute !== "fargate";
  const pods = (name: string, count: number, ...containers: readonly Size[]): PodCount => ({
    name,
    pods: count,
    perNode: false,
    cpuMillis: containers.reduce((sum, { cpuMillis }) => sum + cpuMillis, 0),
    memoryMiB: containers.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0),
  });
  const onEach = (name: string, size: Size) => ({ ...pods(name, 1, size), perNode: true });
  const elastic = logs && logs.to === "elasticsearch" ? logs : undefined;
  return [
    ...(metricsServer === "addon" ? [pods("metrics-server", 2, sizes.metricsServer)] : []),
    ...(prometheus
      ? [
          pods("prometheus", 1, sizes.prometheus, sizes.reloader),
          pods("kube-state-metrics", 1, sizes.stateMetrics),
        ]
      : []),
    ...(prometheus && prometheus.nodeExporter ? [onEach("node-exporter", sizes.nodeExporter)] : []),
    ...(prometheus && prometheus.notify ? [pods("alertmanager", 1, sizes.alertmanager)] : []),
    ...(grafana ? [pods("grafana", 1, sizes.grafana)] : []),
    ...(logs && onNodes ? [onEach("fluent-bit", sizes.fluentBit)] : []),
    ...(elastic
      ? [
          pods("elastic-operator", 1, sizes.eckOperator),
          pods("elasticsearch", 1, sizes.elasticsearch),
        ]
      : []),
    ...(elastic && elastic.kibana !== false ? [pods("kibana", 1, sizes.kibana)] : []),
  ];
}
