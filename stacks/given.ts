/** The same tables, with keys that have no value left out rather than undefined. */
export type Given<T> = T extends readonly (infer Item)[]
  ? Given<Item>[]
  : T extends object
    ? { [K in keyof T]: Given<Exclude<T[K], undefined>> }
    : T;

/** Takes out every key that stands for nothing: a part that is off is not there at all. */
export function given<T>(value: T): Given<T> {
  if (Array.isArray(value)) return value.map((item: unknown) => given(item)) as Given<T>;
  if (typeof value !== "object" || value === null) return value as Given<T>;
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, given(inner)]),
  ) as Given<T>;
}
