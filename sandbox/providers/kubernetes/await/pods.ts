import { labelSelectorOf } from "../../../label-selector";
import type { Cluster } from "../cluster";
import { at, condition, isObject, listAt, textAt, type Json, type KubeObject } from "../objects";
import type { Readiness } from "./readiness";

/** Source: pulumi-kubernetes await/pod.go. */
export const pod: Readiness = {
  seconds: 600,
  missing(object) {
    if (textAt(object, "status", "phase") === "Succeeded") return undefined;
    return condition(object, "Ready")?.status === "True" ? undefined : "it is not ready";
  },
  failed: (object) =>
    textAt(object, "status", "phase") === "Failed"
      ? ["it failed", textAt(object, "status", "reason"), textAt(object, "status", "message")]
          .filter(Boolean)
          .join(": ")
      : undefined,
  reasons: (_, object) => Promise.resolve(troubles(object)),
};

/** Why a workload's pods are not there or not ready: quota and admission from the workload, scheduling, images and crashes from its pods. */
export async function podReasons(cluster: Cluster, workload: KubeObject): Promise<string[]> {
  const refused = condition(workload, "ReplicaFailure");
  const found = refused?.status === "True" && refused.message ? [refused.message] : [];
  const { namespace = "" } = workload.metadata;
  const labels =
    at(workload, "spec", "selector", "matchLabels") ?? at(workload, "spec", "selector");
  if (isObject(labels)) {
    const pods = await cluster.kinds.of({ apiVersion: "v1", kind: "Pod" });
    const list = await cluster.api.request<{ items: KubeObject[] }>(
      "GET",
      pods.collection(namespace),
      {
        query: { labelSelector: labelSelectorOf(labels) },
      },
    );
    found.push(...list.items.flatMap(troubles));
  }
  if (found.length === 0) found.push(...(await warnings(cluster, workload)));
  return [...new Set(found)];
}

/** The newest warnings about the object itself: where no pod could be made, only they say why. */
async function warnings(cluster: Cluster, object: KubeObject): Promise<string[]> {
  const { namespace = "", uid = "" } = object.metadata;
  const events = await cluster.kinds.of({ apiVersion: "v1", kind: "Event" });
  const list = await cluster.api.request<{ items: Json[] }>("GET", events.collection(namespace), {
    query: { fieldSelector: `involvedObject.uid=${uid},type=Warning` },
  });
  return list.items.slice(-2).map((event) => textAt(event, "message"));
}

/** What keeps one pod, in the words of the scheduler and the kubelet. */
export function troubles(one: KubeObject): string[] {
  const name = one.metadata.name ?? "";
  if (condition(one, "Ready")?.status === "True" || one.metadata.deletionTimestamp) return [];
  const scheduled = condition(one, "PodScheduled");
  if (scheduled?.status === "False")
    return [`no node takes its pods: ${scheduled.message ?? scheduled.reason ?? ""}`];
  const containers = [
    ...listAt(one, "status", "initContainerStatuses"),
    ...listAt(one, "status", "containerStatuses"),
  ];
  return containers.flatMap((container) => {
    const trouble = containerTrouble(container);
    return trouble ? [`pod ${name}, container ${textAt(container, "name")}: ${trouble}`] : [];
  });
}

/** States that every container passes through on its way up. */
const passing = ["ContainerCreating", "PodInitializing"];

function containerTrouble(container: unknown): string | undefined {
  if (at(container, "ready") === true) return undefined;
  const waiting = textAt(container, "state", "waiting", "reason");
  if (waiting && !passing.includes(waiting)) {
    const last = at(container, "lastState", "terminated");
    return [waiting, textAt(container, "state", "waiting", "message"), last && exit(last)]
      .filter(Boolean)
      .join(": ");
  }
  const ended = at(container, "state", "terminated");
  if (ended) return at(ended, "exitCode") === 0 ? undefined : exit(ended);
  return at(container, "state", "running") ? "it runs, but is not ready" : undefined;
}

function exit(terminated: unknown): string {
  const code = at(terminated, "exitCode");
  return [
    textAt(terminated, "reason") || "ended",
    typeof code === "number" ? `exit code ${code}` : "",
    textAt(terminated, "message"),
  ]
    .filter(Boolean)
    .join(", ");
}
