import { KubeConfig } from "@kubernetes/client-node";

import { follow } from "../e2e/watch";

/** What routes a request to a service, and what answers it. */
export const recorded = {
  Pod: "/api/v1/namespaces/NAMESPACE/pods",
  Service: "/api/v1/namespaces/NAMESPACE/services",
  Deployment: "/apis/apps/v1/namespaces/NAMESPACE/deployments",
  DestinationRule: "/apis/networking.istio.io/v1/namespaces/NAMESPACE/destinationrules",
  VirtualService: "/apis/networking.istio.io/v1/namespaces/NAMESPACE/virtualservices",
} as const;

export type Kind = keyof typeof recorded;

/** Long before anything that is recorded. */
export const stood = -3600;

/** An object as it came to be, or as it was last, when it went. */
export interface Change {
  /** Seconds since the record began; `stood` for what was there already. */
  readonly at: number;
  readonly kind: Kind;
  readonly gone: boolean;
  readonly object: Recorded;
}

export interface Recorded {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
  readonly status?: unknown;
}

export interface Recording {
  readonly changes: readonly Change[];
  /** The record's clock. */
  now(): number;
  /** @throws where a watch ended early, for then something may have passed unseen. */
  stop(): void;
}

/** Writes down, by watches of the API server, all that a namespace's requests depend on, from now on. */
export async function record(
  kubeconfig: string,
  namespace: string,
  kinds: readonly Kind[],
): Promise<Recording> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const changes: Change[] = [];
  const since = performance.now();
  const now = () => (performance.now() - since) / 1000;
  const stops = await Promise.all(
    kinds.map((kind) => {
      let begun = false;
      return follow<Recorded>(config, recorded[kind].replace("NAMESPACE", namespace), {
        begin: () => (begun = true),
        take: (type, object) => {
          if (type === "BOOKMARK") return;
          const at = begun ? now() : stood;
          changes.push({ at, kind, gone: type === "DELETED", object });
        },
      });
    }),
  );
  return {
    changes,
    now,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}
