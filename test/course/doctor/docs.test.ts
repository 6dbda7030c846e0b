import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { cases } from "./cases";

describe("docs/doctor.md", () => {
  it("lists the access problems that have a test, and no others", () => {
    const page = readFileSync(join(__dirname, "../../../docs/doctor.md"), "utf8");
    const rows = Array.from(page.matchAll(/^\| (.+?) +\|/gm), ([, first = ""]) => first);
    const listed = rows.filter((it) => it !== "problem" && !it.startsWith("---"));
    assert.deepEqual(listed.toSorted(), cases.map(({ rule }) => rule).toSorted());
  });
});
