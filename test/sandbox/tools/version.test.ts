import assert from "node:assert/strict";

import fc from "fast-check";

import { compareVersions, parseVersion, type Version } from "../../../sandbox/tools/version";

const number = fc.nat({ max: 200 });
const version: fc.Arbitrary<Version> = fc.record(
  {
    major: number,
    minor: number,
    patch: number,
    pre: fc.constantFrom("", "alpha.1", "rc.1", "rc.2"),
  },
  { noNullPrototype: true },
);
const write = ({ major, minor, patch, pre }: Version) =>
  `v${[major, minor, patch].join(".")}${pre && `-${pre}`}`;

describe("versions of tools", () => {
  it("are read as programs write them", () => {
    for (const text of ["1.36.3", "v1.36.3", " v1.36.3\n", "1.36.3+k3s1"])
      assert.deepEqual(parseVersion(text), { major: 1, minor: 36, patch: 3, pre: "" }, text);
    fc.assert(
      fc.property(version, (one) => {
        assert.deepEqual(parseVersion(write(one)), one);
      }),
    );
  });

  it("are refused when they are none", () => {
    for (const text of ["", "1.36", "latest", "does not run (exit code 1)"])
      assert.equal(parseVersion(text), undefined, text);
  });

  it("are compared as numbers, a pre-release before its release", () => {
    const older = (a: string, b: string) => {
      const [one, other] = [parseVersion(a), parseVersion(b)];
      assert.ok(one && other);
      assert.ok(compareVersions(one, other) < 0, `${a} before ${b}`);
      assert.ok(compareVersions(other, one) > 0, `${b} after ${a}`);
    };
    older("3.99.0", "3.225.0");
    older("2.300.0", "3.0.0");
    older("1.36.3-rc.1", "1.36.3");
    older("1.36.3-alpha.1", "1.36.3-rc.1");
    older("1.36.2", "1.36.3-rc.1");
  });
});
