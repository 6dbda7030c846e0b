import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";

import { UserError } from "../errors";
import { writePrivate } from "../files";
import { cacheDir } from "../paths";
import { run } from "../tools/run";
import { objectsOf, withoutDescriptions, type Manifest } from "./compact";
import type { CrdSet } from "./sets";

/** A way to come by the files of a set; throws a sentence when it is none here. */
export type Way = (set: CrdSet) => Promise<readonly string[]>;

export interface World {
  readonly cache: string;
  /** Tried one after the other. */
  readonly ways: Readonly<Record<string, Way>>;
}

/**
 * The path of a manifest with a set's objects, ready to be applied: kept from an earlier run, else from the
 * web, else from its Go module. Whichever way, each file is the one whose SHA-256 is written down.
 *
 * @throws UserError that says what cannot be had, why, and what would help
 */
export async function crdManifest(set: CrdSet, world: World = thisMachine()): Promise<string> {
  const file = join(world.cache, `${set.name}-${set.version}-${fingerprint(set)}.yaml`);
  if (existsSync(file)) return file;
  const problems: string[] = [];
  for (const [name, way] of Object.entries(world.ways)) {
    try {
      const objects = objectsOf(checked(set, await way(set))).map(withoutDescriptions);
      writePrivate(file, objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(""));
      return file;
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new UserError(
    `The custom resource definitions of ${set.name} ${set.version} cannot be had here (${problems.join("; ")}): ` +
      "connect to the web once, or install Go (https://go.dev/dl/), and run this again.",
  );
}

/** The objects of such a manifest. */
export const manifestObjects = (file: string): Manifest[] =>
  readFileSync(file, "utf8")
    .split("---\n")
    .filter((text) => text !== "")
    .map((text) => JSON.parse(text) as Manifest);

const fingerprint = ({ files }: CrdSet): string =>
  sha256(files.map(([path, hash]) => `${hash}  ${path}\n`).join("")).slice(0, 12);

function checked(set: CrdSet, texts: readonly string[]): readonly string[] {
  set.files.forEach(([path, wanted], index) => {
    if (sha256(texts[index] ?? "") !== wanted) {
      throw new Error(`${path} is not the file that was looked at when its version was pinned`);
    }
  });
  return texts;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const thisMachine = (): World => ({
  cache: join(cacheDir(), "crds"),
  ways: { download: fromWeb(fetch), Go: fromGoModule("go") },
});

/** A host that has not answered by then is taken as out of reach. */
const patienceMs = 15_000;

export const fromWeb =
  (request: typeof fetch): Way =>
  ({ web, version, files }) =>
    Promise.all(
      files.map(async ([path]) => {
        const url = `${web}/v${version}/${path}`;
        const response = await request(url, { signal: AbortSignal.timeout(patienceMs) }).catch(
          () => {
            throw new Error(`${new URL(url).host} is out of reach`);
          },
        );
        if (!response.ok) throw new Error(`${url} answers ${response.status.toString()}`);
        return response.text();
      }),
    );

/** Go keeps and checks the module itself, against its checksum database. */
export const fromGoModule =
  (go: string): Way =>
  async ({ module, version, files }) => {
    const ran = await run(go, ["mod", "download", "-json", `${module}@v${version}`], {
      cwd: tmpdir(),
      env: { ...process.env, GO111MODULE: "on", GOWORK: "off", GOFLAGS: "-mod=mod" },
      timeoutMs: 120_000,
    });
    if (ran.code === "ENOENT") throw new Error("Go is not on PATH");
    const answer = parseAnswer(ran.stdout);
    const { Dir: folder } = answer;
    if (folder === undefined) {
      throw new Error(answer.Error ?? ran.stderr.at(-1) ?? `${module} has no folder`);
    }
    return files.map(([path]) => readFileSync(join(folder, path), "utf8"));
  };

function parseAnswer(text: string): { Dir?: string; Error?: string } {
  try {
    return JSON.parse(text) as { Dir?: string; Error?: string };
  } catch {
    return {};
  }
}
