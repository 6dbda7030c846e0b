import assert from "node:assert/strict";

import type { Proof } from "../proof";

interface Policy {
  spec: { healthCheckNodePort?: number };
}

export const proof: Proof = async ({ actor }) => {
  const port = async () => (await actor.get<Policy>("service", "web")).spec.healthCheckNodePort;
  const turn = (to: string) =>
    actor.kubectl("patch", "service", "web", "-p", `{"spec":{"externalTrafficPolicy":"${to}"}}`);
  assert.ok(((await port()) ?? 0) >= 30_000);
  await turn("Cluster");
  assert.equal(await port(), undefined);
  await turn("Local");
  assert.ok(((await port()) ?? 0) >= 30_000);
};
