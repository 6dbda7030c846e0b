import assert from "node:assert/strict";

import { covers, field, matchProblems } from "../../../components/rollout/matches";
import type { Match, TextMatch } from "../../../components/rollout/types";

const header = (text: TextMatch, name = "x-group"): Match => ({ by: "header", name, ...text });
const cookie = (text: TextMatch, name = "group"): Match => ({ by: "cookie", name, ...text });
const agent = (text: TextMatch): Match => ({ by: "userAgent", ...text });

describe("rollout: matches", () => {
  it("a user agent is a header, and header names know no case", () => {
    assert.equal(field(agent({ exact: "x" })), field(header({ exact: "x" }, "User-Agent")));
    assert.notEqual(field(cookie({ exact: "x" }, "A")), field(cookie({ exact: "x" }, "a")));
    assert.notEqual(field(cookie({ exact: "x" }, "a")), field(header({ exact: "x" }, "a")));
  });

  it("cover what they surely take", () => {
    const yes: [TextMatch, TextMatch][] = [
      [{ exact: "b" }, { exact: "b" }],
      [{ prefix: "b" }, { exact: "beta" }],
      [{ prefix: "b" }, { prefix: "be" }],
      [{ prefix: "b" }, { prefix: "b" }],
      [{ regex: "b.*" }, { exact: "beta" }],
      [{ regex: "b.*" }, { regex: "b.*" }],
      [{ regex: ".*" }, { prefix: "x" }],
      [{ regex: ".*" }, { regex: "y" }],
      [{ regex: "a|b" }, { exact: "b" }],
    ];
    for (const [one, other] of yes) assert.ok(covers(header(one), header(other)));
  });

  it("and no more", () => {
    const no: [TextMatch, TextMatch][] = [
      [{ exact: "b" }, { exact: "c" }],
      [{ exact: "b" }, { prefix: "b" }],
      [{ exact: "b" }, { regex: "b" }],
      [{ prefix: "be" }, { prefix: "b" }],
      [{ prefix: "b" }, { exact: "ab" }],
      [{ prefix: "b" }, { regex: "b" }],
      [{ regex: "b" }, { exact: "beta" }],
      [{ regex: "eta" }, { exact: "beta" }],
      [{ regex: "a|b" }, { exact: "bc" }],
      [{ regex: "b.*" }, { prefix: "b" }],
      [{ regex: "(?i)b" }, { exact: "B" }],
      [{ regex: "b" }, { regex: "c" }],
      [{ regex: "b" }, { prefix: "b" }],
    ];
    for (const [one, other] of no) assert.ok(!covers(header(one), header(other)));
    assert.ok(!covers(header({ exact: "b" }), header({ exact: "b" }, "x-other")));
    assert.ok(!covers(cookie({ exact: "b" }), header({ exact: "b" }, "group")));
  });

  const fixes = (...matches: Match[]) => matchProblems(matches).map(({ key, fix }) => [key, fix]);

  it("name a header or cookie that can be", () => {
    const fix = "give a name without blanks, colons or semicolons";
    for (const name of ["", "x group", "x:y", "x;y", "grüße"]) {
      assert.deepEqual(fixes(header({ exact: "b" }, name)), [["toB[0].name", fix]]);
      assert.deepEqual(fixes(cookie({ exact: "b" }, name)), [["toB[0].name", fix]]);
    }
    assert.deepEqual(fixes(header({ exact: "b" }, "x!#$%&'*+.^_`|~-1")), []);
    assert.deepEqual(fixes(agent({ prefix: "Mozilla" })), []);
  });

  it("compare with some text", () => {
    const fix = "give a text that is not empty";
    assert.deepEqual(fixes(header({ exact: "" })), [["toB[0].exact", fix]]);
    assert.deepEqual(fixes(agent({ prefix: "" })), [["toB[0].prefix", fix]]);
    assert.deepEqual(fixes(header({ exact: "b" }, "x-y"), header({ regex: "" })), [
      ["toB[1].regex", fix],
    ]);
  });

  it("are written as the proxy reads them", () => {
    const ahead = "the proxy's RE2 looks neither ahead nor back: write it without";
    for (const regex of ["(?=b)", "(?!b)", "(?<=b)c", "(?<!b)c", "(b)\\1"])
      assert.deepEqual(fixes(header({ regex })), [["toB[0].regex", ahead]]);
    assert.deepEqual(fixes(header({ regex: "(b" })), [
      ["toB[0].regex", "give a regular expression, as RE2 writes it"],
    ]);
    for (const regex of ["(?i)beta", "(?P<g>b)", "^b$", "b\\$", "(?sU)b"])
      assert.deepEqual(fixes(header({ regex })), []);
    for (const regex of ["x(?i)beta", "(?i)*b"])
      assert.deepEqual(fixes(header({ regex })), [
        ["toB[0].regex", "give a regular expression, as RE2 writes it"],
      ]);
  });

  it("stay within one cookie", () => {
    const blanks = "a cookie holds no blanks and semicolons: leave them out";
    for (const text of ["a;b", "a b"]) {
      assert.deepEqual(fixes(cookie({ exact: text })), [["toB[0].exact", blanks]]);
      assert.deepEqual(fixes(cookie({ prefix: text })), [["toB[0].prefix", blanks]]);
      assert.deepEqual(fixes(header({ exact: text })), []);
    }
    const ends = "the whole value is compared anyway: leave out ^ at the start and $ at the end";
    for (const regex of ["^b", "b$"])
      assert.deepEqual(fixes(cookie({ regex })), [["toB[0].regex", ends]]);
    for (const regex of ["b\\$", "a^b", "a$b"]) assert.deepEqual(fixes(cookie({ regex })), []);
  });
});
