import assert from "node:assert/strict";
import fc from "fast-check";

import {
  contains,
  formatNetwork,
  type Network,
  overlap,
  parseNetwork,
  sizeOf,
} from "../../../../sandbox/providers/aws/rules/cidr";

/** Any network, many of them near each other. */
const network: fc.Arbitrary<Network> = fc
  .record({ address: fc.oneof(fc.nat({ max: 2 ** 32 - 1 }), fc.nat(4096)), prefix: fc.nat(32) })
  .map(({ address, prefix }) => {
    const size = sizeOf({ first: 0, prefix });
    return { first: Math.floor(address / size) * size, prefix };
  });

const property = (check: (one: Network, other: Network) => void) =>
  fc.assert(fc.property(network, network, check));

describe("networks", () => {
  it("are read as they are written", () =>
    property((one) => assert.deepEqual(parseNetwork(formatNetwork(one)), one)));

  it("overlap whichever is asked of the other", () =>
    property((one, other) => assert.equal(overlap(one, other), overlap(other, one))));

  it("overlap exactly where one holds the other", () =>
    property((one, other) =>
      assert.equal(overlap(one, other), contains(one, other) || contains(other, one)),
    ));

  it("hold themselves and both their halves, which do not overlap", () =>
    property(({ first, prefix }) => {
      fc.pre(prefix < 32);
      const [low, high] = [
        { first, prefix: prefix + 1 },
        { first: first + 2 ** (31 - prefix), prefix: prefix + 1 },
      ];
      for (const part of [low, high, { first, prefix }])
        assert.ok(contains({ first, prefix }, part));
      assert.equal(overlap(low, high), false);
      assert.equal(contains(low, { first, prefix }), false);
    }));

  it("are told apart from what is none", () => {
    for (const text of ["", "10.0.0.0", "10.0.0.0/33", "10.0.0.256/32", "::/0", "10.0.0.0/16 "])
      assert.equal(parseNetwork(text), "is no IPv4 network; it is written like 10.0.0.0/16", text);
  });
});
