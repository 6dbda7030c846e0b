import assert from "node:assert/strict";

import * as k8s from "@pulumi/kubernetes";

import {
  Observability,
  observabilityPods,
  type ObservabilityArgs,
} from "../../../components/observability";
import type { grafanaValues } from "../../../components/observability/grafana";
import type { prometheusValues } from "../../../components/observability/prometheus";
import { platformVersions } from "../../../versions";
import { at, run } from "../../mocks";
import { base, release } from "./fixtures";

type Prometheus = ReturnType<typeof prometheusValues>;
type Grafana = ReturnType<typeof grafanaValues>;

const up = (args: Partial<ObservabilityArgs> = {}) =>
  run(() => {
    const node = new k8s.core.v1.ConfigMap("nodes");
    const made = new Observability("obs", { ...base, runsAfter: [node], ...args });
    return {
      prometheusUrl: made.prometheusUrl ?? "none",
      consoles: made.consoles.map(({ name }) => name),
      portForwards: made.portForwards,
      ready: made.ready.length,
    };
  });

const waitsFor = ({ dependencies }: { dependencies: readonly string[] }, name: string): boolean =>
  dependencies.some((urn) => urn.endsWith(`::${name}`));

describe("Observability", () => {
  it("installs Prometheus with the alert rules, after the nodes", async () => {
    const found = release<Prometheus>(await up(), "obs-prometheus");
    assert.equal(found.inputs.chart, "prometheus");
    assert.equal(found.inputs.version, platformVersions.prometheusChart.version);
    assert.deepEqual(found.inputs.repositoryOpts, {
      repo: "https://prometheus-community.github.io/helm-charts",
    });
    assert.equal(found.inputs.namespace, "observability");
    assert.ok(waitsFor(found, "nodes"));
    const { groups } = found.inputs.values.serverFiles["alerting_rules.yml"];
    assert.deepEqual(
      groups.map(({ name }) => name),
      ["requests", "pods", "quota", "watching"],
    );
  });

  it("serves Prometheus where it says", async () => {
    const result = await up();
    const { server } = release<Prometheus>(result, "obs-prometheus").inputs.values;
    assert.equal(
      result.outputs.prometheusUrl,
      `http://${server.fullnameOverride}.observability.svc.cluster.local:${server.service.servicePort}`,
    );
  });

  it("keeps numbers on a disk of which the oldest go before it is full", async () => {
    const { server } = release<Prometheus>(
      await up({ prometheus: { storage: { sizeGiB: 20, storageClassName: "gp3" } } }),
      "obs-prometheus",
    ).inputs.values;
    assert.deepEqual(server.persistentVolume, { enabled: true, size: "20Gi", storageClass: "gp3" });
    assert.equal(server.retentionSize, "16384MB");
    assert.equal(server.retention, "7d");
  });

  it("keeps them in the pod by choice", async () => {
    const { server } = release<Prometheus>(
      await up({ prometheus: { storage: "ephemeral" } }),
      "obs-prometheus",
    ).inputs.values;
    assert.deepEqual(server.persistentVolume, { enabled: false });
  });

  it("tells whom it is told to, whose address is a secret in a file", async () => {
    const url = "https://hooks.example.com/T000/B000";
    const result = await up({ prometheus: { notify: { kind: "slack", url, channel: "#shop" } } });
    const found = release<Prometheus>(result, "obs-prometheus");
    const { alertmanager } = found.inputs.values;
    const receivers = "config" in alertmanager ? alertmanager.config.receivers : [];
    assert.deepEqual(receivers, [
      {
        name: "slack",
        slack_configs: [
          { api_url_file: "/etc/receiver/url", channel: "#shop", send_resolved: true },
        ],
      },
    ]);
    const secret = result.one("kubernetes:core/v1:Secret", "obs-alert-receiver");
    assert.deepEqual(secret.inputs.stringData, { url });
    assert.ok(secret.secretInputs.includes("stringData"));
    assert.ok(waitsFor(found, "obs-alert-receiver"));
    const holders = result.resources.filter(({ inputs }) => JSON.stringify(inputs).includes(url));
    assert.deepEqual(holders, [secret]);
  });

  it("tells nobody unless asked", async () => {
    const { alertmanager } = release<Prometheus>(await up(), "obs-prometheus").inputs.values;
    assert.deepEqual(alertmanager, { enabled: false });
  });

  it("lets the nodes' own numbers in only where host paths are allowed", async () => {
    for (const [nodeExporter, level] of [
      [false, "baseline"],
      [true, "privileged"],
    ] as const) {
      const result = await up({ prometheus: { nodeExporter } });
      const space = result.one("kubernetes:core/v1:Namespace", "obs-observability");
      const labels = at(space.inputs, "metadata", "labels");
      assert.deepEqual(labels, { "pod-security.kubernetes.io/enforce": level });
    }
  });

  it("draws the dashboards by code, with a password that only a Secret holds", async () => {
    const adminPassword = "correct-horse";
    const result = await up({
      grafana: { adminPassword, externalUrl: "https://grafana.example.com/" },
    });
    const found = release<Grafana>(result, "obs-grafana");
    const { values } = found.inputs;
    assert.equal(found.inputs.version, platformVersions.grafanaChart.version);
    assert.equal(values["grafana.ini"].server?.root_url, "https://grafana.example.com/");
    assert.equal(
      values.datasources["datasources.yaml"].datasources[0]?.url,
      result.outputs.prometheusUrl,
    );
    const pictures = result.one("kubernetes:core/v1:ConfigMap", "obs-grafana-dashboards").inputs;
    assert.equal(at(pictures, "metadata", "name"), values.dashboardsConfigMaps.shop);
    const files = Object.values(pictures.data as Record<string, string>);
    assert.deepEqual(files.map((file) => (JSON.parse(file) as { title: string }).title).sort(), [
      "Rollouts",
      "Services",
      "Workloads and quotas",
    ]);
    const holders = result.resources.filter(({ inputs }) =>
      JSON.stringify(inputs).includes(adminPassword),
    );
    assert.deepEqual(
      holders.map(({ type, secretInputs }) => [type, secretInputs]),
      [["kubernetes:core/v1:Secret", ["stringData"]]],
    );
    // Its source is an address: both start side by side.
    assert.ok(waitsFor(found, "nodes"));
    assert.ok(!waitsFor(found, "obs-prometheus"));
  });

  it("installs metrics-server as EKS's add-on where it is not there yet", async () => {
    const result = await up({ metricsServer: "addon" });
    const addon = result.one("aws:eks/addon:Addon", "obs-metrics-server");
    assert.equal(addon.inputs.addonName, "metrics-server");
    assert.equal(addon.inputs.clusterName, "shop");
    assert.ok(waitsFor(addon, "nodes"));
    assert.equal(result.outputs.ready, 1);
    const present = await up();
    assert.deepEqual(present.ofType("aws:eks/addon:Addon"), []);
  });

  it("prints how to look from one's own machine", async () => {
    const result = await up({ grafana: { adminPassword: "x" } });
    assert.deepEqual(result.outputs.consoles, ["prometheus", "grafana"]);
    assert.deepEqual(result.outputs.portForwards, {
      prometheus: {
        command: "kubectl --namespace observability port-forward service/prometheus 9090:9090",
        url: "http://127.0.0.1:9090/",
      },
      grafana: {
        command: "kubectl --namespace observability port-forward service/grafana 3000:80",
        url: "http://127.0.0.1:3000/",
      },
    });
  });

  it("goes without Prometheus by choice", async () => {
    const result = await up({ prometheus: false });
    assert.equal(result.outputs.prometheusUrl, "none");
    assert.deepEqual(result.ofType("kubernetes:helm.sh/v3:Release"), []);
  });

  it("registers what it made under itself", async () => {
    const result = await up({ grafana: { adminPassword: "x" } });
    const made = result.one("twelve-street:components:Observability", "obs");
    assert.ok(result.registered.has(made.urn));
    const strangers = result.resources.filter(
      ({ urn, parent, name }) => urn !== made.urn && parent !== made.urn && name !== "nodes",
    );
    assert.deepEqual(strangers, []);
  });

  it("says which pods it adds: a pod for each release that asks for one", () => {
    const names = (args: Partial<ObservabilityArgs>) =>
      observabilityPods({ ...base, ...args }).map(({ name, perNode }) =>
        perNode ? `${name} on each node` : name,
      );
    assert.deepEqual(names({}), ["prometheus", "kube-state-metrics"]);
    assert.deepEqual(
      names({
        metricsServer: "addon",
        prometheus: { nodeExporter: true, notify: { kind: "webhook", url: "https://x" } },
        grafana: { adminPassword: "x" },
        logs: { to: "elasticsearch", onDestroy: "delete" },
      }),
      [
        "metrics-server",
        "prometheus",
        "kube-state-metrics",
        "node-exporter on each node",
        "alertmanager",
        "grafana",
        "fluent-bit on each node",
        "elastic-operator",
        "elasticsearch",
        "kibana",
      ],
    );
    assert.deepEqual(
      names({
        compute: "fargate",
        prometheus: false,
        logs: { to: "cloudWatch", group: "/shop", onDestroy: "delete" },
      }),
      [],
    );
  });
});
