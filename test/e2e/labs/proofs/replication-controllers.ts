import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor }) => {
  await actor.pods("app=web", 2);
  await actor.type("kubectl scale rc web --replicas=3");
  const before = await actor.pods("app=web", 3);
  await actor.type("kubectl set image rc/web nginx=nginx:latest");
  await actor.kubectl("delete", "pod", before[0]?.metadata.name ?? "");
  const after = await actor.pods("app=web", 3);
  assert.equal(
    after.filter(({ spec }) => spec.containers[0]?.image === "nginx:latest").length,
    1,
    "the one that was made since",
  );
};
