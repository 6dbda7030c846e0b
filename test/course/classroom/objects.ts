import type { Declared } from "../../../course/classroom/model";
import { without } from "../../../course/classroom/values";
import {
  at,
  isObject,
  type Json,
  type KubeObject,
  type ManagedFields,
} from "../../../sandbox/providers/kubernetes/objects";

/** Fields of a value as the API server notes their owner: items of a list by name, where they have one. */
export function fieldsOf(value: unknown): Json {
  if (Array.isArray(value))
    return value.every((item) => isObject(item) && typeof item.name === "string")
      ? Object.fromEntries(
          (value as Json[]).map((item) => [
            `k:${JSON.stringify({ name: item.name })}`,
            { ".": {}, ...fieldsOf(item) },
          ]),
        )
      : {};
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, its]) => [`f:${key}`, fieldsOf(its)]));
}

const said = ({ metadata, ...object }: KubeObject): Json => {
  const more = without(metadata, "name", "namespace", "uid", "managedFields");
  const rest = without(object, "apiVersion", "kind");
  return { ...rest, ...(Object.keys(more).length > 0 && { metadata: more }) };
};

export const entry = (
  manager: string,
  object: KubeObject,
  operation: ManagedFields["operation"] = "Update",
): ManagedFields => ({ manager, operation, fieldsV1: fieldsOf(said(object)) });

let made = 0;

/** A declared object as it lives just after it was applied, with what the API server fills in. */
export function applied({ object, manager }: Declared, filled: Json = {}): KubeObject {
  made += 1;
  return {
    ...structuredClone({ ...object, ...filled }),
    metadata: {
      ...structuredClone(object.metadata),
      uid: `uid-${made.toString()}`,
      resourceVersion: made.toString(),
      managedFields: [entry(manager, object, "Apply")],
    },
  };
}

/** The same object after somebody has written into it. */
export function edited(live: KubeObject, change: KubeObject, manager = "kubectl-edit"): KubeObject {
  const fields = merged(live, change) as KubeObject;
  const { managedFields = [] } = live.metadata;
  return {
    ...fields,
    metadata: { ...fields.metadata, managedFields: [...managedFields, entry(manager, change)] },
  };
}

function merged(one: unknown, other: unknown): unknown {
  if (!isObject(one) || !isObject(other)) return other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      Object.hasOwn(other, key) ? merged(at(one, key), other[key]) : one[key],
    ]),
  );
}

export const declare = (object: KubeObject, manager = "pulumi-kubernetes-1"): Declared => ({
  object,
  manager,
});

export const configMap = (
  name: string,
  data: Record<string, string>,
  namespace = "user01",
): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace },
  data,
});

export const namespace: KubeObject = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "user01", labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
};

export const deployment: KubeObject = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "user01" },
  spec: {
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "main", image: "nginx:1" }] },
    },
  },
};

/** What a controller makes of an owner. */
export const madeBy = (owner: KubeObject, object: KubeObject): KubeObject => ({
  ...object,
  metadata: {
    namespace: "user01",
    ...object.metadata,
    uid: `uid-${(made += 1).toString()}`,
    ownerReferences: [
      {
        apiVersion: owner.apiVersion,
        kind: owner.kind,
        name: owner.metadata.name,
        uid: owner.metadata.uid,
        controller: true,
      },
    ],
    managedFields: [entry("kube-controller-manager", object)],
  },
});

/** The pod that a controller makes of a template, before admission has seen it. */
export const podOf = (owner: KubeObject, template: Json, name = "made"): KubeObject => {
  const { metadata, spec } = template as Pick<KubeObject, "metadata"> & { readonly spec: Json };
  return madeBy(owner, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, name },
    spec: { ...spec, enableServiceLinks: true },
  });
};
