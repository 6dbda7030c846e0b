import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

import { clone } from "../../sandbox/paths";
import { needsOf } from "./imports";

/** What the page says to copy and to install. */
function said(component: string): { copied: string[]; installed: string[] } {
  const page = readFileSync(join(clone, "docs/components", `${component}.md`), "utf8");
  const sentence = /To use it in another program, copy ([^]*?)\.(\s|$)/.exec(page)?.[1] ?? "";
  const names = [...sentence.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
  return {
    copied: names.filter((name) => !name.startsWith("@")),
    installed: names.filter((name) => name.startsWith("@")),
  };
}

describe("a component lifted into another program", () => {
  for (const component of ["istio-mesh", "observability", "console", "helm"]) {
    it(`has all that it needs by what its page says: ${component}`, () => {
      const { files, packages } = needsOf(component);
      const { copied, installed } = said(component);
      const places = [...files].map((file) => relative(clone, file));
      for (const place of places) {
        const taken = copied.some((path) => place === path || place.startsWith(`${path}/`));
        assert.ok(taken, `${place} is not copied`);
      }
      for (const path of copied) {
        assert.ok(statSync(join(clone, path)), path);
        assert.ok(
          places.some((place) => place === path || place.startsWith(`${path}/`)),
          `${path} is not needed`,
        );
      }
      assert.deepEqual([...packages].sort(), installed.sort());
    });
  }
});
