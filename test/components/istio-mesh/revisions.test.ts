import assert from "node:assert/strict";

import { planRevisions } from "../../../components/istio-mesh/revisions";

const old = { version: "1.30.4" };
const next = { version: "1.31.0" };
const order = (defaultRevision: string) =>
  planRevisions([old, next], defaultRevision).controlPlanes.map(({ name, tags }) => [
    name,
    ...tags,
  ]);

describe("Revisions of the mesh", () => {
  it("are named after their version unless they have a name", () => {
    const { controlPlanes } = planRevisions([old, { ...next, name: "next" }], "next");
    assert.deepEqual(
      controlPlanes.map(({ name }) => name),
      ["1-30-4", "next"],
    );
  });

  it("let whoever gets the default tag come last, forth and back", () => {
    assert.deepEqual(order("1-31-0"), [["1-30-4"], ["1-31-0", "default"]]);
    assert.deepEqual(order("1-30-4"), [["1-31-0"], ["1-30-4", "default"]]);
  });

  it("share CRDs and node agent of the newest version, by number and not by letter", () => {
    const shared = (...versions: [string, string]) =>
      planRevisions(
        versions.map((version) => ({ version })),
        versions[0].replaceAll(".", "-"),
      ).sharedVersion;
    assert.equal(shared("1.31.0", "1.30.4"), "1.31.0");
    assert.equal(shared("1.31.9", "1.31.10"), "1.31.10");
    assert.equal(shared("1.9.0", "1.10.0"), "1.10.0");
  });

  it("must have the one that is to be the default", () => {
    assert.throws(() => planRevisions([old], "1-31-0"), /1-31-0/);
  });
});
