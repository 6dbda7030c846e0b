import { setTimeout as pause } from "node:timers/promises";

import { isTrue, type Condition } from "../../conditions";
import { type Api, Refused } from "./kube-api";
import type { Node } from "./node-objects";

/** Who looks on while nodes are replaced, and may stop it. */
export interface Watch {
  readonly signal: AbortSignal;
  status(text: string): void;
}

export interface Replacement {
  /** Nodes drained at a time. */
  readonly atOnce: number;
  readonly watch: Watch;
  /** Between two looks. @default 300 ms */
  readonly intervalMs?: number;
  /** How long pods may refuse to go before the upgrade fails. EKS waits 15 minutes; a person at a sandbox would not. @default 2 min */
  readonly patienceMs?: number;
}

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string }[];
  };
  readonly status?: { readonly phase?: string };
}

const nodePath = ({ metadata }: Node) => `/api/v1/nodes/${metadata.name}`;

export const deleteNode = async (api: Api, node: Node): Promise<void> => {
  await api.call("DELETE", nodePath(node));
};

/**
 * As EKS upgrades a managed node group: the new nodes are ready first, then nothing more is scheduled on
 * the old ones, and they are drained a few at a time, as disruption budgets allow.
 * Source: Amazon EKS User Guide, "Understand each phase of node updates"; checked 2026-11-21.
 */
export async function replaceNodes(
  api: Api,
  old: readonly Node[],
  now: readonly Node[],
  replacement: Replacement,
): Promise<void> {
  const { atOnce, watch, intervalMs = 300, patienceMs = 120_000 } = replacement;
  const until = async (done: () => Promise<string | undefined>) => {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const missing = await done();
      if (missing === undefined) return;
      if (Date.now() > deadline) throw new Error(missing);
      await pause(intervalMs, undefined, { signal: watch.signal });
    }
  };
  watch.status(`waiting for ${now.length} new nodes`);
  await until(async () => {
    const ready = await Promise.all(now.map((node) => isReady(api, node)));
    const missing = now.filter((_, index) => !ready[index]);
    return missing.length === 0
      ? undefined
      : `NodeCreationFailure: ${namesOf(missing)} did not become ready`;
  });
  await Promise.all(
    old.map((node) => api.call("PATCH", nodePath(node), { spec: { unschedulable: true } })),
  );
  for (let done = 0; done < old.length; done += atOnce) {
    const batch = old.slice(done, done + atOnce);
    watch.status(`draining ${namesOf(batch)}, ${done} of ${old.length} replaced`);
    await Promise.all(batch.map((node) => until(() => evictAll(api, node))));
    await Promise.all(batch.map((node) => deleteNode(api, node)));
  }
}

const namesOf = (nodes: readonly Node[]) => nodes.map(({ metadata }) => metadata.name).join(", ");

async function isReady(api: Api, node: Node): Promise<boolean> {
  const found = await api.call<{
    status?: { conditions?: readonly Condition[] };
  }>("GET", nodePath(node));
  return isTrue(found?.status?.conditions, "Ready");
}

/** Asks every pod of the node to go; undefined once none is left, else who stays and why. */
async function evictAll(api: Api, node: Node): Promise<string | undefined> {
  const selector = encodeURIComponent(`spec.nodeName=${node.metadata.name}`);
  const found = await api.call<{ items: readonly Pod[] }>(
    "GET",
    `/api/v1/pods?fieldSelector=${selector}`,
  );
  const pods = (found?.items ?? []).filter(mustGo);
  const kept = await Promise.all(pods.map((pod) => evict(api, pod)));
  if (pods.length === 0) return undefined;
  const reasons = kept.filter((reason) => reason !== undefined);
  return `PodEvictionFailure: ${node.metadata.name} keeps ${pods.length} pods; ${reasons.join("; ") || "they take long to end"}`;
}

/** Pods of DaemonSets stay with the node, and finished ones hold nobody up. */
const mustGo = ({ metadata, status }: Pod): boolean =>
  !["Succeeded", "Failed"].includes(status?.phase ?? "") &&
  !(metadata.ownerReferences ?? []).some(({ kind }) => kind === "DaemonSet") &&
  metadata.annotations?.["kubernetes.io/config.mirror"] === undefined;

const tooManyRequests = 429;

/** Why the pod stays; undefined where it goes. */
async function evict(api: Api, { metadata }: Pod): Promise<string | undefined> {
  const { name, namespace } = metadata;
  try {
    await api.call("POST", `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, {
      apiVersion: "policy/v1",
      kind: "Eviction",
      metadata: { name, namespace },
    });
    return undefined;
  } catch (error) {
    if (error instanceof Refused && error.status === tooManyRequests)
      return `${namespace}/${name}: ${error.reason}`;
    throw error;
  }
}
