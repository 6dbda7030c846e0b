import assert from "node:assert/strict";

import { guestbook } from "../../../../apps/labs/guestbook";
import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, place }) => {
  const uids = async () => {
    const pods = await actor.pods("tier=frontend", 3);
    return pods.map(({ metadata }) => metadata.uid).sort();
  };
  const owners = async () => {
    const pods = await actor.pods("tier=frontend", 3);
    return pods.flatMap(({ metadata }) => metadata.ownerReferences ?? []).map(({ name }) => name);
  };
  const before = await uids();
  await actor.type("kubectl delete replicaset frontend --cascade=orphan");
  await actor.until("they are orphans", async () => (await owners()).length === 0);
  assert.deepEqual(await uids(), before);
  await actor.apply(...guestbook.baseline(place));
  await actor.until("they are adopted", async () => (await owners()).length === 3);
  assert.deepEqual(await uids(), before, "nothing was started anew");
  await actor.type("kubectl run extra --image=nginx --labels=app=guestbook,tier=frontend");
  await actor.until("one of four is too many", async () => {
    const pods = await actor.list("pods", "tier=frontend");
    return pods.length === 3;
  });
};
