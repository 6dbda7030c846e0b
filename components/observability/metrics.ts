/**
 * The measurements that alerts and dashboards read, and the labels each has.
 * Sources, checked 2026-11-21: Istio, "Istio Standard Metrics"; kube-state-metrics, docs/metrics; cAdvisor,
 * docs/storage/prometheus.md; labels `namespace`, `service`, `pod`, `node` of the chart's scrape jobs.
 */
export const metrics = {
  istio_requests_total: [
    "reporter",
    "destination_service_name",
    "destination_service_namespace",
    "destination_version",
    "response_code",
    "response_flags",
  ],
  istio_request_duration_milliseconds_bucket: [
    "le",
    "reporter",
    "destination_service_name",
    "destination_service_namespace",
    "destination_version",
    "response_code",
  ],
  kube_pod_info: ["namespace", "pod", "node"],
  kube_pod_status_phase: ["namespace", "pod", "phase"],
  kube_pod_container_status_restarts_total: ["namespace", "pod", "container"],
  kube_pod_container_status_waiting_reason: ["namespace", "pod", "container", "reason"],
  kube_pod_container_resource_limits: ["namespace", "pod", "container", "resource"],
  kube_deployment_spec_replicas: ["namespace", "deployment"],
  kube_deployment_status_replicas_available: ["namespace", "deployment"],
  kube_resourcequota: ["namespace", "resourcequota", "resource", "type"],
  container_memory_working_set_bytes: ["namespace", "pod", "container"],
  container_cpu_usage_seconds_total: ["namespace", "pod", "container"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Matches these namespaces, and nothing else: Prometheus anchors patterns itself. */
export const inNamespaces = (namespaces: readonly string[]): string =>
  `namespace=~"${namespaces.join("|")}"`;

/** Requests to services of these namespaces, as the sidecar of the one that served says. */
export const servedBy = (namespaces: readonly string[]): string =>
  `reporter="destination",destination_service_namespace=~"${namespaces.join("|")}"`;

/** Requests a second and service, by what else one asks for. */
export const requestRate = (served: string, by: string, more = ""): string =>
  `sum by (${by}) (rate(istio_requests_total{${served}${more}}[5m]))`;

export const errorShare = (served: string, by: string): string =>
  `${requestRate(served, by, ',response_code=~"5.."')} / ${requestRate(served, by)}`;

/** Milliseconds within which this share of the requests is answered. */
export const latency = (served: string, by: string, quantile: number): string =>
  `histogram_quantile(${quantile}, sum by (le, ${by}) (rate(istio_request_duration_milliseconds_bucket{${served}}[5m])))`;

/** What is used of each quota, from 0 to 1. */
export const quotaShare = (where: string): string =>
  `kube_resourcequota{${where},type="used"} / ignoring (type) (kube_resourcequota{${where},type="hard"} > 0)`;

/** What each container uses of its memory limit, from 0 to 1. A restarted one is measured twice for a while. */
export const memoryShare = (where: string): string =>
  `max by (namespace, pod, container) (container_memory_working_set_bytes{${where},container!=""}) / on (namespace, pod, container) kube_pod_container_resource_limits{${where},resource="memory"}`;
