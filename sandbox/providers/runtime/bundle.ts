import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { writePrivate } from "../../files";
import type { Plugin } from "esbuild";
import { clone } from "../../paths";

/** What a bundle was made of: each of our files and the lock file, by content. */
interface Stamp {
  readonly bundle: string;
  readonly node: string;
  readonly sources: Readonly<Record<string, string>>;
}

/**
 * Parts of the SDK that no provider reaches: driving the engine, and turning functions into text, which loads a whole TypeScript
 * compiler at each start.
 */
const unreachable: Plugin = {
  name: "unreachable",
  setup(build) {
    build.onLoad(
      { filter: /@pulumi\/pulumi\/(automation|provider\/experimental|runtime\/closure)\// },
      () => ({ contents: "module.exports = {};" }),
    );
  },
};

/**
 * Bundles an entry point to one CommonJS file, or finds the one of an earlier run where no source has changed.
 *
 * One file starts faster than the packages it is made of, component packages five times as fast. Two runs at once are safe: a
 * bundle's name holds the hash of its content, and every file appears whole.
 */
export async function bundle(
  entry: string,
  name: string,
  folder: string,
  building: (name: string) => void,
): Promise<string> {
  const stampFile = join(folder, `${name}.json`);
  const stamp = readStamp(stampFile);
  if (stamp && isFresh(stamp, folder)) return join(folder, stamp.bundle);

  building(name);
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: [entry],
    absWorkingDir: clone,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: `node${process.versions.node}`,
    external: ["esbuild"],
    plugins: [unreachable],
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const [output] = result.outputFiles;
  if (!output) throw new Error(`no bundle came of ${entry}`);
  const file = `${name}-${hash(output.contents).slice(0, 16)}.cjs`;
  writePrivate(join(folder, file), output.text);
  const ours = Object.keys(result.metafile.inputs).filter((path) => !path.includes("node_modules"));
  writePrivate(
    stampFile,
    JSON.stringify({
      bundle: file,
      node: process.version,
      sources: hashes([...ours, "package-lock.json"]),
    } satisfies Stamp),
  );
  removeOld(folder, name, file);
  return join(folder, file);
}

function readStamp(file: string): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Stamp;
  } catch {
    return undefined;
  }
}

function isFresh(stamp: Stamp, folder: string): boolean {
  return (
    stamp.node === process.version &&
    existsSync(join(folder, stamp.bundle)) &&
    Object.entries(stamp.sources).every(([path, old]) => hashes([path])[path] === old)
  );
}

function hashes(paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    paths.map((path) => {
      const file = join(clone, path);
      return [relative(clone, file), existsSync(file) ? hash(readFileSync(file)) : "gone"];
    }),
  );
}

const hash = (content: Uint8Array) => createHash("sha256").update(content).digest("hex");

const day = 24 * 60 * 60 * 1000;

/** A run beside this one may still start an older bundle, so it stays for a day. */
function removeOld(folder: string, name: string, current: string): void {
  for (const file of readdirSync(folder)) {
    if (!file.startsWith(`${name}-`) || basename(file).startsWith(current)) continue;
    const path = join(folder, file);
    if (Date.now() - statSync(path).mtimeMs > day) rmSync(path, { force: true });
  }
}
