import { setTimeout as sleep } from "node:timers/promises";
import { find } from "../apply";
import type { Cluster } from "../cluster";
import { ApiError } from "../errors";
import { describe, type KubeObject } from "../objects";

/** A watched object as it is now; undefined when it is gone. */
export type Version = KubeObject | undefined;

/** Milliseconds before a watch that ended is opened anew. */
const pauseMs = 250;

/** The versions of one object, beginning with the given one, until the caller breaks off or the signal ends it. */
export async function* versions(
  cluster: Cluster,
  object: KubeObject,
  signal: AbortSignal,
): AsyncGenerator<Version> {
  const kind = await cluster.kinds.of(object);
  const path = kind.collection(kind.namespaced ? object.metadata.namespace : undefined);
  const fieldSelector = `metadata.name=${object.metadata.name ?? ""}`;
  yield object;
  let { resourceVersion } = object.metadata;
  while (!signal.aborted) {
    const query = { fieldSelector, ...(resourceVersion ? { resourceVersion } : {}) };
    try {
      for await (const event of cluster.api.watch(path, query, signal)) {
        if (event.type === "ERROR") break;
        if (event.type === "BOOKMARK") continue;
        resourceVersion = event.object.metadata.resourceVersion;
        yield event.type === "DELETED" ? undefined : event.object;
      }
    } catch (error) {
      // 410: the version is too old to go on from, so begin with what is there now.
      if (!(error instanceof ApiError && error.code === 410)) throw error;
    }
    await sleep(pauseMs);
    const live = await find(cluster, object);
    resourceVersion = live?.metadata.resourceVersion;
    yield live;
  }
}

/** What ends waiting: the user's cancel or the time that is up. */
export function deadline(signal: AbortSignal, seconds: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
}

export class GoneError extends Error {
  constructor(object: KubeObject) {
    super(`${describe(object)} was deleted by someone else while it was waited for`);
    this.name = "GoneError";
  }
}
