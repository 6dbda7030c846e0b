import {
  at,
  isObject,
  type Json,
  type ManagedFields,
} from "../../sandbox/providers/kubernetes/objects";
import { union } from "../../sandbox/providers/kubernetes/ownership";
import type { KubeObject } from "./model";

/**
 * Fields as their owners have them: keys `f:NAME` of an object, `k:{…}` and `v:…` of a list's items; an empty one is
 * owned as a whole. Source: structured-merge-diff, fieldpath serialization; Kubernetes documentation, Server-Side Apply.
 */
export type Owned = Json;

/** A status is the controllers'; students have no right to write one. */
const counts = ({ subresource }: ManagedFields): boolean => subresource !== "status";

export const ownersOf = ({ metadata }: KubeObject): ManagedFields[] =>
  (metadata.managedFields ?? []).filter(counts);

export const isAppliedBy = (one: ManagedFields, manager: string): boolean =>
  one.manager === manager && one.operation === "Apply" && !one.subresource;

/** What a manager has applied, and nothing where it has not. */
export const appliedBy = (live: KubeObject, manager: string): Owned | undefined => {
  const entry = ownersOf(live).find((one) => isAppliedBy(one, manager));
  return entry && fieldsOf(entry);
};

/** All that anybody has set. What nobody owns the API server and its admission have filled in. */
export const ownedFields = (live: KubeObject): Owned =>
  ownersOf(live).reduce<Owned>(
    (all, entry) => union(all, fieldsOf(entry)),
    isScaled(live)
      ? { "f:spec": { "f:replicas": {} } }
      : isHeadless(live)
        ? { "f:spec": { "f:clusterIP": {} } }
        : {},
  );

/**
 * A scale that nobody owned before is changed by `kubectl scale` without a trace of who. Source: Kubernetes,
 * apimachinery managedfields, skipNonApplied over the scale's own owners; seen on v1.36.3.
 */
const isScaled = (live: KubeObject): boolean => (at(live, "spec", "replicas") ?? 1) !== 1;

/**
 * A Service that was made without an address keeps none, whoever applies it: the API server fills `None` in again as if it had
 * been its own. Source: Kubernetes v1.36.3, pkg/registry/core/service/storage, patchAllocatedValues.
 */
const isHeadless = (live: KubeObject): boolean =>
  live.kind === "Service" && at(live, "spec", "clusterIP") === "None";

/** A Secret that was written as `stringData` is kept as `data`. */
function fieldsOf({ fieldsV1 = {} }: ManagedFields): Owned {
  const { "f:stringData": written, ...rest } = fieldsV1;
  return isObject(written) ? union(rest, { "f:data": written }) : rest;
}

/** Whether a key of owned fields is of a list's item. */
export const isItem = (key: string): boolean => key.startsWith("k:") || key.startsWith("v:");

export const isLeaf = (owned: unknown): boolean =>
  !isObject(owned) || Object.keys(owned).every((key) => key === ".");

/** What owners say of the items of a list: by key or value, and undefined where they own it as a whole. */
export function itemsOf(owned: unknown): [selector: string, owned: unknown][] | undefined {
  if (!isObject(owned)) return undefined;
  const items = Object.entries(owned).filter(([key]) => isItem(key));
  return items.length > 0 ? items : undefined;
}

const selectors = new Map<string, unknown>();

/** What a selector names. Environments have the same ones by the thousand. */
function namedBy(selector: string): unknown {
  const found = selectors.get(selector) ?? (JSON.parse(selector.slice(2)) as unknown);
  selectors.set(selector, found);
  return found;
}

/** The item of a list that a selector names; a key that is left out there has its default. */
export function itemAt(list: unknown, selector: string): unknown {
  if (!Array.isArray(list)) return undefined;
  const wanted = namedBy(selector);
  if (selector.startsWith("v:")) return list.find((item) => item === wanted);
  const keys = Object.entries(wanted as Json);
  return list.find(
    (item) =>
      isObject(item) &&
      keys.every(([key, value]) => item[key] === value || item[key] === undefined) &&
      keys.some(([key, value]) => item[key] === value),
  );
}

/** @example `k:{"name":"web"}` → `[web]` */
export function textOf(selector: string): string {
  const named = namedBy(selector);
  return `[${isObject(named) ? Object.values(named).map(String).join("/") : String(named)}]`;
}

/** Without what the predicate takes, by path. */
export function pruned(owned: Owned, drop: (path: string) => boolean, path = ""): Owned {
  const kept: Owned = {};
  for (const [key, below] of Object.entries(owned)) {
    const at = pathOf(path, key);
    if (key !== "." && drop(at)) continue;
    const isTable = isObject(below) && !isLeaf(below);
    const rest = isTable ? pruned(below, drop, at) : below;
    // A table of which nothing is left is not one that is owned as a whole.
    if (!isTable || !isLeaf(rest)) kept[key] = rest;
  }
  return kept;
}

/** What of owned fields is not declared. */
export function beside(owned: Owned, declared: unknown): Owned {
  const kept: Owned = {};
  for (const [key, below] of Object.entries(owned)) {
    if (key === ".") continue;
    const wanted = isItem(key) ? itemAt(declared, key) : at(declared, key.slice(2));
    const rest = wanted === undefined ? below : isObject(below) ? beside(below, wanted) : {};
    if (wanted === undefined || !isLeaf(rest)) kept[key] = rest;
  }
  return kept;
}

/** What an owner keeps after some fields were taken. A status is the controllers'. */
export const lessIn = (entry: ManagedFields, taken: Owned): ManagedFields =>
  counts(entry) ? { ...entry, fieldsV1: less(fieldsOf(entry), taken) } : entry;

function less(owned: Owned, taken: Owned): Owned {
  const kept: Owned = {};
  for (const [key, below] of Object.entries(owned)) {
    const gone = taken[key];
    if (gone === undefined) kept[key] = below;
    else if (isObject(gone) && isObject(below) && !isLeaf(gone)) {
      const rest = less(below, gone);
      if (Object.keys(rest).length > 0) kept[key] = rest;
    }
  }
  return kept;
}

export function pathOf(path: string, key: string): string {
  if (isItem(key)) return `${path}${textOf(key)}`;
  const name = key.startsWith("f:") ? key.slice(2) : key;
  return path === "" ? name : /[.[\]]/.test(name) ? `${path}["${name}"]` : `${path}.${name}`;
}

/** The JSON pointer to a field, by its path; undefined where an item of a list is on the way, or it is not there. */
export function pointerTo(object: unknown, path: string): string | undefined {
  let [at, pointer] = [object, ""];
  for (let rest = path; rest !== "";) {
    const [all = "", plain, quoted] = /^\.?(?:([^.[\]"]+)|\["([^"]+)"\])/.exec(rest) ?? [];
    const key = plain ?? quoted;
    if (key === undefined || !isObject(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
    pointer += `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    rest = rest.slice(all.length);
  }
  return pointer;
}
