import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { writePrivate } from "../files";
import { cacheDir } from "../paths";

/** A network that pods have their addresses from, such as `198.18.16.0/20`. */
export type PodRange = `${string}/${number}`;

/**
 * Slices of 198.18.0.0/15, which RFC 2544 keeps for tests of networks: no home or office has it, so that a machine may
 * take a slice for its own. 32 of 4,094 pods each.
 */
const slices = 32;
const slice = (index: number): PodRange =>
  `198.${18 + Math.floor(index / 16)}.${(index % 16) * 16}.0/20`;

/**
 * The range of one sandbox, chosen at its first start and kept with its data. Two sandboxes of a user never have the same,
 * as long as there are 32 or fewer of them: each notes in the cache what it has taken.
 */
export function podRangeOf(controlPlane: string): PodRange {
  const file = join(controlPlane, "pod-range");
  if (existsSync(file)) return readFileSync(file, "utf8") as PodRange;
  const first = Number.parseInt(
    createHash("sha256").update(controlPlane).digest("hex").slice(0, 8),
    16,
  );
  const order = Array.from({ length: slices }, (_, step) => (first + step) % slices);
  const chosen = slice(order.find((index) => claim(index, controlPlane)) ?? first % slices);
  writePrivate(file, chosen);
  return chosen;
}

/** Takes a slice, unless it is a sandbox's that still stands. */
function claim(index: number, controlPlane: string): boolean {
  const folder = join(cacheDir(), "pod-ranges");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, index.toString());
  try {
    // Of two that come at once, one makes the file.
    writeFileSync(file, controlPlane, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const owner = readFileSync(file, "utf8");
  if (owner !== controlPlane && existsSync(owner)) return false;
  writeFileSync(file, controlPlane, { mode: 0o600 });
  return true;
}
