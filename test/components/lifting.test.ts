import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const clone = resolve(__dirname, "../..");
const pages = join(clone, "docs/components");

/** What a file imports: ours as paths, packages by name. */
function importsOf(file: string): { files: string[]; packages: string[] } {
  const text = readFileSync(file, "utf8");
  const named = [...text.matchAll(/^(?:import|export)\b[^;]*? from "([^"]+)";/gm)].map(
    ([, name = ""]) => name,
  );
  const [own, others] = [true, false].map((ours) =>
    named.filter((name) => name.startsWith(".") === ours),
  ) as [string[], string[]];
  const files = own.map((name) => {
    const path = resolve(dirname(file), name);
    const found = [`${path}.ts`, join(path, "index.ts")].find(existsSync);
    assert(found, `${file} imports ${name}`);
    return found;
  });
  return { files, packages: others.filter((name) => !name.startsWith("node:")) };
}

/** A folder of a component, or a file beside them. */
const unitOf = (file: string): string => relative(clone, file).split("/").slice(0, 2).join("/");

/** Everything that these components need, and the packages. */
function closure(components: readonly string[]): { units: Set<string>; packages: Set<string> } {
  const [units, packages, seen] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const follow = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    units.add(unitOf(file));
    const { files, packages: names } = importsOf(file);
    for (const name of names) packages.add(name);
    files.forEach(follow);
  };
  for (const component of components) follow(join(clone, "components", component, "index.ts"));
  return { units, packages };
}

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
      const needed = closure(components);
      assert.deepEqual(units.toSorted(), [...needed.units].toSorted());
      for (const name of needed.packages) assert(packages.includes(name), name);
    });
  }
});
