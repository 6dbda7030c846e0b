import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { remove } from "../../../../sandbox/providers/kubernetes/remove";
import type { Json } from "../../../../sandbox/providers/kubernetes/objects";
import { cluster, object } from "./cluster";

const operation = {
  urn: "urn",
  type: "kubernetes:core/v1:Namespace",
  name: "a",
  preview: false,
  timeoutSeconds: 0.05,
  signal: new AbortController().signal,
  status: () => undefined,
  log: () => undefined,
};

/** What is said of an object that stays. */
async function saidOf(kind: string, metadata: Json, rest: Json = {}): Promise<string> {
  const live = object("v1", kind, {
    ...rest,
    metadata: { uid: "u", deletionTimestamp: "2026-11-22T00:00:00Z", ...metadata },
  });
  const held = cluster(() => live);
  Object.assign(held.api, {
    watch: async function* (_path: string, _query: object, signal: AbortSignal) {
      yield { type: "MODIFIED", object: live };
      while (!signal.aborted) await sleep(5);
    },
  });
  const error: unknown = await remove(held, operation, { live, inputs: live }).then(
    () => undefined,
    (refused: unknown) => refused,
  );
  assert.ok(error instanceof Error);
  return error.message;
}

describe("what does not go", () => {
  it("is told with what holds it and what to do about that", async () => {
    assert.match(
      await saidOf("ConfigMap", { finalizers: ["example.com/hold"] }),
      /is not gone after 0\.05 s: its finalizers hold it: example\.com\/hold\. .*kubectl edit.* run this again$/,
    );
    const message = "Some content has finalizers remaining: example.com/hold in 1 instance";
    const conditions = [{ type: "NamespaceFinalizersRemaining", status: "True", message }];
    assert.match(
      await saidOf("Namespace", {}, { status: { conditions } }),
      /example\.com\/hold in 1 instance\. .*of the object that has it, and run this again$/,
    );
  });

  it("is told as it is where no finalizer holds it", async () => {
    assert.match(await saidOf("ConfigMap", {}), /: the API server still has it$/);
  });
});
