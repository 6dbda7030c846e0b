import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { configDocs, docsFile } from "../../stacks/docs";

describe("docs/config.md", () => {
  const text = configDocs();

  it("says what the schema says; if not: npx tsx stacks/docs.ts", async () => {
    assert.equal(readFileSync(docsFile, "utf8"), await text);
  });

  it("describes every key", async () => {
    const bare = (await text).split("\n").filter((line) => /^\| `[^`]+` *\| *\|/.test(line));
    assert.deepEqual(bare, []);
  });
});
