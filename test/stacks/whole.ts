import assert from "node:assert/strict";

import type { Run } from "../mocks";

/** Every component has registered its outputs, and every other resource belongs to one. */
export function isWhole({ resources, registered }: Run): void {
  for (const { type, urn, parent } of resources)
    if (type.startsWith("twelve-street:")) assert.ok(registered.has(urn), urn);
    else assert.ok(parent.includes("twelve-street:"), urn);
}
