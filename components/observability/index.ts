import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { portForwards, type Console, type PortForward } from "../console";
import { helmRelease } from "../helm";
import type { Notify, ObservabilityArgs, PrometheusArgs } from "./args";
import { checkObservability } from "./checks";
import { grafana } from "./grafana";
import { cloudWatchLogs, elasticsearchLogs } from "./logs";
import {
  charts,
  grafanaConsole,
  kibanaConsole,
  loggingNamespace,
  observabilityNamespace,
  prometheusConsole,
  prometheusUrl,
} from "./names";
import { prometheusValues, receiver } from "./prometheus";

export type * from "./args";
export { alertRules, type AlertRule, type RuleGroup } from "./alerts";
export { dashboards } from "./dashboards";
export { dashboardJson } from "./panels";
export { observabilityPods } from "./sizes";

/**
 * What shows how a cluster and its shop fare: metrics-server for autoscalers, Prometheus with alert
 * rules, Grafana with dashboards, and container logs in CloudWatch or Elasticsearch.
 *
 * @example
 * const observability = new Observability("observability", {
 *   clusterName, region: "ap-northeast-2",
 *   watch: { namespaces: ["shop"], requests: "istio" },
 *   grafana: { adminPassword: config.requireSecret("grafanaPassword") },
 *   logs: { to: "cloudWatch", group: "/shop/containers", onDestroy: "delete" },
 *   runsAfter: [nodeGroup],
 * }, { providers: [awsProvider, kubernetesProvider] });
 */
export class Observability extends pulumi.ComponentResource {
  /** Prometheus' address in the cluster, for Kiali and rollout gates; `undefined` without it. */
  readonly prometheusUrl: string | undefined;
  /** For `ConsoleAccess`, or for one's own routes. */
  readonly consoles: readonly Console[];
  /** How to look at them from one's own machine. */
  readonly portForwards: Readonly<Record<string, PortForward>>;
  /** Where container logs go in CloudWatch; `undefined` when they go elsewhere. */
  readonly logGroupName: pulumi.Output<string> | undefined;
  /** What autoscalers depend on. */
  readonly ready: readonly pulumi.Resource[];
  private readonly inside: pulumi.CustomResourceOptions;

  constructor(
    private readonly name: string,
    private readonly args: ObservabilityArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    checkObservability(args);
    super("twelve-street:components:Observability", name, {}, opts);
    this.inside = { parent: this };
    const { prometheus = {}, logs = false } = args;
    this.ready = this.metricsServer();
    if (prometheus) this.prometheus(prometheus);
    this.prometheusUrl = prometheus ? prometheusUrl : undefined;
    this.logGroupName = this.logs();
    this.consoles = [
      ...(prometheus ? [prometheusConsole] : []),
      ...(args.grafana ? [grafanaConsole] : []),
      ...(logs && logs.to === "elasticsearch" && logs.kibana !== false ? [kibanaConsole] : []),
    ];
    this.portForwards = portForwards(this.consoles);
    this.registerOutputs({
      prometheusUrl: this.prometheusUrl,
      portForwards: this.portForwards,
      logGroupName: this.logGroupName,
    });
  }

  /** EKS's add-on serves on a port that Fargate leaves free. Source: Amazon EKS User Guide, "Metrics Server". */
  private metricsServer(): pulumi.Resource[] {
    const { clusterName, metricsServer = "present", runsAfter = [], tags } = this.args;
    if (metricsServer === "present") return [];
    return [
      new aws.eks.Addon(
        `${this.name}-metrics-server`,
        {
          clusterName,
          addonName: "metrics-server",
          resolveConflictsOnCreate: "OVERWRITE",
          resolveConflictsOnUpdate: "OVERWRITE",
          tags: { ...tags },
        },
        { ...this.inside, dependsOn: [...runsAfter] },
      ),
    ];
  }

  private prometheus(prometheus: PrometheusArgs): void {
    const { watch, runsAfter = [] } = this.args;
    const namespace = this.namespace(
      observabilityNamespace,
      prometheus.nodeExporter ? "privileged" : "baseline",
    );
    const receivers = prometheus.notify ? [this.receiver(namespace, prometheus.notify)] : [];
    helmRelease(
      `${this.name}-prometheus`,
      {
        source: charts.prometheus,
        releaseName: "prometheus",
        namespace,
        values: prometheusValues(prometheus, watch),
      },
      { ...this.inside, dependsOn: [...receivers, ...runsAfter] },
    );
    if (!this.args.grafana) return;
    const { scrapeSeconds = 30 } = prometheus;
    grafana(
      this.name,
      namespace,
      this.args.grafana,
      { watch, scrapeSeconds },
      { ...this.inside, dependsOn: [...runsAfter] },
    );
  }

  private receiver(namespace: pulumi.Input<string>, { url }: Notify): pulumi.Resource {
    return new k8s.core.v1.Secret(
      `${this.name}-alert-receiver`,
      {
        metadata: { name: receiver.secret, namespace },
        stringData: { [receiver.key]: pulumi.secret(url) },
      },
      this.inside,
    );
  }

  private logs(): pulumi.Output<string> | undefined {
    const { logs = false } = this.args;
    if (!logs) return undefined;
    const place = { name: this.name, args: this.args, inside: this.inside };
    // Elasticsearch's claim stands in there: deleted, a Namespace takes all its claims along.
    const keep = logs.to === "elasticsearch" && logs.onDestroy === "keep";
    // Pod Security `baseline` refuses the host paths where log files are.
    const namespace = () => this.namespace(loggingNamespace, "privileged", keep);
    if (logs.to === "cloudWatch") return cloudWatchLogs(place, logs, namespace).name;
    elasticsearchLogs(place, logs, namespace());
    return undefined;
  }

  private namespace(
    name: string,
    podSecurity: "privileged" | "baseline",
    retainOnDelete = false,
  ): pulumi.Output<string> {
    const made = new k8s.core.v1.Namespace(
      `${this.name}-${name}`,
      { metadata: { name, labels: { "pod-security.kubernetes.io/enforce": podSecurity } } },
      { ...this.inside, retainOnDelete },
    );
    return made.metadata.name;
  }
}
