import type { Notify, PrometheusArgs, Watch } from "./args";
import { alertRules } from "./alerts";
import { prometheusConsole } from "./names";
import { requestsOf, sizes } from "./sizes";

/** Where Alertmanager finds the address that it tells. */
export const receiver = { secret: "alert-receiver", key: "url", folder: "/etc/receiver" } as const;

const hardened = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

/** The numbers of its proxies go round the mesh's encryption, so it needs no sidecar to read them. */
export const outsideMesh = { "sidecar.istio.io/inject": "false" };

/** Values of the chart `prometheus`. */
export function prometheusValues(
  {
    retentionDays = 7,
    storage = {},
    scrapeSeconds = 30,
    nodeExporter = false,
    notify,
  }: PrometheusArgs,
  watch: Watch,
) {
  const interval = `${scrapeSeconds}s`;
  return {
    server: {
      fullnameOverride: prometheusConsole.service,
      service: { servicePort: prometheusConsole.port },
      global: { scrape_interval: interval, evaluation_interval: interval },
      retention: `${retentionDays}d`,
      podLabels: outsideMesh,
      containerSecurityContext: hardened,
      resources: requestsOf(sizes.prometheus),
      ...storageValues(storage),
    },
    serverFiles: { "alerting_rules.yml": { groups: alertRules(watch) } },
    configmapReload: {
      prometheus: { resources: requestsOf(sizes.reloader), containerSecurityContext: hardened },
    },
    "kube-state-metrics": { resources: requestsOf(sizes.stateMetrics) },
    "prometheus-node-exporter": {
      enabled: nodeExporter,
      resources: requestsOf(sizes.nodeExporter),
    },
    "prometheus-pushgateway": { enabled: false },
    alertmanager: notify ? alertmanagerValues(notify) : { enabled: false },
  };
}

function storageValues(storage: NonNullable<PrometheusArgs["storage"]>) {
  if (storage === "ephemeral") {
    return {
      persistentVolume: { enabled: false },
      emptyDir: { sizeLimit: "4Gi" },
      retentionSize: "3GB",
    };
  }
  const { sizeGiB = 8, storageClassName } = storage;
  return {
    persistentVolume: {
      enabled: true,
      size: `${sizeGiB}Gi`,
      ...(storageClassName !== undefined && { storageClass: storageClassName }),
    },
    // The oldest go before the disk is full; the write-ahead log comes on top of what is counted.
    retentionSize: `${Math.round(sizeGiB * 1024 * 0.8)}MB`,
  };
}

const alertmanagerValues = (notify: Notify) => ({
  enabled: true,
  persistence: { enabled: false },
  podLabels: outsideMesh,
  securityContext: { runAsUser: 65534, runAsGroup: 65534, runAsNonRoot: true, ...hardened },
  resources: requestsOf(sizes.alertmanager),
  extraSecretMounts: [
    { name: "receiver", secretName: receiver.secret, mountPath: receiver.folder, readOnly: true },
  ],
  config: {
    receivers: [{ name: notify.kind, ...receiverConfig(notify) }],
    route: { receiver: notify.kind, group_by: ["alertname", "namespace"] },
  },
});

/** Source of the keys: Prometheus' documentation, "Alerting configuration". */
function receiverConfig(notify: Notify) {
  const file = `${receiver.folder}/${receiver.key}`;
  return notify.kind === "slack"
    ? {
        slack_configs: [{ api_url_file: file, channel: notify.channel, send_resolved: true }],
      }
    : { webhook_configs: [{ url_file: file, send_resolved: true }] };
}
