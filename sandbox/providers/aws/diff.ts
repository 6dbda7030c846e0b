import type { DiffKind } from "../runtime/provider";
import type { Props, ResourceSpec } from "./types";
import { isProps } from "./values";

export type PropertyDiffs = Record<string, { kind: DiffKind; inputDiff: boolean }>;

/** A JSON document in a text, such as a policy: compared by what it says. */
function documentIn(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

/** A text equal for equal values: keys and, where order means nothing, items sorted. In a document ["x"] is the same as "x", as it is to IAM. */
function canonical(value: unknown, keepOrder: boolean, inDocument = false): string {
  const document = inDocument ? undefined : documentIn(value);
  if (document !== undefined) return `document ${canonical(document, keepOrder, true)}`;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => canonical(item, keepOrder, inDocument));
    if (inDocument && items.length === 1) return items[0] ?? "";
    return `[${(keepOrder ? items : items.sort()).join()}]`;
  }
  if (!isProps(value)) return value === undefined ? "null" : JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined && inner !== null)
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner, keepOrder, inDocument)}`);
  return `{${entries.sort().join()}}`;
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null;

const propsOf = (value: unknown): Props => (isProps(value) ? value : {});

/** Inputs over their defaults, down to the properties of nested objects. */
function overDefaults(defaults: Props, inputs: Props): Props {
  const nested = Object.keys(defaults).map((key): [string, unknown] => {
    const [usual, given] = [defaults[key], inputs[key]];
    if (isProps(usual)) return [key, overDefaults(usual, propsOf(given))];
    return [key, isSet(given) ? given : usual];
  });
  return { ...inputs, ...Object.fromEntries(nested) };
}

/** Paths at which two input bags differ, down to the properties of nested objects; a list is one value. */
function changedPaths(
  old: Props,
  now: Props,
  keepOrder: (path: string) => boolean,
  at = "",
): [path: string, kind: "add" | "delete" | "update"][] {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return keys.flatMap((key): [string, "add" | "delete" | "update"][] => {
    if (key.startsWith("__")) return [];
    const path = at === "" ? key : `${at}.${key}`;
    const [before, after] = [old[key], now[key]];
    if (!isSet(before) && !isSet(after)) return [];
    if ((isProps(before) || !isSet(before)) && (isProps(after) || !isSet(after))) {
      return changedPaths(propsOf(before), propsOf(after), keepOrder, path);
    }
    if (canonical(before, keepOrder(path)) === canonical(after, keepOrder(path))) return [];
    return [[path, isSet(before) ? (isSet(after) ? "update" : "delete") : "add"]];
  });
}

const isWithin = (path: string, whole: string): boolean =>
  path === whole || path.startsWith(`${whole}.`);

/** What differs between old and new inputs, and which of it replaces the resource. */
export function diffInputs(spec: ResourceSpec, old: Props, now: Props): PropertyDiffs {
  const { defaults = {}, keep = [] } = spec;
  const replacing = ["region", ...(spec.replace ?? [])];
  const lost = keep.filter((key) => isSet(old[key]) && !isSet(now[key]));
  const replaces = (path: string) => [...replacing, ...lost].some((whole) => isWithin(path, whole));
  const left = (path: string) => (spec.computed ?? []).some((whole) => isWithin(path, whole));
  const keepOrder = (path: string) => (spec.ordered ?? []).includes(path);
  const diffs: PropertyDiffs = {};
  for (const [path, kind] of changedPaths(
    overDefaults(defaults, old),
    overDefaults(defaults, now),
    keepOrder,
  )) {
    if (kind === "delete" && left(path)) continue;
    diffs[path] = { kind: replaces(path) ? `${kind}-replace` : kind, inputDiff: true };
  }
  return diffs;
}

/** Whether the old one must go before the new one comes: AWS knows the kind by a name, and the program fixes the name. */
export function mustDeleteFirst(spec: ResourceSpec, old: Props, now: Props): boolean {
  if (spec.deleteFirst) return true;
  const filled = now.__defaults;
  const made = spec.nameRule?.property ?? "";
  if (Array.isArray(filled) && filled.includes(made)) return false;
  const keys = spec.unique?.by ?? (spec.nameRule ? [spec.nameRule.property] : []);
  return (
    keys.some((key) => isSet(now[key])) &&
    keys.every((key) => canonical(old[key], false) === canonical(now[key], false))
  );
}
