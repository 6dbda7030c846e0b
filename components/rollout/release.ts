import { createHash } from "node:crypto";

import type { Release } from "./types";

/**
 * A short name of all that a release is. It stands as an annotation on the slot's Deployment, so that
 * a run that was cut off can tell what is live. Same release, same key, on every machine.
 */
export function releaseKey({ version, image, commit, config = {} }: Release): string {
  const settings = Object.keys(config)
    .sort()
    .map((name) => [name, config[name]]);
  const text = JSON.stringify([version, image, settings, commit]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Whether two releases make the same pods. */
export const sameRelease = (one: Release | undefined, other: Release | undefined): boolean =>
  one !== undefined && other !== undefined && releaseKey(one) === releaseKey(other);
