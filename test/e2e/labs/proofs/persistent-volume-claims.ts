import assert from "node:assert/strict";

import { persistentVolumeClaims } from "../../../../apps/labs/persistent-volume-claims";
import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, place }) => {
  await actor.until("the claim waits for its first pod", async () =>
    (await actor.type("kubectl describe persistentvolumeclaim data")).includes(
      "WaitForFirstConsumer",
    ),
  );
  await actor.makes(persistentVolumeClaims, place);
  await actor.pods("app=db", 1);
  await actor.bound("data");
  await actor.uses("bounds", { persistentvolumeclaims: "1", "requests.storage": "1Gi" });
  await actor.type("kubectl delete persistentvolumeclaim data --wait=false");
  const { metadata } = await actor.get("persistentvolumeclaim", "data");
  assert.notEqual(metadata.deletionTimestamp, undefined, "it is in use");
  await actor.type("kubectl delete pod db");
  await actor.until("the claim goes", async () => {
    return (await actor.find("persistentvolumeclaim", "data")) === undefined;
  });
};
