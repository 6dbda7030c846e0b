import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor }) => {
  for (const part of ["redis", "db", "vote", "result"]) await actor.endpoints(part, 1);
  await actor.pods("app=worker", 1);
  await actor.type("kubectl scale deployment vote --replicas=3");
  await actor.endpoints("vote", 3);
  await actor.type("kubectl delete service redis");
  await actor.until("its endpoints go with it", async () => {
    const slices = await actor.list("endpointslices", "kubernetes.io/service-name=redis");
    return slices.length === 0;
  });
  await actor.type("kubectl expose deployment redis --port=6379");
  const [redis] = await actor.endpoints("redis", 1);
  const [pod] = await actor.pods("app=redis", 1);
  assert.equal(redis?.addresses[0], pod?.status?.podIP);
};
