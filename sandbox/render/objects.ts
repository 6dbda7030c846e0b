import { join } from "node:path";

import { stringify } from "yaml";

import type { KubeObject } from "../providers/kubernetes/objects";
import type { Inputs, Recorded } from "../recorded-run";

/** A stack's Kubernetes objects, as its provider would be asked to apply them. */
export interface Rendered {
  readonly objects: readonly KubeObject[];
  /** Charts, whose objects are not the program's. */
  readonly charts: readonly string[];
  /** Published definitions of kinds that are applied as they are, and were not fetched for this. */
  readonly definitions: readonly string[];
}

/** In place of every secret value. */
export const redacted = "REDACTED";

export function rendered(resources: readonly Recorded[]): Rendered {
  const ofKubernetes = resources.filter(
    ({ type, custom }) => custom && type.startsWith("kubernetes:") && !type.startsWith(chart),
  );
  // By file: the program's own order differs from run to run.
  const objects = ofKubernetes.map(withoutSecrets).sort((a, b) => (fileOf(a) < fileOf(b) ? -1 : 1));
  const isDefinition = ({ kind }: KubeObject) => kind === "CustomResourceDefinition";
  return {
    objects: objects.filter((it) => !isDefinition(it)),
    charts: resources
      .filter(({ type }) => type.startsWith(chart))
      .map(({ inputs }) => String(inputs.chart)),
    definitions: objects.filter(isDefinition).map(({ metadata }) => String(metadata.name)),
  };
}

const chart = "kubernetes:helm.sh/";

function withoutSecrets({ type, inputs, secretInputs }: Recorded): KubeObject {
  const isSecret = type === "kubernetes:core/v1:Secret";
  const hidden = Object.entries(inputs).map(([key, value]) => {
    if (isSecret && key === "data") return [key, masked(value, encoded)] as const;
    const hide = secretInputs.includes(key) || (isSecret && key === "stringData");
    return [key, hide ? masked(value, redacted) : value] as const;
  });
  return Object.fromEntries(hidden) as KubeObject;
}

/** `data` holds base64 alone. */
const encoded = Buffer.from(redacted).toString("base64");

function masked(value: unknown, by: string): unknown {
  if (Array.isArray(value)) return value.map((one) => masked(one, by));
  if (typeof value !== "object" || value === null) return by;
  return Object.fromEntries(
    Object.entries(value as Inputs).map(([key, inner]) => [key, masked(inner, by)]),
  );
}

/** Where an object stands in a folder: `NAMESPACE/KIND-NAME.yaml`, or `cluster/…` without a namespace. */
export const fileOf = ({ kind, metadata: { namespace, name } }: KubeObject): string =>
  join(namespace ?? "cluster", `${kind.toLowerCase()}-${name ?? ""}.yaml`);

export const yamlOf = (object: KubeObject): string =>
  stringify(object, { aliasDuplicateObjects: false });
