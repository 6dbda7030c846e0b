import type { Rollout } from "../../components/rollout";
import type { Standing } from "./standing";

type Table = Readonly<Record<string, unknown>>;

/** A service's table in the stack's config, with its rollout as it stands; all else as it was. */
export function written(service: Table, { target, origin, underway, floor }: Standing): Table {
  const others = { ...service };
  for (const key of ["release", "rollout", "progress"]) Reflect.deleteProperty(others, key);
  const { back, ...way } = underway ?? {};
  const progress = {
    ...(origin && { origin }),
    ...way,
    ...(back && { back }),
    ...(floor !== undefined && { floor }),
  };
  return {
    ...(service.release !== undefined && isShort(target)
      ? { release: target.release }
      : { rollout: target }),
    ...others,
    ...(Object.keys(progress).length > 0 && { progress }),
  };
}

/** `release` alone is short for ramped; who wrote it so finds it so. */
const isShort = (target: Rollout): target is Extract<Rollout, { strategy: "ramped" }> =>
  target.strategy === "ramped" && Object.keys(target).length === 2;

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One change of a table: what a path has to hold, or that it goes. */
export interface Change {
  readonly path: readonly string[];
  readonly value?: unknown;
}

/** The least that leads from one table to the other, so that comments and order beside it stay. */
export function changes(before: Table, after: Table, path: readonly string[] = []): Change[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key): Change[] => {
    const [old, next] = [before[key], after[key]];
    const at = [...path, key];
    if (next === undefined) return [{ path: at }];
    if (isTable(old) && isTable(next)) return changes(old, next, at);
    return JSON.stringify(old) === JSON.stringify(next) ? [] : [{ path: at, value: next }];
  });
}

/** A config with changes made, itself unharmed. */
export function applied(config: Table, list: readonly Change[]): Record<string, unknown> {
  const copy = structuredClone(config) as Record<string, unknown>;
  for (const { path, value } of list) {
    const [last = "", ...above] = [...path].reverse();
    let at = copy;
    for (const key of above.reverse()) at = (at[key] ??= {}) as Record<string, unknown>;
    if (value === undefined) Reflect.deleteProperty(at, last);
    else at[last] = value;
  }
  return copy;
}
