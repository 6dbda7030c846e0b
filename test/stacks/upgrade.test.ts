import assert from "node:assert/strict";

import { movedNetwork } from "../../stacks/upgrade";

describe("the network of a standing cluster", () => {
  it("keeps its addresses, and the sentence names them and the way out", () => {
    assert.equal(movedNetwork("10.64.0.0/16", "10.64.0.0/16"), undefined);
    assert.deepEqual(movedNetwork("10.64.0.0/16", "10.65.0.0/16"), {
      key: "twelve-street:network.cidr",
      value: '"10.65.0.0/16"',
      fix: "the cluster is in a VPC of 10.64.0.0/16 and stays there: give 10.64.0.0/16, or take the stack down first (docs/teardown.md)",
    });
  });
});
