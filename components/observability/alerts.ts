import type { Watch } from "./args";
import {
  errorShare,
  inNamespaces,
  latency,
  memoryShare,
  quotaShare,
  requestRate,
  servedBy,
} from "./metrics";

/** A rule as Prometheus reads it. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long it must hold before it is said. */
  readonly for: string;
  readonly labels: { readonly severity: "critical" | "warning" };
  readonly annotations: { readonly summary: string; readonly description: string };
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly AlertRule[];
}

/** `critical`: somebody is not served. `warning`: somebody soon will not be. */
const rule = (
  alert: string,
  severity: AlertRule["labels"]["severity"],
  { expr, lasts, summary, description }: Said,
): AlertRule => ({
  alert,
  expr,
  for: lasts,
  labels: { severity },
  annotations: { summary, description },
});

interface Said {
  readonly expr: string;
  readonly lasts: string;
  readonly summary: string;
  readonly description: string;
}

/** What to alert about. Services with less than one request in ten seconds are left out: one error would be a large share. */
export function alertRules(watch: Watch): RuleGroup[] {
  const requests =
    watch.requests === "istio" ? [{ name: "requests", rules: onRequests(watch) }] : [];
  return [
    ...requests,
    { name: "pods", rules: onPods(watch) },
    { name: "quota", rules: onQuota(watch) },
    { name: "watching", rules: watch.namespaces.map(onSilence) },
  ];
}

function onRequests({ namespaces, thresholds = {} }: Watch): AlertRule[] {
  const { errorPercent = 5, latencyMs = 1000 } = thresholds;
  const by = "destination_service_namespace, destination_service_name";
  const served = servedBy(namespaces);
  const service =
    "{{ $labels.destination_service_namespace }}/{{ $labels.destination_service_name }}";
  const busy = `${requestRate(served, by)} > 0.1`;
  const unreached = `reporter="source",destination_service_namespace=~"${namespaces.join("|")}"`;
  return [
    rule("ServiceErrors", "critical", {
      expr: `(${errorShare(served, by)}) * 100 > ${errorPercent} and ${busy}`,
      lasts: "5m",
      summary: `${service} fails`,
      description: `{{ $value | printf "%.1f" }} % of the requests to ${service} were answered with 5xx in the last five minutes, more than ${errorPercent} %.`,
    }),
    rule("ServiceSlow", "warning", {
      expr: `${latency(served, by, 0.95)} > ${latencyMs} and ${busy}`,
      lasts: "10m",
      summary: `${service} is slow`,
      description: `One request in twenty to ${service} takes more than {{ $value | printf "%.0f" }} ms; the bound is ${latencyMs} ms.`,
    }),
    rule("ServiceUnreachable", "critical", {
      // No healthy endpoint, no connection, no route: the callee never sees these requests.
      expr: `${requestRate(unreached, by, ',response_flags=~".*(UH|UF|NR).*"')} > 0`,
      lasts: "2m",
      summary: `${service} cannot be reached`,
      description: `{{ $value | printf "%.2f" }} requests a second to ${service} find no ready pod, no connection or no route.`,
    }),
  ];
}

function onPods({ namespaces, thresholds = {} }: Watch): AlertRule[] {
  const { restarts = 3 } = thresholds;
  const where = inNamespaces(namespaces);
  const container = "{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }}";
  const deployment = "{{ $labels.namespace }}/{{ $labels.deployment }}";
  return [
    rule("ContainerRestarts", "warning", {
      expr: `increase(kube_pod_container_status_restarts_total{${where}}[15m]) > ${restarts}`,
      lasts: "0m",
      summary: `${container} restarts again and again`,
      description: `{{ $value | printf "%.0f" }} restarts in 15 minutes. See: kubectl --namespace {{ $labels.namespace }} logs {{ $labels.pod }} --container {{ $labels.container }} --previous`,
    }),
    rule("ContainerStuck", "warning", {
      expr: `kube_pod_container_status_waiting_reason{${where},reason=~"CrashLoopBackOff|ImagePullBackOff|ErrImagePull|CreateContainerConfigError"} > 0`,
      lasts: "5m",
      summary: `${container} does not start`,
      description: `It has waited for five minutes: {{ $labels.reason }}. See: kubectl --namespace {{ $labels.namespace }} describe pod {{ $labels.pod }}`,
    }),
    rule("DeploymentDown", "critical", {
      expr: `kube_deployment_status_replicas_available{${where}} == 0 and kube_deployment_spec_replicas{${where}} > 0`,
      lasts: "2m",
      summary: `${deployment} has no pod ready`,
      description: `Nobody answers for ${deployment}. See: kubectl --namespace {{ $labels.namespace }} get events --sort-by .lastTimestamp`,
    }),
    rule("DeploymentShort", "warning", {
      expr: `kube_deployment_spec_replicas{${where}} - kube_deployment_status_replicas_available{${where}} > 0`,
      lasts: "15m",
      summary: `${deployment} runs short of pods`,
      description: `{{ $value | printf "%.0f" }} of its pods have not been ready for 15 minutes.`,
    }),
    rule("MemoryNearLimit", "warning", {
      expr: `${memoryShare(where)} > 0.9`,
      lasts: "10m",
      summary: `${container} is close to its memory limit`,
      description: `It uses {{ $value | humanizePercentage }} of it; above, it is killed.`,
    }),
  ];
}

function onQuota({ namespaces, thresholds = {} }: Watch): AlertRule[] {
  const { quotaPercent = 90 } = thresholds;
  return [
    rule("QuotaNearlyUsed", "warning", {
      expr: `(${quotaShare(inNamespaces(namespaces))}) * 100 > ${quotaPercent}`,
      lasts: "5m",
      summary: "Quota of {{ $labels.resource }} in {{ $labels.namespace }} is nearly used",
      description: `{{ $value | printf "%.0f" }} % of the quota {{ $labels.resourcequota }} is in use: a rollout that needs a second pod may be refused.`,
    }),
  ];
}

/** Every rule above is silent when nothing is measured. */
const onSilence = (namespace: string): AlertRule =>
  rule("NothingMeasured", "critical", {
    expr: `absent(kube_pod_info{namespace="${namespace}"})`,
    lasts: "10m",
    summary: `No pod of ${namespace} is seen`,
    description: `Either nothing runs in ${namespace}, or kube-state-metrics does not; no other alert about it can come.`,
  });
