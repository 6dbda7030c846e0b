import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor }) => {
  await actor.pods("app=web", 2);
  await actor.type("kubectl expose deployment web --port=80");
  const { spec } = await actor.get<{ spec: { clusterIP: string; type: string } }>("service", "web");
  assert.equal(spec.type, "ClusterIP");
  assert.match(spec.clusterIP, /^172\.20\./);
  await actor.endpoints("web", 2);
  await actor.type("kubectl scale deployment web --replicas=3");
  await actor.endpoints("web", 3);
  await actor.kubectl("patch", "service", "web", "-p", '{"spec":{"selector":{"app":"wbe"}}}');
  await actor.endpoints("web", 0);
};
