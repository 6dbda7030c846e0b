import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { helmRelease } from "../helm";
import type { GrafanaArgs, Watch } from "./args";
import { dashboards } from "./dashboards";
import { charts, grafanaConsole, prometheusUrl } from "./names";
import { dashboardJson, datasourceUid } from "./panels";
import { outsideMesh } from "./prometheus";
import { requestsOf, sizes } from "./sizes";

const adminSecret = { name: "grafana-admin", user: "admin-user", password: "admin-password" };
const dashboardsName = "grafana-dashboards";
const folder = "shop";

/** Values of the chart `grafana`. */
export const grafanaValues = (
  { externalUrl }: Pick<GrafanaArgs, "externalUrl">,
  scrapeSeconds: number,
) => ({
  admin: {
    existingSecret: adminSecret.name,
    userKey: adminSecret.user,
    passwordKey: adminSecret.password,
  },
  service: { port: grafanaConsole.port },
  podLabels: outsideMesh,
  resources: requestsOf(sizes.grafana),
  // It reads nothing of the cluster, and keeps nothing of its own.
  rbac: { create: false },
  automountServiceAccountToken: false,
  initChownData: { enabled: false },
  testFramework: { enabled: false },
  datasources: {
    "datasources.yaml": {
      apiVersion: 1,
      datasources: [
        {
          name: "Prometheus",
          uid: datasourceUid,
          type: "prometheus",
          url: prometheusUrl,
          access: "proxy",
          isDefault: true,
          jsonData: { timeInterval: `${scrapeSeconds}s` },
        },
      ],
    },
  },
  dashboardProviders: {
    "dashboardproviders.yaml": {
      apiVersion: 1,
      providers: [
        {
          name: folder,
          type: "file",
          folder: "12-Street",
          options: { path: `/var/lib/grafana/dashboards/${folder}` },
        },
      ],
    },
  },
  dashboardsConfigMaps: { [folder]: dashboardsName },
  "grafana.ini": {
    analytics: { check_for_updates: false, reporting_enabled: false },
    users: { allow_sign_up: false },
    ...(externalUrl !== undefined && { server: { root_url: externalUrl } }),
  },
});

/** Grafana with its dashboards, which it reads again within a minute when they change. */
export function grafana(
  parentName: string,
  namespace: pulumi.Input<string>,
  args: GrafanaArgs,
  { watch, scrapeSeconds }: { readonly watch: Watch; readonly scrapeSeconds: number },
  opts: pulumi.CustomResourceOptions,
): k8s.helm.v3.Release {
  const { dependsOn: after, ...inside } = opts;
  const secret = new k8s.core.v1.Secret(
    `${parentName}-grafana-admin`,
    {
      metadata: { name: adminSecret.name, namespace },
      stringData: {
        [adminSecret.user]: "admin",
        [adminSecret.password]: pulumi.secret(args.adminPassword),
      },
    },
    inside,
  );
  const pictures = new k8s.core.v1.ConfigMap(
    `${parentName}-grafana-dashboards`,
    {
      metadata: { name: dashboardsName, namespace },
      data: Object.fromEntries(
        dashboards(watch).map((dashboard) => [
          `${dashboard.uid}.json`,
          JSON.stringify(dashboardJson(dashboard)),
        ]),
      ),
    },
    inside,
  );
  return helmRelease(
    `${parentName}-grafana`,
    {
      source: charts.grafana,
      releaseName: grafanaConsole.service,
      namespace,
      values: grafanaValues(args, scrapeSeconds),
    },
    { ...inside, dependsOn: [secret, pictures, ...list(after)] },
  );
}

const list = (after: pulumi.CustomResourceOptions["dependsOn"]) =>
  (after ?? []) as readonly pulumi.Resource[];
