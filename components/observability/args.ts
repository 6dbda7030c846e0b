import type * as pulumi from "@pulumi/pulumi";

export type NonEmptyArray<T> = readonly [T, ...T[]];

export interface ObservabilityArgs {
  /**
   * Name of the EKS cluster: of add-ons, Pod Identity and the labels of what is measured. EKS
   * refuses an unknown one at creation. @example "shop"
   */
  readonly clusterName: pulumi.Input<string>;
  /** Region of the cluster: logs go to CloudWatch there. @example "ap-northeast-2" */
  readonly region: pulumi.Input<string>;
  /** Where pods run. Fargate alone has no disks of EBS and no pods on each node: see each part. @default "nodes" */
  readonly compute?: "nodes" | "nodesAndFargate" | "fargate";
  /**
   * Role of the Fargate pods, by name: its log router writes with it. Needed for `logs` to CloudWatch
   * where there is Fargate; missing there, it throws an ArgumentError. @default none
   */
  readonly podExecutionRoleName?: pulumi.Input<string>;
  /** What is alerted about and drawn. */
  readonly watch: Watch;
  /**
   * What autoscalers and `kubectl top` ask: `"present"` trusts that it is there, as in our own Cluster;
   * `"addon"` installs EKS's community add-on `metrics-server` (two pods of 200 MiB), in the version that
   * EKS gives for the cluster's own. @default "present"
   */
  readonly metricsServer?: "addon" | "present";
  /** Numbers over time, and alerts. `false` goes without; Grafana, alerts and Kiali need it. @default {} */
  readonly prometheus?: PrometheusArgs | false;
  /** Pictures of the numbers. @default none */
  readonly grafana?: GrafanaArgs | false;
  /** What pods print, kept. @default none: it goes with the pod */
  readonly logs?: CloudWatchLogs | ElasticsearchLogs | false;
  /** What must stand before pods can run: node groups, the Pod Identity agent, the StorageClass. @default nothing */
  readonly runsAfter?: readonly pulumi.Resource[];
  /** Tags of AWS resources. @default none @example { course: "kubernetes" } */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface Watch {
  /**
   * Namespaces, by name. What can be no namespace's name throws an ArgumentError.
   * @example ["twelve-street"]
   */
  readonly namespaces: NonEmptyArray<string>;
  /**
   * Where requests are counted: `"istio"` by the sidecars, whose pods must be in a mesh; `"none"` leaves
   * out the alerts and panels on errors and latency.
   */
  readonly requests: "istio" | "none";
  /**
   * When to alert; a number out of range throws an ArgumentError.
   * @default each one's own @example { errorPercent: 2, latencyMs: 500 }
   */
  readonly thresholds?: Thresholds;
}

/** Above each of these, something is said. */
export interface Thresholds {
  /** Share of a service's requests answered with 5xx over five minutes, per cent, above 0 and below 100. @default 5 */
  readonly errorPercent?: number;
  /** 95th percentile of a service's response time over five minutes, milliseconds. @default 1000 */
  readonly latencyMs?: number;
  /** Restarts of a container within 15 minutes. @default 3 */
  readonly restarts?: number;
  /** Share of a quota in use, per cent. @default 90 */
  readonly quotaPercent?: number;
}

/** Two pods of 320 MiB together in a small cluster; nothing but the nodes' memory and the disk costs. */
export interface PrometheusArgs {
  /**
   * Days that numbers are kept. Less than 1 throws an ArgumentError; more days than the disk holds
   * let the oldest go, or fill it. @default 7
   */
  readonly retentionDays?: number;
  /**
   * Where: on a gp3 volume, $0.0912 a GiB-month in Seoul (EBS pricing), or `"ephemeral"`, which goes
   * with the pod. On Fargate only `"ephemeral"`. @default { sizeGiB: 8 }
   */
  readonly storage?: Volume | "ephemeral";
  /**
   * How often numbers are read, seconds; half of it doubles memory and disk. Outside 5 to 120
   * throws an ArgumentError. @default 30
   */
  readonly scrapeSeconds?: number;
  /** Numbers of the nodes themselves: disks, load, network; one more pod of 32 MiB on each node, none on Fargate. @default false */
  readonly nodeExporter?: boolean;
  /** Whom Alertmanager tells; one more pod of 32 MiB. @default nobody: alerts stand in Prometheus' page */
  readonly notify?: Notify;
}

export interface Volume {
  /**
   * Size in whole GiB; less than 1 throws an ArgumentError.
   * @default 8 for Prometheus, 20 for Elasticsearch
   */
  readonly sizeGiB?: number;
  /**
   * Class of the disk; with one that is not there the pod waits for ever.
   * @default the cluster's default class @example "gp3"
   */
  readonly storageClassName?: string;
}

/** The address holds the right to write there, so it is a secret; it reaches Alertmanager as a file. */
export type Notify =
  | {
      readonly kind: "webhook";
      /** Address that Alertmanager's own JSON is posted to. A secret. */
      readonly url: pulumi.Input<string>;
    }
  | {
      readonly kind: "slack";
      /** Address of an incoming webhook. A secret. */
      readonly url: pulumi.Input<string>;
      /** Where to write; a name without `#` or `@` in front throws an ArgumentError. @example "#shop" */
      readonly channel: string;
    };

/** One pod of 128 MiB. Its dashboards are code, so it keeps nothing: what one changes by hand goes with the pod. */
export interface GrafanaArgs {
  /** Password of the user `admin`. A secret. A running Grafana takes a new one at its next start. */
  readonly adminPassword: pulumi.Input<string>;
  /** Address that people type, for links. @example "https://grafana.consoles.example.com/" @default as asked for */
  readonly externalUrl?: string;
}

/**
 * Fluent Bit on each node (64 MiB) writes to CloudWatch Logs; for pods on Fargate AWS' own log router does.
 * $0.76 a GB taken in and $0.0314 a GB-month kept in Seoul (CloudWatch pricing).
 */
export interface CloudWatchLogs {
  readonly to: "cloudWatch";
  /**
   * Log group. One that CloudWatch would refuse throws an ArgumentError.
   * @example "/twelve-street/dev/containers"
   */
  readonly group: string;
  /**
   * The group stands already, as one that an earlier stack has kept: take it up, and leave it as it is, at destroy as well.
   * Without this, AWS refuses to make it (ResourceAlreadyExistsException); with it, a group that is missing ends the preview.
   * Only with `onDestroy: "keep"`, and without `retentionDays` and `kmsKeyArn`, which are the group's own. @default false
   */
  readonly existingGroup?: boolean;
  /**
   * Days that lines are kept, one of CloudWatch's own numbers: 1, 3, 5, 7, 14, 30, 60, 90 and more.
   * Another number throws an ArgumentError. @default 14
   */
  readonly retentionDays?: number;
  /** Only the pods of these namespaces, which bounds the cost; of pods on Fargate it bounds nothing, and alone there it is refused. @default all */
  readonly namespaces?: NonEmptyArray<string>;
  /** Key for encryption, by ARN; its policy must let CloudWatch Logs use it. @default AWS' own */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** Whether the lines stay when the stack goes, price included. */
  readonly onDestroy: "delete" | "keep";
}

/**
 * Fluent Bit on each node writes to an Elasticsearch in the cluster, and Kibana shows it: the course's
 * EFK. One node of 2 GiB, Kibana with 1 GiB, the operator with 150 MiB: more than a t3.small has. Not on
 * Fargate alone; beside nodes, what pods on Fargate print is not kept. Nothing deletes old days: set a lifecycle policy in Kibana, or the volume fills.
 */
export interface ElasticsearchLogs {
  readonly to: "elasticsearch";
  /** Its disk, gp3 at $0.0912 a GiB-month in Seoul (EBS pricing). @default { sizeGiB: 20 } */
  readonly storage?: Volume;
  /** Only the pods of these namespaces, which bounds the volume. @default all */
  readonly namespaces?: NonEmptyArray<string>;
  /** Whether Kibana stands beside it: one pod of 1 GiB. @default true */
  readonly kibana?: boolean;
  /** Whether the volume stays when the stack goes, price included. */
  readonly onDestroy: "delete" | "keep";
}
