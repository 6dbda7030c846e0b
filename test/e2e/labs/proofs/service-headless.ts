import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor }) => {
  const { spec } = await actor.get<{ spec: { clusterIP: string } }>("service", "web");
  assert.equal(spec.clusterIP, "None");
  const pods = await actor.pods("app=web", 2);
  assert.deepEqual(
    (await actor.endpoints("web", 2)).map(({ addresses }) => addresses[0]).sort(),
    pods.map(({ status }) => status?.podIP).sort(),
  );
  const label = "service.kubernetes.io/headless";
  assert.equal((await actor.list("endpointslices", label)).length, 1, "which DNS looks at");
  await actor.type("kubectl scale deployment web --replicas=3");
  await actor.endpoints("web", 3);
};
