import { setTimeout as wait } from "node:timers/promises";

import type { KubeApi } from "../providers/aws/kube-api";
import type { Pod } from "./pods";

interface PodList {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly Pod[];
}

interface Event {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: Pod;
}

export interface PodReader {
  /** A pod as it is now. */
  see(pod: Pod): void;
  /** It is there no more. */
  miss(uid: string): void;
}

/** Follows every pod of the cluster, over breaks of the watch and restarts of the API server. */
export async function followPods(api: KubeApi, reader: PodReader): Promise<never> {
  const known = new Set<string>();
  for (;;) {
    try {
      await once(api, reader, known);
    } catch {
      // The API server is away or forgot what we had seen: all of it is listed anew.
      await wait(300);
    }
  }
}

async function once(api: KubeApi, reader: PodReader, known: Set<string>): Promise<void> {
  const list = await api.call<PodList>("GET", "/api/v1/pods");
  if (list === undefined) return;
  const now = new Set(list.items.map(({ metadata }) => metadata.uid));
  for (const uid of known) if (!now.has(uid)) reader.miss(uid);
  known.clear();
  for (const pod of list.items) {
    known.add(pod.metadata.uid);
    reader.see(pod);
  }
  let version = list.metadata.resourceVersion;
  const take = (line: string) => {
    const { type, object } = JSON.parse(line) as Event;
    if (type === "ERROR") throw new Error("the watch has lost its place");
    version = object.metadata.resourceVersion ?? version;
    if (type === "BOOKMARK") return;
    if (type === "DELETED") {
      known.delete(object.metadata.uid);
      reader.miss(object.metadata.uid);
    } else {
      known.add(object.metadata.uid);
      reader.see(object);
    }
  };
  for (;;)
    await api.follow(
      `/api/v1/pods?watch=1&allowWatchBookmarks=true&resourceVersion=${version}`,
      take,
    );
}
