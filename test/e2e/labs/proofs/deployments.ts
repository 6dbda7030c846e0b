import assert from "node:assert/strict";
import { images } from "../../../../apps/labs/pins";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor }) => {
  const done = () => actor.type("kubectl rollout status deployment web --timeout=60s");
  const runs = async (count: number) => [
    ...new Set((await actor.pods("app=web", count)).map(({ spec }) => spec.containers[0]?.image)),
  ];
  await done();
  assert.deepEqual(await runs(3), [images.nginxBefore]);
  await actor.kubectl("set", "image", "deployment/web", `nginx=${images.nginx}`);
  await done();
  assert.deepEqual(await runs(3), [images.nginx]);
  const sets = await actor.list<{ spec: { replicas: number } }>("replicasets", "app=web");
  assert.deepEqual(sets.map(({ spec }) => spec.replicas).sort(), [0, 3]);
  await actor.type("kubectl rollout undo deployment web");
  await done();
  assert.deepEqual(await runs(3), [images.nginxBefore]);
  const revision = "deployment.kubernetes.io/revision";
  const { metadata } = await actor.get("deployment", "web");
  assert.equal(metadata.annotations?.[revision], "3");
  await actor.type("kubectl scale deployment web --replicas=5");
  assert.deepEqual(await runs(5), [images.nginxBefore]);
  const scaled = await actor.get("deployment", "web");
  assert.equal(scaled.metadata.annotations?.[revision], "3", "no new version");
};
