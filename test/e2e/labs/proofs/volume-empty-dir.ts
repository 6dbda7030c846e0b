import assert from "node:assert/strict";

import { volumeEmptyDir } from "../../../../apps/labs/volume-empty-dir";
import type { Proof } from "../proof";

interface Mounting {
  spec: {
    containers: { volumeMounts: { name: string; mountPath: string }[] }[];
    volumes: { name: string; emptyDir?: { medium?: string; sizeLimit?: string } }[];
  };
}

export const proof: Proof = async ({ actor, place }) => {
  await actor.pods("app=two-containers", 1);
  const { spec } = await actor.get<Mounting>("pod", "two-containers");
  for (const { volumeMounts } of spec.containers)
    assert.ok(
      volumeMounts.some(({ name, mountPath }) => name === "shared" && mountPath === "/shared"),
    );
  await actor.makes(volumeEmptyDir, place);
  const [memory] = await actor.pods("app=in-memory", 1);
  const { spec: kept } = await actor.get<Mounting>("pod", memory?.metadata.name ?? "");
  assert.deepEqual(kept.volumes.find(({ name }) => name === "shared")?.emptyDir, {
    medium: "Memory",
    sizeLimit: "64Mi",
  });
  const nowhere = JSON.stringify([{ op: "remove", path: "/spec/volumes/0" }]);
  assert.match(
    await actor.refused("patch", "pod", "in-memory", "--type=json", "-p", nowhere),
    /volumeMounts\[\d\]\.name: Not found: "shared"|pod updates may not change fields/,
  );
};
