import assert from "node:assert/strict";

import { answerName } from "../../../sandbox/mesh/names";
import { isOutside, outsideAddress } from "../../../sandbox/mesh/outside";
import { proxyHeader } from "../../../sandbox/mesh/redirect";

/** As a resolver writes it: an identity, one question. */
function question(name: string, kind = 1): Buffer {
  const header = Buffer.from([0xab, 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  const labels = name.split(".").map((it) => Buffer.from([it.length, ...Buffer.from(it)]));
  return Buffer.concat([header, ...labels, Buffer.from([0, 0, kind, 0, 1])]);
}

describe("hosts outside the cluster", () => {
  it("have one address of the pods' range", () => {
    assert.equal(outsideAddress("198.18.208.0/20"), "198.18.223.254");
    assert.equal(outsideAddress("10.0.0.0/24"), "10.0.0.254");
  });

  it("are names with a dot that are not the cluster's", () => {
    for (const name of ["worldclockapi.com", "api.github.com"]) assert.ok(isOutside(name), name);
    for (const name of ["preference", "a.shop.svc.cluster.local", "a.shop.svc", "a b.com", ""])
      assert.ok(!isOutside(name), name);
  });

  it("are found by name, by IPv4 alone; others do not exist", () => {
    const addressOf = (name: string) =>
      name === "worldclockapi.com" ? "198.18.15.254" : undefined;
    const answer = answerName(question("WorldClockAPI.com"), addressOf);
    assert.ok(answer);
    assert.equal(answer.readUInt16BE(0), 0xabcd);
    assert.deepEqual([answer[3], answer.readUInt16BE(6)], [0, 1]);
    assert.deepEqual([...answer.subarray(-4)], [198, 18, 15, 254]);
    const six = answerName(question("worldclockapi.com", 28), addressOf);
    assert.deepEqual([six?.[3], six?.readUInt16BE(6)], [0, 0]);
    assert.equal(answerName(question("nobody.example"), addressOf)?.[3], 3);
    assert.equal(answerName(question("cut.off").subarray(0, 14), addressOf), undefined);
  });

  it("are where an Envoy is told that a connection was going", () => {
    const header = proxyHeader(
      { address: "127.0.0.1", port: 1 },
      { address: "198.18.15.254", port: 80 },
    );
    assert.equal(header, "PROXY TCP4 127.0.0.1 198.18.15.254 1 80\r\n");
  });
});
