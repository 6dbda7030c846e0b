import assert from "node:assert/strict";

import { persistentVolumes } from "../../../../apps/labs/persistent-volumes";
import type { Proof } from "../proof";

interface Claim {
  status: { phase: string; capacity?: { storage: string } };
}

export const proof: Proof = async ({ actor, student, place }) => {
  const [claim] = persistentVolumes.makes?.(place) ?? [];
  const [volume] = persistentVolumes.shared?.() ?? [];
  assert.ok(claim && volume);
  assert.match(
    await student.applyRefused(volume),
    /cannot (get|create) resource "persistentvolumes"/,
  );
  const large = {
    ...claim,
    metadata: { ...claim.metadata, name: "large" },
    spec: { ...(claim.spec as object), resources: { requests: { storage: "9Gi" } } },
  };
  await student.apply(claim, large);
  await actor.bound("small");
  const { status } = await actor.get<Claim>("persistentvolumeclaim", "small");
  assert.equal(status.capacity?.storage, "5Gi", "all of it");
  const waiting = await actor.get<Claim>("persistentvolumeclaim", "large");
  assert.equal(waiting.status.phase, "Pending");
};
