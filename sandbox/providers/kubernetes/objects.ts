/** A JSON object whose fields nobody promised. */
export type Json = Record<string, unknown>;

/** Who set which fields of an object. Source: Kubernetes API, ObjectMeta.managedFields. */
export interface ManagedFields {
  manager: string;
  operation: "Apply" | "Update";
  subresource?: string;
  fieldsV1?: Json;
}

export interface Metadata extends Json {
  name?: string;
  namespace?: string;
  generateName?: string;
  annotations?: Record<string, string>;
  labels?: Record<string, string>;
  uid?: string;
  generation?: number;
  resourceVersion?: string;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  finalizers?: string[];
  managedFields?: ManagedFields[];
}

/** Any Kubernetes object. Which fields there are is the API server's matter, so they stay unknown here. */
export interface KubeObject extends Json {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
}

/** One of `status.conditions`. */
export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value at a path of keys; undefined where any step is missing. Keys are anybody's: `constructor` is one of a ConfigMap's. */
export function at(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of keys) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key))
      return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

export const numberAt = (value: unknown, ...keys: readonly (string | number)[]): number => {
  const found = at(value, ...keys);
  return typeof found === "number" ? found : 0;
};

export const textAt = (value: unknown, ...keys: readonly (string | number)[]): string => {
  const found = at(value, ...keys);
  return typeof found === "string" ? found : "";
};

export const listAt = (value: unknown, ...keys: readonly (string | number)[]): unknown[] => {
  const found = at(value, ...keys);
  return Array.isArray(found) ? (found as unknown[]) : [];
};

export const condition = (object: unknown, type: string): Condition | undefined =>
  (listAt(object, "status", "conditions") as Condition[]).find((one) => one.type === type);

export const annotation = (object: KubeObject, key: string): string | undefined => {
  const found = at(object, "metadata", "annotations", key);
  return typeof found === "string" ? found : undefined;
};

/** `NAMESPACE/NAME`, or `NAME` of an object without namespace: the official plugin's ids. Source: pulumi-kubernetes util.go. */
export function idOf(object: KubeObject): string {
  const { name = "", namespace } = object.metadata;
  return namespace ? `${namespace}/${name}` : name;
}

export function parseId(id: string): { namespace: string | undefined; name: string } {
  const [first = "", second] = id.split("/");
  return second === undefined
    ? { namespace: undefined, name: first }
    : { namespace: first, name: second };
}

/** How messages name an object: `Deployment shop/orders`. */
export const describe = (object: KubeObject): string => `${object.kind} ${idOf(object)}`;

export const isKind = (object: Json, apiVersion: string, kind: string): boolean =>
  object.apiVersion === apiVersion && object.kind === kind;

export const isSecretObject = (object: Json): boolean => isKind(object, "v1", "Secret");

export const isCrd = (object: Json): boolean =>
  object.kind === "CustomResourceDefinition" &&
  typeof object.apiVersion === "string" &&
  object.apiVersion.startsWith("apiextensions.k8s.io/");
