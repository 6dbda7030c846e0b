import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, instructor }) => {
  const [one] = await actor.pods("app=cache", 1);
  const [endpoint] = await actor.endpoints("cache", 1);
  assert.equal(endpoint?.addresses[0], one?.status?.podIP);
  await instructor.kubeletSays(one?.metadata.name ?? "", { ready: false });
  await actor.endpoints("cache", 0);
  await actor.until("the Deployment counts it as not available", async () => {
    const { status } = await actor.get<{ status: { availableReplicas?: number } }>(
      "deployment",
      "cache",
    );
    return (status.availableReplicas ?? 0) === 0;
  });
  await instructor.kubeletSays(one?.metadata.name ?? "", { ready: true });
  await actor.type("kubectl rollout status deployment cache --timeout=60s");
};
