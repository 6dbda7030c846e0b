import {
  at,
  isObject,
  listAt,
  textAt,
  type Json,
} from "../../sandbox/providers/kubernetes/objects";
import { completed, defaultsOf, isSelector, type IsDefault } from "./defaults";
import type { Declared, Difference, KubeObject } from "./model";
import {
  appliedBy,
  isItem,
  isLeaf,
  itemAt,
  itemsOf,
  ownedFields,
  ownersOf,
  pathOf,
  textOf,
  type Owned,
} from "./owned";
import { isSystemPath } from "./system";
import { isNothing, isSame, saysNothing, settled, without } from "./values";

export interface Rules {
  /** Whether the scale of a workload is an autoscaler's, and not compared. */
  readonly autoscaled?: boolean;
}

/** A declared object beside the one that lives, and who owns what of that. */
export interface Pair {
  readonly declared: Json;
  readonly live: Json;
  readonly owned: Owned;
  readonly applied: Owned | undefined;
}

export function pairOf({ object, manager }: Declared, live: KubeObject): Pair {
  const [declared, its] = [declaredFields(object), comparable(asAsked(object, live))];
  const owned = isUntracked(declared, live) ? allOf(its) : ownedFields(live);
  return { declared, live: its, owned, applied: appliedBy(live, manager) };
}

/**
 * Of an object of which nobody owns anything the API server notes no owners, whoever changes it then. Source: Kubernetes,
 * apimachinery managedfields, skipNonApplied; seen on v1.36.3.
 */
const isUntracked = (declared: Json, live: KubeObject): boolean =>
  saysNothing(declared) && ownersOf(live).length === 0;

/** Every field as somebody's, tables entry by entry. What a Secret's type is by itself is nobody's. */
const allOf = (table: Json): Owned =>
  Object.fromEntries(
    Object.entries(table)
      .filter(([key, value]) => key !== "type" || value !== "Opaque")
      .map(([key, value]) => [`f:${key}`, isObject(value) ? allOf(value) : {}]),
  );

