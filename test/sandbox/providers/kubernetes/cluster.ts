import type { Api } from "../../../../sandbox/providers/kubernetes/api";
import type { Cluster } from "../../../../sandbox/providers/kubernetes/cluster";
import { parseConfig } from "../../../../sandbox/providers/kubernetes/config";
import { Kinds } from "../../../../sandbox/providers/kubernetes/kinds";
import type { Json, KubeObject } from "../../../../sandbox/providers/kubernetes/objects";

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A cluster whose API server is a function; what it was asked is kept. */
export function cluster(
  answer: (asked: Asked) => unknown = () => ({ items: [] }),
  options: Json = {},
): Cluster & { readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const request = async (method: string, path: string, more: Partial<Asked> = {}) => {
    const one = { method, path, query: more.query ?? {}, body: more.body };
    asked.push(one);
    return Promise.resolve(answer(one));
  };
  const api = { request, defaultNamespace: () => Promise.resolve("default") } as unknown as Api;
  return {
    asked,
    api,
    config: parseConfig(options),
    kinds: new Kinds(api),
    missingNamespaces: new Set(),
    dryRuns: new Map(),
  };
}

export const object = (
  apiVersion: string,
  kind: string,
  rest: Json & { metadata?: Json } = {},
): KubeObject => ({
  apiVersion,
  kind,
  ...rest,
  metadata: { name: "app", namespace: "shop", ...rest.metadata },
});
