import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { comparison, mostPodsOf } from "../../../components/rollout/comparison";
import { docsFile, withComparison } from "../../../components/rollout/docs";
import { strategies } from "../../../components/rollout/types";
import { problems } from "../../../components/rollout/validate";
import * as f from "./fixtures";

const examples = {
  recreate: f.recreate,
  ramped: f.ramped,
  blueGreen: f.blueAndGreen,
  canary: f.canary,
  abTest: f.abTest,
  shadow: f.shadow,
};

describe("docs/rollouts.md", () => {
  const page = readFileSync(docsFile, "utf8");

  it("compares the strategies as the code does; if not: npx tsx components/rollout/docs.ts", async () => {
    assert.equal(page, await withComparison(page));
  });

  it("has a chapter for each strategy", () => {
    for (const strategy of strategies)
      assert.ok(page.includes(`\n### ${comparison[strategy].name}\n`), strategy);
  });

  it("says who needs the mesh as the checks do", () => {
    for (const strategy of strategies) {
      const refused = problems(examples[strategy], f.plain).length > 0;
      assert.equal(comparison[strategy].withoutMesh.startsWith("refused"), refused, strategy);
    }
  });

  it("counts pods as the plans do", () => {
    assert.deepEqual(
      strategies.map((strategy) => mostPodsOf(strategy)),
      [4, 5, 8, 9, 8, 6],
    );
  });
});
