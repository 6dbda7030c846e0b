import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { RequestOptions } from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import type { Properties } from "../runtime/provider";
import type { ProviderConfig } from "./config";

/** How to reach and convince an API server. */
export interface Connection {
  readonly server: URL;
  /** Where objects without a namespace go. */
  readonly namespace: string;
  /** TLS material and authorization of the next request; tokens of an exec plugin are renewed when they run out. */
  options(): Promise<RequestOptions>;
}

type Source = Pick<ProviderConfig, "kubeconfig" | "context" | "cluster" | "namespace">;

/** Loads a kubeconfig; only the reading and the authentication are client-node's, requests are plain HTTPS (see api.ts). */
export function connect(source: Source): Connection {
  const config = load(source);
  const cluster = config.getCurrentCluster();
  if (!cluster)
    throw new Error(
      source.context
        ? `the kubeconfig has no context "${source.context}" with a cluster`
        : "the kubeconfig has no current context with a cluster",
    );
  const user = config.getCurrentUser();
  const renews = Boolean(user?.exec ?? user?.authProvider);
  let first: Promise<RequestOptions> | undefined;
  const apply = async () => {
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    return options;
  };
  return {
    server: new URL(cluster.server),
    namespace:
      source.namespace ??
      config.getContextObject(config.getCurrentContext())?.namespace ??
      "default",
    options: () => (renews ? apply() : (first ??= apply())),
  };
}

/** The cluster that a provider's inputs point to, as text that can be compared. */
export function activeCluster(inputs: Properties): string | undefined {
  const text = (key: string) => (typeof inputs[key] === "string" ? inputs[key] : undefined);
  try {
    const cluster = load({
      kubeconfig: text("kubeconfig"),
      context: text("context"),
      cluster: text("cluster"),
      namespace: undefined,
    }).getCurrentCluster();
    return cluster ? JSON.stringify(cluster) : undefined;
  } catch {
    // What cannot be read cannot be compared; connecting will say what is wrong with it.
    return undefined;
  }
}

function load(source: Source): KubeConfig {
  const config = new KubeConfig();
  if (source.kubeconfig === undefined) config.loadFromDefault();
  else {
    const path = existingPath(source.kubeconfig);
    config.loadFromString(path ? readFileSync(path, "utf8") : source.kubeconfig);
    if (path) config.makePathsAbsolute(resolve(dirname(path)));
  }
  if (source.context) config.setCurrentContext(source.context);
  const context = config.getContextObject(config.getCurrentContext());
  if (source.cluster && context)
    Object.assign(context, { cluster: source.cluster } satisfies Partial<typeof context>);
  return config;
}

/** A text that names an existing file is a path, any other the content. Source: pulumi-kubernetes util.go parseKubeconfigString. */
function existingPath(text: string): string | undefined {
  if (text.includes("\n")) return undefined;
  const path = text === "~" || text.startsWith("~/") ? join(homedir(), text.slice(1)) : text;
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined;
}
