import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { clone } from "../../sandbox/paths";
import { needsOf } from "./imports";

const pages = join(clone, "docs/components");

/** A folder of a component, or a file beside them. */
const unitOf = (file: string): string => relative(clone, file).split("/").slice(0, 2).join("/");

/** What a page tells to copy and to install, and the components its example imports. */
function told(page: string) {
  const [, section = ""] = readFileSync(join(pages, page), "utf8").split("## Into another program");
  const [, list = ""] = /cp -r components\/(?:\{([^}]+)\}|\S+)/.exec(section) ?? [];
  const [, installed = ""] = /npm i (.+)/.exec(section) ?? [];
  const [, example = ""] = /```ts\n([^]*?)```/.exec(section) ?? [];
  return {
    units: [
      ...list.split(",").map((name) => `components/${name}`),
      ...(section.includes("cp versions.ts ") ? ["versions.ts"] : []),
    ],
    packages: installed.split(" "),
    components: [...example.matchAll(/from "\.\/components\/([\w-]+)"/g)].map(
      ([, name = ""]) => name,
    ),
  };
}

describe("a component lifted into another program", () => {
  const lifted = readdirSync(pages).filter((page) =>
    readFileSync(join(pages, page), "utf8").includes("cp -r components/"),
  );

  it("is told by some pages", () => assert(lifted.length > 0));

  for (const page of lifted) {
    it(`has all that it imports, and no more, by ${page}`, () => {
      const { units, packages, components } = told(page);
      const needed = needsOf(...components);
      const neededUnits = new Set([...needed.files].map(unitOf));
      assert.deepEqual(units.toSorted(), [...neededUnits].toSorted());
      for (const name of needed.packages) assert(packages.includes(name), name);
    });
  }
});
