import { join } from "node:path";

import type { Program } from "../control-plane/processes";
import type { MeshFacts } from "./facts";
import type { MeshLayout } from "./layout";

/** Short, so that a gate need not wait: the numbers of a few proxies on this machine cost next to nothing. */
const scrapeSeconds = 1;

/** Statistics of what an Envoy has sent to clusters of the mesh, by code and by time: all that is read of it. */
const outboundRequests = "^cluster\\.outbound.*\\.upstream_rq_(\\d+|time)$";

/** One of Prometheus' `metric_relabel_configs`. */
export interface Relabelling {
  readonly source_labels?: readonly string[];
  readonly regex?: string;
  readonly target_label?: string;
  readonly replacement?: string;
  readonly action?: "keep" | "labeldrop";
}

const cluster = (subset: string): string =>
  `outbound\\|\\d+\\|${subset}\\|([^.]+)\\.([^.]+)\\.svc\\.cluster\\.local`;

const fromCluster = (subset: string, label: string, replacement: string): Relabelling => ({
  source_labels: ["cluster_name"],
  regex: cluster(subset),
  target_label: label,
  replacement,
});

const renamed = (envoys: string, istios: string): Relabelling => ({
  source_labels: ["__name__"],
  regex: envoys,
  target_label: "__name__",
  replacement: istios,
});

/**
 * Plain Envoy has no filter of Istio's that counts by workload. What the one who calls has counted by subset says the
 * same in other words: a subset is a slot, and a slot a Deployment.
 */
export const relabelling: readonly Relabelling[] = [
  {
    source_labels: ["__name__"],
    regex: "envoy_cluster_upstream_rq|envoy_cluster_upstream_rq_time_bucket",
    action: "keep",
  },
  { source_labels: ["cluster_name"], regex: cluster("[^|]*"), action: "keep" },
  fromCluster("[^|]*", "destination_service_name", "$1"),
  fromCluster("[^|]*", "destination_service_namespace", "$2"),
  fromCluster("[^|]*", "destination_workload_namespace", "$2"),
  fromCluster("(?:stable)?", "destination_workload", "$1"),
  {
    source_labels: ["cluster_name", "destination_workload"],
    regex: "outbound\\|\\d+\\|([^|]+)\\|([^.]+)\\..*;",
    target_label: "destination_workload",
    replacement: "$2-$1",
  },
  {
    source_labels: ["envoy_response_code"],
    regex: "(.+)",
    target_label: "response_code",
    replacement: "$1",
  },
  { target_label: "reporter", replacement: "destination" },
  renamed("envoy_cluster_upstream_rq", "istio_requests_total"),
  renamed("envoy_cluster_upstream_rq_time_bucket", "istio_request_duration_milliseconds_bucket"),
  { regex: "envoy_.*|cluster_name", action: "labeldrop" },
];

/** Its configuration; JSON is YAML too. */
export const prometheusConfig = (targets: string) => ({
  global: { scrape_interval: `${scrapeSeconds}s`, scrape_timeout: `${scrapeSeconds}s` },
  scrape_configs: [
    {
      job_name: "envoy",
      metrics_path: "/stats/prometheus",
      params: { usedonly: [""], filter: [outboundRequests] },
      file_sd_configs: [{ files: [targets], refresh_interval: "30s" }],
      metric_relabel_configs: relabelling,
    },
  ],
});

export const targetsFile = (layout: MeshLayout): string => join(layout.dir, "envoys.json");

/** Whom it reads, as `file_sd_configs` has it; it sees by itself when the file changes. */
export const targetsText = ({ envoys }: Pick<MeshFacts, "envoys">): string =>
  JSON.stringify(
    envoys.map(({ name, admin }) => ({ targets: [new URL(admin).host], labels: { envoy: name } })),
  );

/** @param address Where it listens: a pod's, which the API server passes questions on to. */
export function prometheus(layout: MeshLayout, binary: string, address: string): Program {
  const file = join(layout.dir, "prometheus.json");
  return {
    name: "prometheus",
    binary,
    args: [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(layout.dir, "prometheus")}`,
      "--storage.tsdb.retention.time=6h",
      `--web.listen-address=${address}`,
      "--log.level=warn",
    ],
    // A few series need little; the collector would let garbage grow to many times that.
    env: { GOGC: "50", GOMAXPROCS: "1" },
    files: { [file]: JSON.stringify(prometheusConfig(targetsFile(layout))) },
  };
}
