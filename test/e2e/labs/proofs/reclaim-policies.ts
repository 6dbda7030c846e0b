import assert from "node:assert/strict";

import { reclaimPolicies } from "../../../../apps/labs/reclaim-policies";
import type { Proof } from "../proof";

interface Volume {
  status: { phase: string };
}

export const proof: Proof = async ({ actor, place }) => {
  const phase = (wanted: string) =>
    actor.until(`the volume is ${wanted}`, async () => {
      const { status } = await actor.get<Volume>("persistentvolume", "lab-kept");
      return status.phase === wanted;
    });
  await actor.bound("kept");
  await actor.type("kubectl delete persistentvolumeclaim kept");
  await phase("Released");
  await actor.apply(...reclaimPolicies.baseline(place));
  const { status } = await actor.get<Volume>("persistentvolumeclaim", "kept");
  assert.equal(status.phase, "Pending", "a Released volume is bound to nobody");
  const free = JSON.stringify([{ op: "remove", path: "/spec/claimRef" }]);
  await actor.kubectl("patch", "persistentvolume", "lab-kept", "--type=json", "-p", free);
  await actor.bound("kept");
};
