import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { comparison } from "../../../components/rollout/comparison";
import { docsFile, withComparison } from "../../../components/rollout/docs";
import { strategies } from "../../../components/rollout/types";

describe("docs/rollouts.md", () => {
  const page = readFileSync(docsFile, "utf8");

  it("compares the strategies as the code does; if not: npx tsx components/rollout/docs.ts", async () => {
    assert.equal(page, await withComparison(page));
  });

  it("has a chapter for each strategy", () => {
    for (const strategy of strategies)
      assert.ok(page.includes(`\n### ${comparison[strategy].name}\n`), strategy);
  });
});
