import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { clone } from "../../sandbox/paths";
import { at, run } from "../mocks";
import { needsOf } from "./imports";
import { components, hasPage, lift, liftedPage, pagesFolder, partsOfOthers } from "./lifted-pages";

/** A folder of a component, or a file beside them. */
const unitOf = (file: string): string => relative(clone, file).split("/").slice(0, 2).join("/");

/** What a page must tell, each under a heading of its own. */
const headings = [
  "Into another program",
  "Arguments and outputs",
  "What it costs",
  "What was checked",
];

const lifted = components.filter((component) => !(component in partsOfOthers));

describe("a component lifted into another program", () => {
  it("has a page, unless it is a part of others", () => {
    const pages = readdirSync(pagesFolder).map((page) => page.replace(/\.md$/, ""));
    assert.deepEqual(pages.toSorted(), lifted.toSorted());
    for (const part of Object.keys(partsOfOthers))
      assert(components.includes(part) && !hasPage(part), part);
  });

  for (const component of lifted) {
    it(`has all that it imports, and no more, by its page: ${component}`, () => {
      const { copied, packages, example, text } = liftedPage(component);
      for (const heading of headings) assert(text.includes(`\n## ${heading}\n`), heading);
      const used = [...example.matchAll(/ from "([^"]+)";/g)].map(([, from = ""]) => from);
      const ours = used.filter((from) => from.startsWith("."));
      assert(ours.includes(`./components/${component}`), "the example uses it");
      const needed = needsOf(...ours.map((from) => from.replace("./components/", "")));
      assert.deepEqual(
        copied.toSorted(),
        [...new Set([...needed.files].map(unitOf))].toSorted(),
        "what is copied is what is imported",
      );
      const others = used.filter((from) => !from.startsWith(".") && !from.startsWith("node:"));
      assert.deepEqual(
        packages.toSorted(),
        [...new Set([...needed.packages, ...others])].toSorted(),
        "what is installed is what is imported",
      );
    });
  }

  for (const [component, type, count] of [
    ["network", "aws:ec2/subnet:Subnet", 6],
    ["registry", "aws:ecr/repository:Repository", 6],
  ] as const) {
    it(`makes its resources from the copied folders: ${component}`, async () => {
      const elsewhere = mkdtempSync(join(tmpdir(), "lifted-"));
      try {
        symlinkSync(join(clone, "node_modules"), join(elsewhere, "node_modules"));
        const program = lift(liftedPage(component), elsewhere);
        const { ofType } = await run(
          () => createRequire(program)(program) as Record<string, unknown>,
        );
        assert.equal(ofType(type).length, count);
        assert(ofType(type).every(({ inputs }) => at(inputs, "tags") !== undefined));
      } finally {
        rmSync(elsewhere, { recursive: true });
      }
    });
  }
});
