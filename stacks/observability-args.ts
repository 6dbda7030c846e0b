import type {
  CloudWatchLogs,
  ElasticsearchLogs,
  NonEmptyArray,
  ObservabilityArgs,
  PrometheusArgs,
} from "../components/observability/args";
import type { Input } from "@pulumi/pulumi";

import { computeOf } from "./compute";
import type { StackSettings } from "./schema";

/** Secrets that observability needs; sums and checks do without their values. */
export interface WatchSecrets {
  readonly grafanaPassword: Input<string>;
  readonly alertUrl: Input<string>;
}

type Wanted = NonNullable<StackSettings["observability"]>;

const unseen: WatchSecrets = { grafanaPassword: "", alertUrl: "" };

/** The schema has seen that there is one. */
export const nonEmpty = <T>(list: readonly T[]): NonEmptyArray<T> =>
  list as unknown as NonEmptyArray<T>;

/** What observability is told beside where it stands; undefined where it is off. */
export function watchArgs(
  settings: StackSettings & { readonly stack?: string },
  secrets: WatchSecrets = unseen,
): Omit<ObservabilityArgs, "clusterName" | "region"> | undefined {
  const { observability: wanted, shop, stack = "" } = settings;
  if (!wanted) return undefined;
  const { namespaces = [shop.namespace], requests, thresholds, grafana, prometheus } = wanted;
  return {
    compute: computeOf(settings),
    watch: {
      namespaces: nonEmpty(namespaces),
      requests,
      ...(Object.keys(thresholds).length > 0 && { thresholds }),
    },
    // The cluster's own choice of add-ons has it, or not.
    metricsServer: "present",
    prometheus: prometheus ? prometheusArgs(prometheus, secrets) : false,
    grafana: grafana
      ? {
          adminPassword: secrets.grafanaPassword,
          ...(grafana.externalUrl !== undefined && { externalUrl: grafana.externalUrl }),
        }
      : false,
    logs: wanted.logs ? logsArgs(wanted.logs, stack) : false,
  };
}

const prometheusArgs = (
  { sizeGiB, storageClassName, notify, ...rest }: NonNullable<Wanted["prometheus"]>,
  { alertUrl }: WatchSecrets,
): PrometheusArgs => ({
  ...rest,
  storage:
    sizeGiB === 0
      ? "ephemeral"
      : { sizeGiB, ...(storageClassName !== undefined && { storageClassName }) },
  ...(notify && { notify: { ...notify, url: alertUrl } }),
});

function logsArgs(
  logs: NonNullable<Wanted["logs"]>,
  stack: string,
): CloudWatchLogs | ElasticsearchLogs {
  const only = logs.namespaces && { namespaces: nonEmpty(logs.namespaces) };
  if (logs.to === "elasticsearch") {
    const { to, kibana, onDestroy, sizeGiB } = logs;
    return { to, kibana, onDestroy, storage: { sizeGiB }, ...only };
  }
  const { to, group = `/twelve-street/${stack}/containers`, onDestroy, existingGroup } = logs;
  const made = existingGroup ? { existingGroup } : { retentionDays: logs.retentionDays };
  return { to, group, onDestroy, ...made, ...only };
}
