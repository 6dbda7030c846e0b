import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, student }) => {
  await actor.endpoints("web", 1);
  assert.match(await actor.type("kubectl get service web -o wide"), /203\.0\.113\.20/);
  const elsewhere = '{"spec":{"externalIPs":["203.0.113.21"]}}';
  assert.match(
    await student.refused("patch", "service", "web", "-p", elsewhere),
    /externalIPs takes traffic of others/,
  );
};
