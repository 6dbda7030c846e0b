import { isDeepStrictEqual } from "node:util";
import { unknownValue, type DiffKind } from "../runtime/provider";
import { isObject, type Json } from "./objects";

export type Differences = Record<string, Extract<DiffKind, "add" | "delete" | "update">>;

/** What differs between two values, by property path: `spec.template.spec.containers[0].image`. */
export function differences(before: unknown, after: unknown): Differences {
  const found: Differences = {};
  compare("", before, after, found);
  return found;
}

function compare(path: string, before: unknown, after: unknown, found: Differences): void {
  if (after === undefined) {
    if (before !== undefined) found[path] = "delete";
  } else if (before === undefined) found[path] = "add";
  else if (after === unknownValue) found[path] = "update";
  else if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      compare(join(path, key), before[key], after[key], found);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index++)
      compare(`${path}[${index.toString()}]`, before[index], after[index], found);
  } else if (!isDeepStrictEqual(before, after)) found[path] = "update";
}

function join(path: string, key: string): string {
  if (/[."[\]]/.test(key)) return `${path}["${key.replaceAll('"', '\\"')}"]`;
  return path === "" ? key : `${path}.${key}`;
}

/**
 * The inputs that the live object amounts to: each declared field as it was declared where the live one is what it was after the last
 * update, else as it is now. So a form that the API server changes (`0.5` CPU to `500m`, an empty value to none) is no drift, a change
 * by anyone is, and a field that was never declared never shows.
 */
export function liveInputs(declared: unknown, wasLive: unknown, live: unknown): unknown {
  if (isDeepStrictEqual(wasLive, live)) return declared;
  if (isObject(declared) && isObject(live)) return fields(declared, wasLive, live);
  if (Array.isArray(declared) && Array.isArray(live)) return items(declared, wasLive, live);
  return live;
}

function fields(declared: Json, wasLive: unknown, live: Json): Json {
  const was = isObject(wasLive) ? wasLive : {};
  return Object.fromEntries(
    Object.keys(declared)
      .map((key) => [key, liveInputs(declared[key], was[key], live[key])] as const)
      .filter(([, value]) => value !== undefined),
  );
}

function items(declared: unknown[], wasLive: unknown, live: unknown[]): unknown[] {
  const was: unknown[] = Array.isArray(wasLive) ? wasLive : [];
  const key = listKey([declared, was, live]);
  if (key === undefined) {
    if (declared.length !== live.length || !live.every(isObject)) return live;
    return declared.map((one, index) => liveInputs(one, was[index], live[index]));
  }
  // Others may add items to a list of named ones (a sidecar, a port); the declared ones keep their order.
  const named = (list: unknown[], name: unknown) => list.find((one) => (one as Json)[key] === name);
  return declared
    .map((one) => {
      const name = (one as Json)[key];
      return liveInputs(one, named(was, name), named(live, name));
    })
    .filter((one) => one !== undefined);
}

/** The field that tells the items of a list apart, as the API's own merge keys do. Source: Kubernetes API, x-kubernetes-list-map-keys. */
function listKey(lists: readonly unknown[][]): string | undefined {
  return ["name", "mountPath", "containerPort", "port", "key", "type", "ip"].find((key) =>
    lists.every((list) => {
      const values = list.map((one) => (isObject(one) ? one[key] : undefined));
      return !values.includes(undefined) && new Set(values).size === values.length;
    }),
  );
}
