import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor }) => {
  await actor.pods("app=mypod", 1);
  await actor.type("kubectl run web --image=nginx --port=80");
  const [web] = await actor.pods("run=web", 1);
  assert.deepEqual(web?.spec.containers[0]?.resources.requests, { cpu: "100m", memory: "128Mi" });
  await actor.type("kubectl set image pod/mypod nginx=nginx:latest");
  assert.match(
    await actor.refused("patch", "pod", "mypod", "-p", '{"spec":{"hostname":"other"}}'),
    /pod updates may not change fields other than/,
  );
  await actor.type("kubectl delete pod mypod");
  assert.equal(await actor.find("pod", "mypod"), undefined, "nothing makes a bare pod again");
};
