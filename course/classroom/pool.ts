/** Works on all items, so many at a time, and answers in their order. */
export async function pooled<T, R>(
  items: readonly T[],
  breadth: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++)
      results[index] = await work(items[index] as T);
  };
  await Promise.all(Array.from({ length: Math.min(breadth, items.length) }, worker));
  return results;
}
