import { KubeConfig, Watch } from "@kubernetes/client-node";

import { isTrue, type Condition } from "../../sandbox/conditions";

interface Named {
  metadata: { name: string; deletionTimestamp?: string; labels?: Record<string, string> };
}

interface Pod extends Named {
  status?: { conditions?: readonly Condition[] };
}

interface EndpointSlice extends Named {
  endpoints?: { conditions: { ready?: boolean } }[] | null;
}

/** Told of each change of one kind's objects, and when all that stood has been told. */
export interface Follower<T> {
  take(type: string, object: T): void;
  begin(): void;
}

/** Follows objects of one kind and keeps the least that each app ever had. Every change that the API server saw is seen here. */
class Least<T extends Named> implements Follower<T> {
  readonly least = new Map<string, number>();
  private readonly objects = new Map<string, T>();
  private settled = false;

  constructor(
    private readonly appOf: (object: T) => string | undefined,
    private readonly countOf: (object: T) => number,
  ) {}

  /** What stands comes one by one at first; only then is there a whole to count. */
  begin(): void {
    this.settled = true;
    this.count();
  }

  take(type: string, object: T): void {
    if (type === "BOOKMARK") return;
    if (type === "DELETED") this.objects.delete(object.metadata.name);
    else this.objects.set(object.metadata.name, object);
    if (this.settled) this.count();
  }

  private count(): void {
    const now = new Map([...this.least.keys()].map((app) => [app, 0]));
    for (const object of this.objects.values()) {
      const app = this.appOf(object);
      if (app !== undefined) now.set(app, (now.get(app) ?? 0) + this.countOf(object));
    }
    for (const [app, count] of now)
      this.least.set(app, Math.min(this.least.get(app) ?? count, count));
  }
}

export const isReady = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp === undefined && isTrue(status?.conditions, "Ready");

export interface Serving {
  /** The fewest ready pods that each app had at any moment. */
  readonly pods: ReadonlyMap<string, number>;
  /** The fewest ready endpoints that each Service had at any moment: what gets requests. */
  readonly endpoints: ReadonlyMap<string, number>;
  /** @throws where a watch ended early, for then something may have passed unseen. */
  stop(): void;
}

/** Looks on, by watches of the API server, at what serves in a namespace. */
export async function watchServing(kubeconfig: string, namespace: string): Promise<Serving> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const pods = new Least<Pod>(
    ({ metadata }) => metadata.labels?.app,
    (pod) => (isReady(pod) ? 1 : 0),
  );
  const endpoints = new Least<EndpointSlice>(
    ({ metadata }) => metadata.labels?.["kubernetes.io/service-name"],
    (slice) => (slice.endpoints ?? []).filter(({ conditions }) => conditions.ready).length,
  );
  const stops = await Promise.all([
    follow(config, `/api/v1/namespaces/${namespace}/pods`, pods),
    follow(config, `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, endpoints),
  ]);
  return {
    pods: pods.least,
    endpoints: endpoints.least,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

/** Watches from now on, all that stands first; answers once that has come. */
export async function follow<T extends Named>(
  config: KubeConfig,
  path: string,
  follower: Follower<T>,
): Promise<() => void> {
  let ended: Error | undefined;
  const query = {
    sendInitialEvents: true,
    resourceVersionMatch: "NotOlderThan",
    allowWatchBookmarks: true,
  };
  let abort: AbortController | undefined;
  await new Promise<void>((begun, failed) => {
    const end = (error: unknown) => {
      ended = new Error(`the watch of ${path} ended early`, { cause: error });
      failed(ended);
    };
    const take = (type: string, object: T & { metadata: { annotations?: Annotations } }) => {
      follower.take(type, object);
      if (object.metadata.annotations?.["k8s.io/initial-events-end"] !== "true") return;
      follower.begin();
      begun();
    };
    new Watch(config).watch(path, query, take, end).then((it) => (abort = it), end);
  });
  return () => {
    if (ended !== undefined) throw ended;
    abort?.abort();
  };
}

type Annotations = Record<string, string>;
