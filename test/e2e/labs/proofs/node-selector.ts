import assert from "node:assert/strict";

import { nodeSelector } from "../../../../apps/labs/node-selector";
import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, place }) => {
  const [pod] = await actor.pods("disk=ssd", 1);
  const ssd = await actor.type("kubectl get nodes -l disktype=ssd -o name");
  assert.ok(ssd.includes(`node/${pod?.spec.nodeName}\n`));
  await actor.makes(nodeSelector, place);
  await actor.pending("on-hdd", /didn't match Pod's node affinity\/selector/);
  assert.match(
    await actor.refused("label", "nodes", pod?.spec.nodeName ?? "", "disktype=hdd", "--overwrite"),
    /cannot patch resource "nodes"/,
  );
};
