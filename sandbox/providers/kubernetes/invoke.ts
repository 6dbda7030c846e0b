import type { Properties } from "../runtime/provider";
import type { Cluster } from "./cluster";
import { isObject, listAt, type KubeObject } from "./objects";

/** The functions that SDK 4.34 calls. Source: pulumi-kubernetes provider.go Invoke. */
export async function invoke(
  cluster: Cluster,
  token: string,
  args: Properties,
): Promise<Properties> {
  if (token === "kubernetes:yaml:decode") return { result: await decode(cluster, args) };
  if (token === "kubernetes:helm:template")
    throw new Error(
      "the sandbox's Kubernetes provider renders no Helm charts: install the official plugin",
    );
  if (token === "kubernetes:kustomize:directory")
    throw new Error(
      "the sandbox's Kubernetes provider renders no Kustomize directories: install the official plugin",
    );
  throw new Error(`the sandbox's Kubernetes provider has no function ${token}`);
}

async function decode(
  cluster: Cluster,
  { text, defaultNamespace }: Properties,
): Promise<KubeObject[]> {
  if (typeof text !== "string") throw new Error("kubernetes:yaml:decode needs a text");
  const { parseAllDocuments } = await import("yaml");
  const documents = parseAllDocuments(text);
  const problem = documents.flatMap(({ errors }) => errors)[0];
  if (problem) throw new Error(`the YAML cannot be read: ${problem.message}`);
  const objects = documents
    .map((document) => document.toJS() as unknown)
    .filter(isObject)
    .flatMap((object) =>
      String(object.kind).endsWith("List") ? listAt(object, "items") : [object],
    ) as KubeObject[];
  if (typeof defaultNamespace !== "string" || defaultNamespace === "") return objects;
  return Promise.all(
    objects.map(async (object) =>
      object.metadata.namespace !== undefined || !(await cluster.kinds.namespaced(object))
        ? object
        : { ...object, metadata: { ...object.metadata, namespace: defaultNamespace } },
    ),
  );
}
