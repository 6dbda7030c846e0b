/** The same keys, with each value put through `change`. */
export const mapValues = <K extends string, A, B>(
  table: Readonly<Record<K, A>>,
  change: (value: A, key: K) => B,
): Record<K, B> =>
  Object.fromEntries(
    Object.entries<A>(table).map(([key, value]) => [key, change(value, key as K)]),
  ) as Record<K, B>;
