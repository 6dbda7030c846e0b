import { isDeepStrictEqual } from "node:util";

import { Document, isMap, parseDocument } from "yaml";

import type { StateResource } from "../../sandbox/engine/state";
import { istiodReleases } from "../../sandbox/mesh/declared";
import { at, isObject, textAt, type Json } from "../../sandbox/providers/kubernetes/objects";
import type { Cluster } from "./cluster";
import { labManager, nameOf, type KubeObject } from "./model";
import type { SharedStep } from "./shared";

/** What a platform says of its whole mesh, and the ConfigMap in which istiod reads it. */
export interface MeshConfig {
  readonly object: KubeObject;
  readonly declared: Json;
}

/**
 * Of each release of the chart `istiod` in a platform's state. Source of the ConfigMap's name: that chart, templates/configmap.yaml.
 */
export const meshConfigs = (resources: readonly StateResource[]): MeshConfig[] =>
  istiodReleases(resources).flatMap(({ inputs }): MeshConfig[] => {
    const declared = at(inputs, "values", "meshConfig");
    if (!isObject(declared)) return [];
    const revision = textAt(inputs, "values", "revision");
    const name = revision === "" ? "istio" : `istio-${revision}`;
    const metadata = { name, namespace: textAt(inputs, "namespace") };
    return [{ object: { apiVersion: "v1", kind: "ConfigMap", metadata }, declared }];
  });

/** Brings back what of a mesh's configuration is not as declared. A mesh whose chart is not there has none. */
export async function meshSteps(
  cluster: Cluster,
  configs: readonly MeshConfig[],
): Promise<SharedStep[]> {
  const steps: SharedStep[] = [];
  for (const { object, declared } of configs) {
    const live = await cluster.read(object);
    const change = live && restoredMesh(textAt(live, "data", "mesh"), declared);
    if (!change) continue;
    steps.push({
      text: `restore ${nameOf(object)}: ${change.paths.join(", ")}`,
      run: async (it) =>
        it.api.request("PATCH", await it.pathOf(object), {
          body: { data: { mesh: change.text } },
          contentType: "application/merge-patch+json",
          query: { fieldManager: labManager },
        }),
    });
  }
  return steps;
}

/** A mesh's configuration with what is declared in its place, and which fields were not; undefined where all were. */
export function restoredMesh(
  text: string,
  declared: Json,
): { readonly text: string; readonly paths: readonly string[] } | undefined {
  const found = parseDocument(text);
  const isTable = found.errors.length === 0 && isMap(found.contents);
  // What is no table tells istiod nothing: it begins anew with what is declared.
  const document = isTable ? found : new Document({});
  const live: unknown = document.toJS();
  const changed = leavesOf(declared).filter(({ path, value }) => !isAs(at(live, ...path), value));
  for (const { path, value } of changed) document.setIn(path, document.createNode(value));
  const paths = changed.map(({ path }) => path.join("."));
  return paths.length > 0 ? { text: document.toString(), paths } : undefined;
}

/** The chart merges tables into its own, and replaces all else. */
const isAs = (live: unknown, value: unknown): boolean =>
  isObject(value) ? isObject(live) : isDeepStrictEqual(live, value);

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

const leavesOf = (value: unknown, path: readonly string[] = []): Leaf[] =>
  isObject(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, below]) => leavesOf(below, [...path, key]))
    : [{ path, value }];
