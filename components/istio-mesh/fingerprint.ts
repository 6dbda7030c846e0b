import { createHash } from "node:crypto";

/** Stands in a pod's annotations for its settings, so that changed settings roll the pods. Never for secrets. */
export const fingerprint = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 12);
