import assert from "node:assert/strict";

import { canListen, listenAddress, toLoopback } from "../../../sandbox/mesh/addresses";

describe("pods' addresses where this machine cannot have them", () => {
  it("are those of loopback, as long as they were and as many", () => {
    assert.equal(listenAddress("loopback", "198.18.208.5"), "127.18.208.5");
    assert.equal(listenAddress("loopback", "198.19.0.17:9090"), "127.19.0.17:9090");
    assert.equal(listenAddress("own", "198.18.208.5"), "198.18.208.5");
  });

  it("are changed wherever istiod names them, and nothing else is", () => {
    const said = Buffer.from("\n\u000c198.18.208.5\u0010\n\u000b198.19.0.17 192.0.2.2 198.20.0.1");
    const before = said.length;
    const told = toLoopback(said);
    assert.equal(told.length, before);
    assert.equal(
      told.toString(),
      "\n\u000c127.18.208.5\u0010\n\u000b127.19.0.17 192.0.2.2 198.20.0.1",
    );
  });

  it("can be listened at, unlike those of nobody here", async () => {
    assert.equal(await canListen("127.0.0.1"), true);
    assert.equal(await canListen("192.0.2.77"), false);
  });
});
