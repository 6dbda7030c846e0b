import { platformVersions } from "../../versions";

export interface KialiArgs {
  /** Prometheus with the mesh's metrics; Kiali draws its graph from them. @example "http://prometheus.observability.svc.cluster.local:9090" */
  readonly prometheusUrl: string;
  /** Grafana, for links from Kiali's charts: its address in the cluster and, if people can reach it, the one outside. @default no links */
  readonly grafana?: { readonly internalUrl: string; readonly externalUrl?: string };
  /**
   * `token`: log in with `kubectl --namespace istio-system create token kiali`. `anonymous`: no login, and
   * Kiali may change nothing; for a cluster whose every pod may read the mesh. @default "token"
   */
  readonly login?: "token" | "anonymous";
}

/** Source: Kiali's installation guide, "Install via Helm". */
export const kialiChart = {
  repository: "https://kiali.org/helm-charts",
  chart: "kiali-server",
  version: platformVersions.kiali.version,
};

/** Values of the chart `kiali-server`. */
export const kialiValues = (
  { prometheusUrl, grafana, login = "token" }: KialiArgs,
  tracingUrl?: string,
) => ({
  auth: { strategy: login },
  deployment: {
    // Kiali's write rights are for whoever has logged in.
    view_only_mode: login === "anonymous",
    image_pull_policy: "IfNotPresent",
    pod_labels: { "sidecar.istio.io/inject": "false" },
    resources: { requests: { cpu: "10m", memory: "96Mi" }, limits: { memory: "512Mi" } },
  },
  external_services: {
    prometheus: { url: prometheusUrl },
    grafana: grafana
      ? {
          enabled: true,
          internal_url: grafana.internalUrl,
          ...(grafana.externalUrl !== undefined && { external_url: grafana.externalUrl }),
        }
      : { enabled: false },
    tracing: tracingUrl
      ? { enabled: true, internal_url: tracingUrl, use_grpc: false }
      : { enabled: false },
  },
  server: { web_root: "/" },
});
