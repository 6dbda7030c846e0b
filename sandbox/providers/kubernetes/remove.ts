import type { Operation } from "../runtime/provider";
import { find, relinquish } from "./apply";
import { deadline, versions } from "./await/watch";
import type { Cluster } from "./cluster";
import { ApiError, refusal, UnknownKindError } from "./errors";
import { annotations, isOn } from "./names";
import { annotation, describe, isKind, listAt, type KubeObject } from "./objects";

/** Pods end their work first, and a controller may have to free what it made. Longer than the official plugin's 300 s, as its workloads'. */
const defaultSeconds = 600;
/** Milliseconds after which it is shown what a deletion waits for. */
const longWaitMs = 2_000;

/** What the state knows of an object that is to go: the live one names it, the inputs say how. */
export interface Removal {
  readonly live: KubeObject;
  readonly inputs: KubeObject;
}

/** Deletes an object and waits until it is gone. One that is gone already, or whose kind is, is deleted. Source: pulumi-kubernetes await.go Deletion. */
export async function remove(
  cluster: Cluster,
  operation: Operation,
  { live, inputs }: Removal,
): Promise<void> {
  const answer = await requestDeletion(cluster, live, inputs);
  if (!answer || skipsWait(inputs)) return;
  const seconds = operation.timeoutSeconds ?? annotatedSeconds(inputs) ?? defaultSeconds;
  const signal = deadline(operation.signal, seconds);
  let last: KubeObject = answer;
  const show = setTimeout(() => operation.status(`waiting: ${holdUps(last)}`), longWaitMs);
  try {
    for await (const version of versions(cluster, answer, signal)) {
      // Another of the same name is not the one to wait for.
      if (version?.metadata.uid !== answer.metadata.uid) return;
      last = version ?? last;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearTimeout(show);
  }
  if (operation.signal.aborted)
    throw new Error(`${describe(answer)}: cancelled while it was being deleted`);
  throw new Error(
    `${describe(answer)} is not gone after ${seconds} s: ${withAdvice(holdUps(last))}`,
  );
}

/** The object on its way out; undefined where nothing is left to wait for. */
async function requestDeletion(
  cluster: Cluster,
  live: KubeObject,
  inputs: KubeObject,
): Promise<KubeObject | undefined> {
  try {
    const answer = await cluster.api.request("DELETE", await cluster.kinds.pathOf(live), {
      body: { kind: "DeleteOptions", apiVersion: "v1", propagationPolicy: propagation(inputs) },
    });
    // The server answers with the object while it still exists, and with a Status once it does not.
    return answer.kind === "Status" ? await find(cluster, live) : await stillThere(cluster, answer);
  } catch (error) {
    if (error instanceof UnknownKindError) return undefined;
    if (error instanceof ApiError && error.code === 404) return undefined;
    throw refusal(live, error);
  }
}

/** Some kinds are answered with the object although it is gone: only a deletion time says that it still is. */
async function stillThere(cluster: Cluster, answer: KubeObject): Promise<KubeObject | undefined> {
  return answer.metadata.deletionTimestamp ? answer : find(cluster, answer);
}

/** Source: pulumi-kubernetes metadata/overrides.go DeletionPropagation. */
function propagation(inputs: KubeObject): string {
  const policy = annotation(inputs, annotations.deletionPropagation)?.toLowerCase();
  return policy === "orphan" ? "Orphan" : policy === "background" ? "Background" : "Foreground";
}

/** Only these kinds may skip waiting for their end. Source: pulumi-kubernetes metadata/overrides.go allowsSkipAwaitWithDelete. */
const mayskip = [
  ["v1", "Namespace"],
  ["v1", "Pod"],
  ["v1", "ReplicationController"],
  ["apps/v1", "DaemonSet"],
  ["apps/v1", "Deployment"],
  ["apps/v1", "StatefulSet"],
  ["batch/v1", "Job"],
] as const;

const skipsWait = (inputs: KubeObject): boolean =>
  isOn(inputs, annotations.skipAwait) &&
  mayskip.some(([apiVersion, kind]) => isKind(inputs, apiVersion, kind));

function annotatedSeconds(inputs: KubeObject): number | undefined {
  const seconds = Number.parseInt(annotation(inputs, annotations.timeoutSeconds) ?? "", 10);
  return Number.isFinite(seconds) ? seconds : undefined;
}

/** What keeps an object that is to go: its finalizers, and a namespace's own account of what is left in it. */
export function holdUps(object: KubeObject): string {
  const finalizers = object.metadata.finalizers ?? [];
  const remaining = (
    listAt(object, "status", "conditions") as { type: string; status: string; message?: string }[]
  )
    .filter(({ type, status }) => type.startsWith("Namespace") && status === "True")
    .map(({ message }) => message ?? "");
  const held = finalizers.length > 0 ? [`its finalizers hold it: ${finalizers.join(", ")}`] : [];
  return [...held, ...remaining].join("; ") || "the API server still has it";
}

/** Nothing else says what to do about a finalizer, and another run would wait as long again. */
const withAdvice = (held: string): string =>
  held.includes("finalizer")
    ? `${held}. A finalizer is taken off by the controller that it is for. Where there is none, take it off by "kubectl edit" of the object that has it, and run this again`
    : held;

/** A Patch resource gives back its fields; the object is not its own. */
export async function removePatch(
  cluster: Cluster,
  live: KubeObject,
  fieldManager: string,
): Promise<void> {
  try {
    if (await find(cluster, live)) await relinquish(cluster, live, fieldManager);
  } catch (error) {
    throw refusal(live, error);
  }
}
