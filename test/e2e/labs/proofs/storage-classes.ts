import assert from "node:assert/strict";

import { storageClasses, tooMuch } from "../../../../apps/labs/storage-classes";
import type { Proof } from "../proof";

interface Claim {
  spec: { storageClassName?: string };
  status: { phase: string };
}

export const proof: Proof = async ({ actor, place: { namespace }, place }) => {
  assert.match(
    await actor.type("kubectl get storageclasses"),
    /gp3 \(default\) +ebs\.csi\.aws\.com/,
  );
  await actor.makes(storageClasses, place);
  const standard = await actor.get<Claim>("persistentvolumeclaim", "standard");
  assert.equal(standard.spec.storageClassName, "gp3", "the default is filled in");
  await actor.until("the other says what it waits for", async () =>
    (await actor.type("kubectl describe persistentvolumeclaim waiting")).includes(
      '"not-there" not found',
    ),
  );
  assert.match(
    await actor.applyRefused({ ...tooMuch, metadata: { name: "too-much", namespace } }),
    /exceeded quota: bounds, requested: requests\.storage=20Gi/,
  );
  assert.match(await actor.refused("delete", "storageclass", "gp3"), /cannot delete resource/);
};
