/** Once in a thousand, chance alone is further off than so many standard deviations (two-sided). */
const z = 3.29;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Where the true share lies, that `count` of `times` were seen of, with 99.9 % confidence: Wilson's score interval. */
export function intervalOf(count: number, times: number): Interval {
  if (times === 0) return { low: 0, high: 1 };
  const seen = count / times;
  const scale = 1 + z ** 2 / times;
  const middle = (seen + z ** 2 / (2 * times)) / scale;
  const reach = (z * Math.sqrt((seen * (1 - seen)) / times + (z / (2 * times)) ** 2)) / scale;
  return { low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}
