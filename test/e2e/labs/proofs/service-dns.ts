import assert from "node:assert/strict";

import { serviceDns } from "../../../../apps/labs/service-dns";
import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, place }) => {
  const [one] = await actor.endpoints("web", 1);
  assert.equal(one?.hostname, "one");
  await actor.makes(serviceDns, place);
  const both = await actor.endpoints("web", 2);
  assert.deepEqual(both.map(({ hostname }) => hostname).sort(), ["one", "two"]);
};
