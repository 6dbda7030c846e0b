import assert from "node:assert/strict";

import { efsSharedVolume } from "../../../../apps/labs/efs-shared-volume";
import type { Proof } from "../proof";

interface Claim {
  spec: { volumeName: string; accessModes: string[] };
}

export const proof: Proof = async ({ actor, place }) => {
  await actor.bound("efs-claim");
  await actor.makes(efsSharedVolume, place);
  const pods = await actor.pods("app=efs", 2);
  assert.equal(new Set(pods.map(({ spec }) => spec.nodeName)).size, 2, "on two nodes");
  const before = await actor.get<Claim>("persistentvolumeclaim", "efs-claim");
  assert.deepEqual(before.spec.accessModes, ["ReadWriteMany"]);
  await actor.type("kubectl delete pod mypod");
  await actor.apply(...efsSharedVolume.baseline(place));
  await actor.pods("app=efs", 2);
  const after = await actor.get<Claim>("persistentvolumeclaim", "efs-claim");
  assert.equal(after.spec.volumeName, before.spec.volumeName, "the volume outlives its pods");
};
