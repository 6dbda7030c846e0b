import { createHash } from "node:crypto";

import { at, isObject, type Json } from "../../sandbox/providers/kubernetes/objects";
import { comparable, declaredFields, isFilledIn, pairOf, type Pair, type Rules } from "./compare";
import type { Declared, Difference, KubeObject } from "./model";
import { itemAt, itemsOf, pathOf, textOf } from "./owned";
import { isNothing, isSame } from "./values";

/** A declared object as its baseline has it. */
export const declaredView = ({ object }: Pick<Declared, "object">): KubeObject =>
  named(object, declaredFields(object));

/**
 * A live object as far as somebody has said something in it: equal to its declared view where nothing differs, for then
 * each field is spelt as it is declared.
 */
export function liveView(
  one: Declared,
  live: KubeObject,
  differences: readonly Difference[],
  rules: Rules = {},
  pair: Pair = pairOf(one, live),
): KubeObject {
  const { object } = one;
  const isWhole = ({ how }: Difference) => how === "taken" || how === "changed";
  const whole = new Set(differences.filter(isWhole).map(({ path }) => path));
  const gone = differences.filter(({ how }) => how === "missing").map(({ path }) => path);
  const moved = differences.filter(({ how }) => how === "reordered").map(({ path }) => path);
  const how: How = {
    whole,
    reordered: new Set(moved),
    skips: (path) => isFilledIn(live, path, rules),
    lost: (path) => gone.some((one) => one.startsWith(path)),
  };
  const { declared, owned, applied } = pair;
  const seen = view(declared, pair.live, owned, applied, "", how);
  return named(object, seen as Json);
}

/** An object that nobody declares, without what the API server alone writes. */
export const strayView = (live: KubeObject): KubeObject => named(live, comparable(live));

interface How {
  /** Places where all that lives is shown. */
  readonly whole: ReadonlySet<string>;
  /** Lists that are shown in the order in which they live. */
  readonly reordered: ReadonlySet<string>;
  readonly skips: (path: string) => boolean;
  /** Whether something that is missing there is a difference. */
  readonly lost: (path: string) => boolean;
}

function view(
  declared: unknown,
  live: unknown,
  owned: unknown,
  applied: unknown,
  path: string,
  how: How,
): unknown {
  if (how.whole.has(path)) return live;
  if (live === undefined) return isNothing(declared) && !how.lost(path) ? declared : undefined;
  if (isObject(live) && (isObject(declared) || declared === undefined))
    return table(declared, live, owned, applied, path, how);
  if (Array.isArray(live) && Array.isArray(declared))
    return list(declared, live as unknown[], owned, applied, path, how);
  if (Array.isArray(live) && declared === undefined) return others(live, owned, path, how);
  return isSame(declared, live, path) ? declared : live;
}

/** Of a list that is not declared what is somebody's, and not a controller's. */
function others(live: readonly unknown[], owned: unknown, path: string, how: How): unknown {
  const items = itemsOf(owned);
  if (!items) return live;
  const shown = items.filter(([selector]) => !how.skips(`${path}${textOf(selector)}`));
  return shown.flatMap(([selector]) => itemAt(live, selector) ?? []);
}

function table(
  declared: Json = {},
  live: Json,
  owned: unknown,
  applied: unknown,
  path: string,
  how: How,
): Json {
  const others = isObject(owned) ? Object.keys(owned).filter((key) => key.startsWith("f:")) : [];
  const changed = Object.keys(live).filter((key) => how.whole.has(pathOf(path, `f:${key}`)));
  const keys = new Set([
    ...Object.keys(declared),
    ...others.map((key) => key.slice(2)),
    ...changed,
  ]);
  const shown: [key: string, value: unknown][] = [];
  for (const key of keys) {
    const field = `f:${key}`;
    const place = pathOf(path, field);
    const [wanted, its] = [at(declared, key), at(live, key)];
    if (how.skips(place)) {
      if (wanted !== undefined) shown.push([key, wanted]);
      continue;
    }
    const value = view(wanted, its, at(owned, field), at(applied, field), place, how);
    const isShown = wanted !== undefined || how.whole.has(place);
    const isEmpty = typeof value === "object" && isNothing(value);
    if (value !== undefined && (isShown || !isEmpty)) shown.push([key, value]);
  }
  // A key may be __proto__.
  return Object.fromEntries(shown);
}

function list(
  declared: readonly unknown[],
  live: readonly unknown[],
  owned: unknown,
  applied: unknown,
  path: string,
  how: How,
): unknown[] {
  const items = itemsOf(applied);
  if (!items) {
    const same = declared.length === live.length;
    return live.map((item, index) =>
      same ? view(declared[index], item, {}, undefined, `${path}[${index.toString()}]`, how) : item,
    );
  }
  const left = new Set(live);
  const shown: [item: unknown, seen: unknown][] = [];
  for (const item of declared) {
    const [selector, its] = items.find(([one]) => itemAt([item], one) !== undefined) ?? [];
    const same = selector === undefined ? undefined : itemAt(live, selector);
    if (selector === undefined || same === undefined) continue;
    left.delete(same);
    const all = at(owned, selector);
    shown.push([same, view(item, same, all, its, `${path}${textOf(selector)}`, how)]);
  }
  for (const [selector] of itemsOf(owned) ?? []) {
    const more = itemAt([...left], selector);
    if (more === undefined || how.skips(`${path}${textOf(selector)}`)) continue;
    left.delete(more);
    shown.push([more, more]);
  }
  if (how.reordered.has(path)) shown.sort(([a], [b]) => live.indexOf(a) - live.indexOf(b));
  return shown.map(([, seen]) => seen);
}

const named = ({ apiVersion, kind, metadata }: KubeObject, rest: Json): KubeObject => {
  const { metadata: other, ...fields } = rest;
  const { name, namespace } = metadata;
  const place = { ...(name && { name }), ...(namespace && { namespace }) };
  return { apiVersion, kind, metadata: { ...place, ...(isObject(other) ? other : {}) }, ...fields };
};

/** A short word for an object that changes with every part of it, in whatever order its fields come. */
export const digestOf = (value: unknown): string =>
  createHash("sha256").update(canonical(value)).digest("hex");

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return value === undefined ? "null" : JSON.stringify(value);
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
  return `{${fields.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}
