import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Everything that decides what comes of a build, beside the source. */
export interface Recipe {
  /** Folder with the Dockerfile and what it copies; flat. */
  readonly folder: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly platform: string;
}

const sorted = (table: Readonly<Record<string, string>>) =>
  Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));

/** All tags of builds, for a repository that lets them be pushed again. */
export const buildTags = "commit-*";

/**
 * The tag of an image: its source's commit, and a mark of the recipe. The same tag means the same
 * build, so that a repository with immutable tags takes a new recipe for an old commit, too.
 */
export function imageTag(commit: string, { folder, buildArgs, platform }: Recipe): string {
  const hash = createHash("sha256").update(JSON.stringify([platform, sorted(buildArgs)]));
  for (const file of readdirSync(folder).sort())
    hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  return `commit-${commit.slice(0, 12)}-${hash.digest("hex").slice(0, 6)}`;
}
