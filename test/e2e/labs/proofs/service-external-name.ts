import assert from "node:assert/strict";

import type { Proof } from "../proof";

interface Named {
  spec: { externalName: string; clusterIP?: string };
}

export const proof: Proof = async ({ actor }) => {
  const { spec } = await actor.get<Named>("service", "my-database");
  assert.equal(spec.clusterIP, undefined);
  await actor.type("kubectl create service externalname cache --external-name=cache.example.com");
  const other = '{"spec":{"externalName":"other.example.com"}}';
  await actor.kubectl("patch", "service", "my-database", "-p", other);
  const moved = await actor.get<Named>("service", "my-database");
  assert.equal(moved.spec.externalName, "other.example.com");
  await actor.endpoints("my-database", 0);
  assert.match(
    await actor.refused(
      "create",
      "service",
      "externalname",
      "inner",
      "--external-name=10.0.0.1.nip.io",
    ),
    /externalName may be below example\.com/,
  );
};
