// Runs a TypeScript entry point or a command of a dependency, after installing the dependencies if they are missing or old.
// Plain JavaScript: it must work before anything is installed.
//   node scripts/run.mjs sandbox/cli.ts up --stack dev
//   node scripts/run.mjs mocha
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
  process.exit(1);
}

/** npm writes this file last, so it is there only after a whole install; it names what was installed. */
function dependenciesAreCurrent() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, "utf8")).packages;
  const want = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(want).every(
    ([path, entry]) => path === "" || entry.optional || have[path]?.version === entry.version,
  );
}

if (!dependenciesAreCurrent()) {
  console.error("Installing the dependencies (once, about half a minute) …");
  // Standard output stays for results, such as those of --json.
  const npm = spawnSync("npm", ["ci"], { cwd: root, stdio: ["ignore", 2, 2] });
  if (npm.status !== 0) {
    console.error(
      "The dependencies could not be installed: see npm's words above, then try again.",
    );
    process.exit(1);
  }
}

const [, , entry, ...args] = process.argv;
if (entry === undefined) {
  console.error("Usage: node scripts/run.mjs ENTRY.ts|COMMAND [ARGUMENT …]");
  process.exit(2);
}

if (entry.endsWith(".ts")) {
  const file = join(root, entry);
  process.argv = [process.argv[0], file, ...args];
  require("tsx/cjs");
  require(file);
} else {
  const manifest = join(root, "node_modules", entry, "package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  const file = join(dirname(manifest), typeof bin === "string" ? bin : bin[entry]);
  process.argv = [process.argv[0], file, ...args];
  process.chdir(root);
  await import(pathToFileURL(file).href);
}
