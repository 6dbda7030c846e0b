import type { Cluster } from "./cluster";
import { conflictOwners, type ApiError } from "./errors";
import { at, isObject, type Json, type KubeObject, type ManagedFields } from "./objects";

/**
 * Whose hand-made changes a program overwrites without asking: a person's with kubectl, and those of earlier kinds of apply.
 * Source: pulumi-kubernetes await.go fixCSAFieldManagers (prefixes, as its fluxssa/patch.go matches them).
 */
const yielding: { prefix: string; operations: string[]; subresource?: string }[] = [
  // The official plugin stops at a conflict with `kubectl scale`; here it is drift like any other.
  { prefix: "kubectl", operations: ["Apply", "Update"], subresource: "scale" },
  { prefix: "before-first-apply", operations: ["Update"] },
  { prefix: "pulumi-kubernetes", operations: ["Update"] },
  { prefix: "pulumi-resource-kubernetes", operations: ["Update"] },
];

const yields = (entry: ManagedFields): boolean =>
  yielding.some(
    ({ prefix, operations, subresource }) =>
      entry.manager.startsWith(prefix) &&
      operations.includes(entry.operation) &&
      [undefined, "", subresource].includes(entry.subresource),
  );

/** Whether a conflict is only with managers that a real update would take over from. */
export const conflictYields = (error: ApiError): boolean =>
  conflictOwners(error).length > 0 &&
  conflictOwners(error).every(({ manager }) =>
    yielding.some(({ prefix }) => manager.startsWith(prefix)),
  );

/** The owners of an object's fields after `manager` took over from those that yield; undefined where nothing changes. */
export function takenOver(
  entries: readonly ManagedFields[],
  manager: string,
): ManagedFields[] | undefined {
  const ours = entries.find((entry) => entry.manager === manager && entry.operation === "Apply");
  const taken = entries.filter((entry) => entry !== ours && yields(entry));
  const first = taken[0];
  if (!first) return undefined;
  const fieldsV1 = [ours, ...taken].reduce<Json>((all, one) => union(all, one?.fieldsV1 ?? {}), {});
  return [
    ...entries.filter((entry) => entry !== ours && !taken.includes(entry)),
    { ...(ours ?? first), manager, operation: "Apply", fieldsV1 },
  ];
}

export async function takeOver(cluster: Cluster, live: KubeObject, manager: string): Promise<void> {
  const value = takenOver(live.metadata.managedFields ?? [], manager);
  if (!value) return;
  await cluster.api.request("PATCH", await cluster.kinds.pathOf(live), {
    body: [{ op: "replace", path: "/metadata/managedFields", value }],
    contentType: "application/json-patch+json",
  });
}

/** Field sets are tries of keys, so their union is a deep merge. Source: structured-merge-diff fieldpath serialization. */
export function union(one: Json, other: Json): Json {
  const merged: Json = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? union(before, value) : value;
  }
  return merged;
}

/**
 * The object to apply where the program ignores changes of some fields: what only others own is left to them, what is ours keeps its
 * live value. Source: pulumi-kubernetes await.go handleSSAIgnoreFields; like there, paths through lists are not followed.
 */
export function withIgnored(
  object: KubeObject,
  live: KubeObject,
  paths: readonly string[],
  manager: string,
): KubeObject {
  const result = structuredClone(object);
  for (const path of paths) {
    const keys = pathKeys(path);
    const owned = (ours: boolean) =>
      (live.metadata.managedFields ?? []).some(
        (entry) =>
          (entry.manager === manager) === ours &&
          at(entry.fieldsV1, ...keys.map((key) => `f:${key}`)) !== undefined,
      );
    if (owned(false) && !owned(true)) set(result, keys, undefined);
    else if (at(live, ...keys) !== undefined) set(result, keys, at(live, ...keys));
  }
  return result;
}

/** `metadata.annotations["a.b/c"]` → metadata, annotations, a.b/c */
export const pathKeys = (path: string): string[] =>
  [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('\\"', '"') ?? plain ?? "",
  );

function set(object: Json, keys: readonly string[], value: unknown): void {
  const last = keys.at(-1);
  const parent = at(object, ...keys.slice(0, -1));
  if (last === undefined || !isObject(parent)) return;
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
}
