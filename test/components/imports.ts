import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { clone } from "../../sandbox/paths";

/** The file that an import of ours leads to. */
function fileOf(path: string): string {
  const found = [`${path}.ts`, join(path, "index.ts")].find((file) => existsSync(file));
  assert.ok(found, path);
  return found;
}

/** At the start of a line: what is said in texts is no import. */
const sources = /^(?:import|export|\})[^;\n]* from "([^"]+)"/gm;

/** Every file of ours, and every package, that these components need. */
export function needsOf(...components: readonly string[]): {
  files: Set<string>;
  packages: Set<string>;
} {
  const files = new Set<string>();
  const packages = new Set<string>();
  const look = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, target = ""] of readFileSync(file, "utf8").matchAll(sources)) {
      if (target.startsWith(".")) look(fileOf(resolve(dirname(file), target)));
      else if (!target.startsWith("node:")) packages.add(target);
    }
  };
  for (const component of components) look(fileOf(join(clone, "components", component)));
  return { files, packages };
}
