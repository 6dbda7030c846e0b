import assert from "node:assert/strict";

import { configmaps } from "../../../../apps/labs/configmaps";
import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, place }) => {
  const [before] = await actor.pods("app=cm", 1);
  await actor.apply(...(configmaps.makes?.(place) ?? []));
  for (const app of ["cm-file", "cm-file-volume"]) await actor.pods(`app=${app}`, 1);

  await actor.kubectl("patch", "configmap", "hello-cm", "-p", '{"data":{"language":"go"}}');
  const [still] = await actor.pods("app=cm", 1);
  assert.equal(still?.metadata.uid, before?.metadata.uid, "a variable is read at the start alone");
  await actor.type("kubectl rollout restart deployment cm-deployment");
  await actor.type("kubectl rollout status deployment cm-deployment --timeout=60s");
  const [after] = await actor.pods("app=cm", 1);
  assert.notEqual(after?.metadata.uid, before?.metadata.uid);
};