/** Every pod is given two tolerations for 300 s. Source: Kubernetes v1.36.3, plugin/pkg/admission/defaulttolerationseconds. */
const given = new Set(["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]);

/** A pod's tolerations are one value to their owner, to which admission adds. */
function asAsked(declared: KubeObject, live: KubeObject): KubeObject {
  if (live.kind !== "Pod" || !isObject(live.spec)) return live;
  const asked = new Set(listAt(declared, "spec", "tolerations").map((it) => textAt(it, "key")));
  const tolerations = listAt(live, "spec", "tolerations").filter(
    (it) =>
      !given.has(textAt(it, "key")) ||
      asked.has(textAt(it, "key")) ||
      at(it, "tolerationSeconds") !== 300,
  );
  return { ...live, spec: { ...live.spec, tolerations } };
}

const known = new WeakMap<KubeObject, Json>();

/** What is declared, made comparable once: a reset looks at it several times. */
export function declaredFields(object: KubeObject): Json {
  const fields = known.get(object) ?? comparable(completed(settled(object)));
  known.set(object, fields);
  return fields;
}

/**
 * What of a live object is not as declared. Declared fields are compared by value. Whatever else somebody owns is a
 * change, an added label as well as an added container; what nobody owns the API server and its admission have filled in.
 */
export function differencesOf(
  one: Declared,
  live: KubeObject,
  rules: Rules = {},
  pair: Pair = pairOf(one, live),
): Difference[] {
  const { declared, owned, applied } = pair;
  const found: Difference[] = [];
  if (!applied && !saysNothing(declared))
    found.push({ path: "metadata.managedFields", how: "taken" });
  compare(declared, pair.live, applied ?? "unknown", "", { found, isDefault: defaultsOf(live) });
  added(owned, declared, live, "", found);
  if (applied) takenAway(declared, pair.live, applied, owned, "", found);
  return distinct(found).filter(({ path }) => !isFilledIn(live, path, rules));
}

/** Whether a field is a controller's to fill in. */
export const isFilledIn = (
  object: KubeObject,
  path: string,
  { autoscaled = false }: Rules = {},
): boolean => isSystemPath(object, path) || (autoscaled && path === "spec.replicas");

/** Without what says which object it is, and what the API server alone writes. */
export function comparable({ metadata, ...object }: KubeObject): Json {
  const { labels, annotations, finalizers, ownerReferences } = metadata;
  const rest = without(object, "apiVersion", "kind", "status");
  const named = Object.entries({ labels, annotations, finalizers, ownerReferences });
  return { ...rest, metadata: Object.fromEntries(named.filter(([, it]) => it !== undefined)) };
}

/** What the declaring manager owns at a place: fields, a part of something that is owned as a whole, nothing any more, or nobody knows. */
type Held = Owned | "whole" | "none" | "unknown";

interface Told {
  readonly found: Difference[];
  readonly isDefault: IsDefault;
}

const heldAt = (held: Held, key: string): Held => {
  if (!isObject(held)) return held;
  return isLeaf(held) ? "whole" : ((held[`f:${key}`] as Owned | undefined) ?? "none");
};

function compare(declared: unknown, live: unknown, held: Held, path: string, told: Told): void {
  const { found } = told;
  if (live === undefined) {
    if (!isNothing(declared)) found.push({ path, how: "missing" });
    else lost(declared, held, path, found);
  } else if (isObject(declared) && isObject(live)) {
    for (const [key, value] of Object.entries(declared))
      compare(value, at(live, key), heldAt(held, key), pathOf(path, `f:${key}`), told);
    if (isWhole(declared, held, path)) putIn(declared, live, path, told);
  } else if (Array.isArray(declared) && Array.isArray(live))
    compareLists(declared, live, held, path, told);
  else if (!isSame(declared, live, path)) found.push({ path, how: "changed" });
}

/** Whether a table has one owner. An empty one looks the same where its entries have owners of their own. */
const isWhole = (declared: Json, held: Held, path: string): boolean =>
  isObject(held) ? isLeaf(held) && (!isNothing(declared) || isSelector(path)) : held === "whole";

/** What stands in a table that has one owner and is not declared: of that, ownership tells nothing. */
function putIn(declared: Json, live: Json, path: string, { found, isDefault }: Told): void {
  for (const [key, value] of Object.entries(live))
    if (at(declared, key) === undefined && !isDefault(path, key, value))
      found.push({ path: pathOf(path, `f:${key}`), how: "changed" });
}

/**
 * Of some fields the API server keeps no `false` and no empty text, and of others it does: whoever takes one of these out takes
 * it from its manager. Seen on v1.36.3.
 */
function lost(declared: unknown, held: Held, path: string, found: Difference[]): void {
  if (isObject(declared))
    for (const [key, value] of Object.entries(declared))
      lost(value, heldAt(held, key), pathOf(path, `f:${key}`), found);
  else if (held === "none" && (declared === false || declared === ""))
    found.push({ path, how: "missing" });
}

function compareLists(
  declared: readonly unknown[],
  live: readonly unknown[],
  held: Held,
  path: string,
  told: Told,
): void {
  const items = itemsOf(held);
  if (!items) {
    // Owned as a whole, so that its items are compared one by one.
    if (declared.length !== live.length) told.found.push({ path, how: "changed" });
    else
      declared.forEach((item, index) => {
        const its = isObject(held) ? "whole" : held;
        compare(item, live[index], its, `${path}[${index.toString()}]`, told);
      });
    return;
  }
  const places: number[] = [];
  for (const item of declared) {
    const [selector = "", owned] = items.find(([one]) => itemAt([item], one) !== undefined) ?? [];
    const same = selector === "" ? undefined : itemAt(live, selector);
    const place = selector === "" ? path : `${path}${textOf(selector)}`;
    compare(item, same, isObject(owned) ? owned : "unknown", place, told);
    if (isObject(same)) places.push(live.indexOf(same));
  }
  // Of that nobody is noted as the owner, and it says who starts first, and which variable may use which.
  if (places.some((place, index) => place < (places[index - 1] ?? 0)))
    told.found.push({ path, how: "reordered" });
}

/** What somebody owns that is not declared. */
function added(
  owned: unknown,
  declared: unknown,
  live: unknown,
  path: string,
  found: Difference[],
): void {
  if (!isObject(owned)) return;
  for (const [key, below] of Object.entries(owned)) {
    if (key === "." || key.startsWith("i:")) continue;
    const place = pathOf(path, key);
    const ofItem = isItem(key);
    const name = key.slice(2);
    const its = ofItem ? itemAt(live, key) : at(live, name);
    if (its === undefined || identity.has(place)) continue;
    // The table itself, of which every entry has an owner of its own.
    if (!ofItem && isObject(its) && isObject(below) && "." in below && isLeaf(below)) continue;
    const wanted = ofItem ? itemAt(declared, key) : at(declared, name);
    const isWhole = isLeaf(below) || (ofItem && wanted === undefined);
    if (!isWhole) added(below, wanted, its, place, found);
    else if (wanted === undefined && !isEmpty(its)) found.push({ path: place, how: "added" });
  }
}

const isEmpty = (value: unknown): boolean => typeof value === "object" && isNothing(value);

const identity = new Set(["apiVersion", "kind", "metadata.name", "metadata.namespace"]);

/** Tables and lists that others own now as a whole: what they have put into them does not show otherwise. */
function takenAway(
  declared: unknown,
  live: unknown,
  applied: unknown,
  owned: unknown,
  path: string,
  found: Difference[],
): void {
  if (!isObject(declared) || !isObject(applied)) return;
  for (const [key, value] of Object.entries(declared)) {
    if (typeof value !== "object") continue;
    const field = `f:${key}`;
    const [its, mine, all] = [at(live, key), applied[field], at(owned, field)];
    // An empty selector that somebody has put something into is another selector.
    if (isNothing(value) && (isNothing(its) || all === undefined || !isLeaf(all))) continue;
    const place = pathOf(path, field);
    if (mine === undefined) found.push({ path: place, how: "taken" });
    else if (isLeaf(mine)) continue;
    else if (!Array.isArray(value)) takenAway(value, its, mine, all, place, found);
    else
      for (const [selector, below] of itemsOf(mine) ?? []) {
        const [item, same] = [itemAt(value, selector), itemAt(its, selector)];
        takenAway(item, same, below, at(all, selector), `${place}${textOf(selector)}`, found);
      }
  }
}

function distinct(found: readonly Difference[]): Difference[] {
  const byPath = new Map<string, Difference>();
  for (const one of found) if (!byPath.has(one.path)) byPath.set(one.path, one);
  return [...byPath.values()];
}
