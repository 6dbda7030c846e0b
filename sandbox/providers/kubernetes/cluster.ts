import { Api } from "./api";
import type { ProviderConfig } from "./config";
import { Kinds } from "./kinds";
import type { KubeObject } from "./objects";

/** One API server, as one provider of the stack is configured to use it. */
export interface Cluster {
  readonly config: ProviderConfig;
  readonly api: Api;
  readonly kinds: Kinds;
  /** Namespaces that a preview found missing: they are created by the same program. */
  readonly missingNamespaces: Set<string>;
  /** What a dry-run answered while a resource was compared, by URN: its preview asks the same. */
  readonly dryRuns: Map<string, { readonly of: string; readonly answer: Promise<KubeObject> }>;
}

export function openCluster(config: ProviderConfig): Cluster {
  // Loaded late: a preview without changes asks nothing of the API server, and client-node takes longest to load.
  const api = new Api(async () => (await import("./kubeconfig.js")).connect(config));
  return {
    config,
    api,
    kinds: new Kinds(api),
    missingNamespaces: new Set(),
    dryRuns: new Map(),
  };
}
