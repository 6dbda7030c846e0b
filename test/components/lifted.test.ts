import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const clone = resolve(__dirname, "../..");

/** The file that an import of ours leads to. */
function fileOf(path: string): string {
  const found = [`${path}.ts`, join(path, "index.ts")].find((file) => existsSync(file));
  assert.ok(found, path);
  return found;
}

/** Every file of ours, and every package, that a component needs. */
function needs(component: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const look = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    const imports = readFileSync(file, "utf8").matchAll(/\bfrom "([^"]+)"/g);
    for (const [, target = ""] of imports) {
      if (target.startsWith(".")) look(fileOf(resolve(dirname(file), target)));
      else if (!target.startsWith("node:")) packages.add(target);
    }
  };
  look(fileOf(join(clone, "components", component)));
  return { files, packages };
}

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
      const { files, packages } = needs(component);
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
