import { ArgumentError } from "../argument-error";
import type {
  CloudWatchLogs,
  ElasticsearchLogs,
  ObservabilityArgs,
  PrometheusArgs,
  Thresholds,
  Watch,
} from "./args";

const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Source: Amazon CloudWatch Logs API Reference, PutRetentionPolicy. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

/**
 * Refuses what cannot work, before any resource exists.
 *
 * @throws ArgumentError naming the argument, its value and the fix.
 */
export function checkObservability(args: ObservabilityArgs): void {
  const { watch, prometheus = {}, grafana = false, logs = false } = args;
  checkWatch(watch);
  if (prometheus) checkPrometheus(prometheus, args.compute);
  else checkWithoutPrometheus(args);
  if (grafana && grafana.externalUrl !== undefined) {
    checkUrl("grafana.externalUrl", grafana.externalUrl);
  }
  if (logs) checkLogs(logs, args);
}

function checkWatch({ namespaces, requests, thresholds = {} }: Watch): void {
  if (namespaces.length === 0) {
    throw new ArgumentError("watch.namespaces", [], "name at least one");
  }
  checkNamespaces("watch.namespaces", namespaces);
  const measured = (["errorPercent", "latencyMs"] as const).find(
    (name) => thresholds[name] !== undefined,
  );
  if (requests === "none" && measured !== undefined) {
    throw new ArgumentError(
      `watch.thresholds.${measured}`,
      thresholds[measured],
      'leave it out, or put the pods into a mesh and set watch.requests to "istio", for nobody else counts requests',
    );
  }
  checkThresholds(thresholds);
}

function checkThresholds(thresholds: Thresholds): void {
  const { errorPercent = 5, latencyMs = 1000, restarts = 3, quotaPercent = 90 } = thresholds;
  const refuse = (name: keyof Thresholds, fix: string) => {
    throw new ArgumentError(`watch.thresholds.${name}`, thresholds[name], fix);
  };
  const isShare = (share: number) => share > 0 && share < 100;
  if (!isShare(errorPercent)) refuse("errorPercent", "give per cent above 0 and below 100");
  if (!(latencyMs > 0)) refuse("latencyMs", "give milliseconds above 0");
  if (!Number.isInteger(restarts) || restarts < 1) refuse("restarts", "give 1 or more");
  if (!isShare(quotaPercent)) refuse("quotaPercent", "give per cent above 0 and below 100");
}

function checkPrometheus(
  { retentionDays = 7, storage = {}, scrapeSeconds = 30, nodeExporter, notify }: PrometheusArgs,
  compute: ObservabilityArgs["compute"],
): void {
  checkCount("prometheus.retentionDays", retentionDays, "give whole days from 1");
  if (!Number.isInteger(scrapeSeconds) || scrapeSeconds < 5 || scrapeSeconds > 120) {
    throw new ArgumentError(
      "prometheus.scrapeSeconds",
      scrapeSeconds,
      "give 5 to 120: rates are taken over five minutes",
    );
  }
  if (storage !== "ephemeral") {
    checkCount("prometheus.storage.sizeGiB", storage.sizeGiB ?? 8, "give whole GiB from 1");
    if (compute === "fargate") {
      throw new ArgumentError(
        "prometheus.storage",
        storage,
        'set it to "ephemeral", for Fargate has no EBS volumes',
      );
    }
  }
  if (nodeExporter && compute === "fargate") {
    throw new ArgumentError(
      "prometheus.nodeExporter",
      true,
      "leave it out, for Fargate runs no pods on each node",
    );
  }
  if (notify?.kind === "slack" && !/^[#@]\S+$/.test(notify.channel)) {
    throw new ArgumentError(
      "prometheus.notify.channel",
      notify.channel,
      "give a channel such as #alerts",
    );
  }
}

function checkWithoutPrometheus({ watch, grafana }: ObservabilityArgs): void {
  if (grafana) {
    throw new ArgumentError(
      "prometheus",
      false,
      "leave it on for grafana, which has nothing to draw without it",
    );
  }
  if (watch.thresholds) {
    throw new ArgumentError(
      "prometheus",
      false,
      "leave it on for watch.thresholds, which it alone can watch",
    );
  }
}

function checkLogs(logs: CloudWatchLogs | ElasticsearchLogs, args: ObservabilityArgs): void {
  const fargate = args.compute === "fargate";
  if (logs.namespaces) checkNamespaces("logs.namespaces", logs.namespaces);
  if (logs.to === "elasticsearch") {
    checkCount("logs.storage.sizeGiB", logs.storage?.sizeGiB ?? 20, "give whole GiB from 1");
    if (!fargate) return;
    throw new ArgumentError(
      "logs.to",
      logs.to,
      "choose cloudWatch, for Fargate has neither EBS volumes nor pods on each node",
    );
  }
  if (!/^[\w./#-]{1,512}$/.test(logs.group)) {
    throw new ArgumentError(
      "logs.group",
      logs.group,
      "give up to 512 letters, digits and . - _ / # such as /twelve-street/dev/containers",
    );
  }
  if (logs.existingGroup) checkExisting(logs);
  if (!retentions.includes(logs.retentionDays ?? 14)) {
    throw new ArgumentError(
      "logs.retentionDays",
      logs.retentionDays,
      `give one of ${retentions.join(", ")}`,
    );
  }
  if ((args.compute ?? "nodes") !== "nodes") checkLogRouter(logs, args);
}

/** A group that is taken up stays as another has made it. */
function checkExisting({ onDestroy, retentionDays, kmsKeyArn }: CloudWatchLogs): void {
  if (onDestroy !== "keep") {
    throw new ArgumentError(
      "logs.onDestroy",
      onDestroy,
      "give keep with logs.existingGroup, for a group that is taken up is never deleted",
    );
  }
  if (retentionDays !== undefined || kmsKeyArn !== undefined) {
    throw new ArgumentError(
      retentionDays !== undefined ? "logs.retentionDays" : "logs.kmsKeyArn",
      retentionDays ?? "given",
      "leave it out with logs.existingGroup, for a group that is taken up has its own",
    );
  }
}

function checkLogRouter(logs: CloudWatchLogs, args: ObservabilityArgs): void {
  if (args.podExecutionRoleName === undefined) {
    throw new ArgumentError(
      "podExecutionRoleName",
      undefined,
      "name the role of the Fargate pods, with which its log router writes",
    );
  }
  if (logs.namespaces && args.compute === "fargate") {
    throw new ArgumentError(
      "logs.namespaces",
      logs.namespaces,
      "leave it out, for Fargate's log router takes every pod",
    );
  }
}

function checkNamespaces(argument: string, names: readonly string[]): void {
  const wrong = names.find((name) => !dnsLabel.test(name));
  if (wrong !== undefined) {
    throw new ArgumentError(argument, wrong, "give names of namespaces such as twelve-street");
  }
}

function checkCount(argument: string, value: number, fix: string): void {
  if (!Number.isInteger(value) || value < 1) throw new ArgumentError(argument, value, fix);
}

function checkUrl(argument: string, url: string): void {
  if (/^https?:\/\/[^/\s]+/.test(url)) return;
  throw new ArgumentError(argument, url, "give an address such as https://grafana.example.com/");
}
