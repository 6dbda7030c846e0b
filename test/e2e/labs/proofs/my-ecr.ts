import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, place }) => {
  assert.match(place.registry ?? "", new RegExp(`\\.amazonaws\\.com/${place.namespace}$`));
  const image = `${place.registry}/my-ecr:v1`;
  await actor.kubectl("create", "deployment", "my-ecr", `--image=${image}`);
  const [pod] = await actor.pods("app=my-ecr", 1);
  assert.equal(pod?.spec.containers[0]?.image, image);
};
