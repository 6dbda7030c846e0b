import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor }) => {
  const found = async (selector: string) =>
    (await actor.list("pods", selector)).map(({ metadata }) => metadata.name).sort();
  assert.deepEqual(await found("environment=production,tier=frontend"), ["red"]);
  assert.deepEqual(await found("environment in (production),tier notin (frontend)"), ["green"]);
  await actor.type("kubectl label pod red tier=backend --overwrite");
  assert.deepEqual(await found("tier=backend"), ["green", "red"]);
  await actor.type("kubectl label pod green environment-");
  assert.deepEqual(await found("!environment"), ["green"]);
  await actor.type("kubectl annotate pod blue owner=me");
  assert.equal((await actor.get("pod", "blue")).metadata.annotations?.owner, "me");
  assert.deepEqual(await found("owner"), [], "no selector finds an annotation");
};
