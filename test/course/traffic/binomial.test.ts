import assert from "node:assert/strict";
import fc from "fast-check";

import { boundsOf } from "../../../course/traffic/binomial";

/** By the definition, for few tries: each way that they can come out. */
function beyond(times: number, share: number, isBeyond: (count: number) => boolean): number {
  let sum = 0;
  let ways = 1;
  for (let count = 0; count <= times; count += 1) {
    if (isBeyond(count)) sum += ways * share ** count * (1 - share) ** (times - count);
    ways = (ways * (times - count)) / (count + 1);
  }
  return sum;
}

describe("binomial bounds", () => {
  it("leave out at most half a thousandth at either end, and could not be closer", () => {
    const inputs = [fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 99 })] as const;
    fc.assert(
      fc.property(...inputs, (times, percent) => {
        const share = percent / 100;
        const { least, most } = boundsOf(times, percent);
        assert.ok(beyond(times, share, (count) => count < least) <= 0.0005);
        assert.ok(beyond(times, share, (count) => count <= least) > 0.0005);
        assert.ok(beyond(times, share, (count) => count > most) <= 0.0005);
        assert.ok(beyond(times, share, (count) => count >= most) > 0.0005);
      }),
      { numRuns: 40 },
    );
  });

  it("are those of the normal distribution where there are many tries", () => {
    const { least, most } = boundsOf(100_000, 10);
    const reach = 3.29 * Math.sqrt(100_000 * 0.1 * 0.9);
    assert.ok(Math.abs(least - (10_000 - reach)) < 10 && Math.abs(most - (10_000 + reach)) < 10);
  });

  it("leave no room where all or nothing is asked for", () => {
    assert.deepEqual(boundsOf(500, 100), { least: 500, most: 500 });
    assert.deepEqual(boundsOf(500, 0), { least: 0, most: 0 });
  });
});
