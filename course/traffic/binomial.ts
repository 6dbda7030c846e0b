export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** Once in a thousand, chance alone is outside. */
const outside = 0.001;

/**
 * Which counts of `times` tries go with a true share of `percent`: exact, from the binomial distribution, with at most half
 * a thousandth beyond either end.
 */
export function boundsOf(times: number, percent: number): Bounds {
  const share = percent / 100;
  if (share <= 0) return { least: 0, most: 0 };
  if (share >= 1) return { least: times, most: times };
  return { least: lowEnd(times, share), most: times - lowEnd(times, 1 - share) };
}

/** The lowest count that fewer than which come at most once in two thousand. */
function lowEnd(times: number, share: number): number {
  const odds = Math.log(share / (1 - share));
  let logOf = times * Math.log1p(-share);
  let below = 0;
  for (let count = 0; ; count += 1) {
    below += Math.exp(logOf);
    if (below > outside / 2) return count;
    logOf += Math.log((times - count) / (count + 1)) + odds;
  }
}

export const within = (count: number, { least, most }: Bounds): boolean =>
  count >= least && count <= most;
