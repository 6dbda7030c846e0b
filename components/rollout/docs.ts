import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { format } from "prettier";

import { comparisonTables } from "./comparison";

export const docsFile = join(__dirname, "../../docs/rollouts.md");

const start = "<!-- comparison: made by `npx tsx components/rollout/docs.ts` -->";
const end = "<!-- end of the comparison -->";

/** The page with the comparison as the code has it now. */
export async function withComparison(page: string): Promise<string> {
  const [before, after] = [page.indexOf(start), page.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`${docsFile} has lost its marks.`);
  const text = `${page.slice(0, before)}${start}\n\n${comparisonTables()}\n\n${page.slice(after)}`;
  return format(text, { parser: "markdown", printWidth: 100 });
}

if (require.main === module)
  void withComparison(readFileSync(docsFile, "utf8")).then((text) => {
    writeFileSync(docsFile, text);
  });
