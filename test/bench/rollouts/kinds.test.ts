import assert from "node:assert/strict";

import { kindsOf, takes } from "../../../bench/rollouts/kinds";
import { Visitors } from "../../../bench/rollouts/visitors";
import type { Match } from "../../../components/rollout";

describe("kinds of clients", () => {
  const matches: readonly Match[] = [
    { by: "header", name: "X-Group", exact: "b" },
    { by: "cookie", name: "group", prefix: "beta" },
    { by: "userAgent", regex: ".*Firefox.*" },
  ];

  it("has clients for each match, and others that come as close as they can", () => {
    const { toA, toB } = kindsOf(matches);
    assert.deepEqual(
      toB.map(({ name }) => name),
      ["header X-Group=b", "cookie group=beta1", "firefox"],
    );
    for (const [index, match] of matches.entries()) {
      assert.ok(takes(match, toB[index]?.ask ?? {}));
      for (const { name, ask } of toA) assert.ok(!takes(match, ask), name);
    }
    assert.ok(toA.some(({ name }) => name === "header X-Group=not-b"));
    assert.ok(toA.some(({ name }) => name === "cookie xgroup=beta1"));
  });

  it("says which expression it knows no text for", () => {
    assert.throws(() => kindsOf([{ by: "userAgent", regex: "Netscape/4.*" }]), /Netscape/);
  });
});

describe("visitors with a sticky canary's cookie", () => {
  it("bring it when they were given it, until others follow them", () => {
    const visitors = new Visitors({ cookie: "c", value: "v2" });
    const turn = 60;
    const brought: number[] = [];
    for (let index = 0; index < turn * 40; index += 1) {
      const cookies = visitors.cookiesOf(index);
      if (index % turn !== 17) continue;
      brought.push(Object.keys(cookies).length);
      visitors.keep(index, ["c=v2; Path=/; HttpOnly"]);
    }
    assert.equal(brought.filter((count) => count === 0).length, 4);
    assert.deepEqual(brought.slice(0, 7), [0, 1, 1, 1, 1, 1, 0]);
  });

  it("are followed by nobody where they are regulars", () => {
    const visitors = new Visitors({ cookie: "c", value: "v2" });
    visitors.cookiesOf(3);
    visitors.keep(3, ["c=v2"]);
    for (let turn = 1; turn < 100; turn += 1)
      assert.deepEqual(visitors.cookiesOf(3 + 60 * turn), { c: "v2" });
  });

  it("bring no cookie of another canary, nor another cookie", () => {
    const visitors = new Visitors({ cookie: "c", value: "v2" });
    visitors.cookiesOf(0);
    visitors.keep(0, ["c=v1; Path=/", "other=v2"]);
    assert.deepEqual(visitors.cookiesOf(60), {});
  });
});
