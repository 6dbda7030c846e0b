import assert from "node:assert/strict";

import { affinity } from "../../../../apps/labs/affinity";
import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, place }) => {
  const web = (await actor.pods("app=web", 2)).map(({ spec }) => spec.nodeName);
  assert.equal(new Set(web).size, 2, "on a node each");
  const [cache] = await actor.pods("app=cache", 1);
  assert.ok(web.includes(cache?.spec.nodeName), "beside one of them");
  await actor.makes(affinity, place);
  await actor.pending("lost", /didn't match Pod's node affinity/);
  await actor.pods("app=anyhow", 1);
};
