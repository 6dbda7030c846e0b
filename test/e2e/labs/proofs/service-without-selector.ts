import assert from "node:assert/strict";

import { serviceWithoutSelector } from "../../../../apps/labs/service-without-selector";
import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, place }) => {
  await actor.endpoints("external-db", 0);
  await actor.makes(serviceWithoutSelector, place);
  const [by] = await actor.endpoints("external-db", 1);
  assert.deepEqual(by?.addresses, ["203.0.113.10", "203.0.113.11"]);
  // The mirror has one endpoint for each address.
  const mirrored = await actor.endpoints("legacy-db", 2);
  assert.deepEqual(mirrored.flatMap(({ addresses }) => addresses).sort(), by.addresses);
  const [slice] = serviceWithoutSelector.makes?.(place) ?? [];
  assert.ok(slice);
  assert.match(
    await actor.applyRefused({ ...slice, endpoints: [{ addresses: ["10.64.3.4"] }] }),
    /addresses of one's own must be IPv4 addresses of the internet/,
  );
};
