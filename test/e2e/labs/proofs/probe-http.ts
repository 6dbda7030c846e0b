import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, instructor }) => {
  const [one] = await actor.pods("app=web", 2);
  await actor.endpoints("web", 2);
  await instructor.kubeletSays(one?.metadata.name ?? "", { ready: false });
  const [left] = await actor.endpoints("web", 1);
  assert.notEqual(left?.addresses[0], one?.status?.podIP);
  assert.equal((await actor.list("pods", "app=web")).length, 2, "it runs on");
  await instructor.kubeletSays(one?.metadata.name ?? "", { ready: true });
  await actor.endpoints("web", 2);
};
