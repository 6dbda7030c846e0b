import assert from "node:assert/strict";

/** The value that a JSON document among the inputs stands for. */
export function json(text: unknown): unknown {
  assert.equal(typeof text, "string");
  return JSON.parse(text as string);
}
