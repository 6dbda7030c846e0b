import { platformVersions } from "../../versions";
import { consoleUrl, type Console } from "../console";

/** Prometheus, Alertmanager and Grafana. */
export const observabilityNamespace = "observability";

/** What reads the nodes' log files, and Elasticsearch beside it: host paths need a namespace of their own. */
export const loggingNamespace = "logging";

export const prometheusConsole: Console = {
  name: "prometheus",
  namespace: observabilityNamespace,
  service: "prometheus",
  port: 9090,
};

/** Labels of its pods. Source: chart prometheus, _helpers.tpl. */
export const prometheusPods = {
  "app.kubernetes.io/name": "prometheus",
  "app.kubernetes.io/component": "server",
} as const;

export const grafanaConsole: Console = {
  name: "grafana",
  namespace: observabilityNamespace,
  service: "grafana",
  port: 80,
  localPort: 3000,
};

export const kibanaConsole: Console = {
  name: "kibana",
  namespace: loggingNamespace,
  service: "kibana-kb-http",
  port: 5601,
  scheme: "https",
};

/** Where Kiali and Grafana ask Prometheus. */
export const prometheusUrl = consoleUrl(prometheusConsole);

/** The charts and where they are published. Sources of the repositories: the charts' own READMEs. */
export const charts = {
  prometheus: {
    repository: "https://prometheus-community.github.io/helm-charts",
    chart: "prometheus",
    version: platformVersions.prometheusChart.version,
  },
  grafana: {
    repository: "https://grafana.github.io/helm-charts",
    chart: "grafana",
    version: platformVersions.grafanaChart.version,
  },
  fluentBit: {
    repository: "https://fluent.github.io/helm-charts",
    chart: "fluent-bit",
    version: platformVersions.fluentBitChart.version,
  },
  eckOperator: {
    repository: "https://helm.elastic.co",
    chart: "eck-operator",
    version: platformVersions.eckOperator.version,
  },
  eckStack: {
    repository: "https://helm.elastic.co",
    chart: "eck-stack",
    version: platformVersions.eckStackChart.version,
  },
} as const;
