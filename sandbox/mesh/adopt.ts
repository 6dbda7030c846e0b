import { BlockList } from "node:net";

import type { Api } from "../providers/aws/kube-api";
import { injectLabel, isMarked, standInAnnotation, tlsModeLabel, type Pod } from "./pods";
import { appNamespaces, type MeshSettings } from "./settings";
import { pathOf } from "./troupe";

interface List<T> {
  readonly items: readonly T[];
}

interface Namespace {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

const isInMesh = ({ metadata: { name, labels = {} } }: Namespace, apps: readonly string[]) =>
  apps.includes(name) || "istio.io/rev" in labels || labels["istio-injection"] === "enabled";

/** Whether its pods are asked one by one. */
const isSilent = ({ metadata: { labels = {} } }: Namespace) => !("istio-injection" in labels);

const mark = (value: string | null) => ({
  metadata: {
    annotations: { [standInAnnotation]: value && "true" },
    labels: { [tlsModeLabel]: value && "istio" },
  },
});

/**
 * Marks the pods that are older than the mesh, as the API server marks new ones. One whose address is of another range, for
 * it is older than the range too, makes way for a new one.
 */
export async function adopt(api: Api, settings: MeshSettings): Promise<void> {
  const [network = "", length = ""] = settings.podRange.split("/");
  const range = new BlockList();
  range.addSubnet(network, Number(length));
  const namespaces = await api.call<List<Namespace>>("GET", "/api/v1/namespaces");
  for (const space of namespaces?.items ?? []) {
    const isWhole = isInMesh(space, appNamespaces(settings));
    if (!isWhole && !isSilent(space)) continue;
    const path = `/api/v1/namespaces/${space.metadata.name}/pods`;
    const asking = isWhole ? "" : `?labelSelector=${encodeURIComponent(`${injectLabel}=true`)}`;
    const pods = await api.call<List<Pod>>("GET", `${path}${asking}`);
    for (const pod of pods?.items ?? []) {
      const { podIP } = pod.status;
      if (podIP !== undefined && pod.spec.hostNetwork !== true && !range.check(podIP))
        await api.call("DELETE", pathOf(pod));
      else if (!isMarked(pod)) await api.call("PATCH", pathOf(pod), mark("true"));
    }
  }
}

/** Leaves every pod to kwok again: it is Ready, and gone as soon as it is deleted. */
export async function release(api: Api): Promise<void> {
  const pods = await api.call<List<Pod>>("GET", "/api/v1/pods");
  for (const pod of (pods?.items ?? []).filter(isMarked)) {
    if (pod.metadata.deletionTimestamp === undefined)
      await api.call("PATCH", pathOf(pod), mark(null));
    else await api.call("DELETE", pathOf(pod), { gracePeriodSeconds: 0 });
  }
}
