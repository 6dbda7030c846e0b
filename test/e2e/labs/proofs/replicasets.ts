import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor }) => {
  const [one, two] = (await actor.pods("app=web", 3)).map(({ metadata }) => metadata.name);
  await actor.kubectl("delete", "pod", one ?? "");
  const healed = await actor.pods("app=web", 3);
  assert.ok(healed.every(({ metadata }) => metadata.name !== one));
  await actor.kubectl("label", "pod", two ?? "", "app=quarantined", "--overwrite");
  await actor.pods("app=web", 3);
  const [apart] = await actor.pods("app=quarantined", 1);
  await actor.until("nobody owns it any more", async () => {
    const { metadata } = await actor.get("pod", apart?.metadata.name ?? "");
    return (metadata.ownerReferences ?? []).length === 0;
  });
  await actor.type("kubectl scale replicaset web --replicas=5");
  await actor.pods("app=web", 5);
};
