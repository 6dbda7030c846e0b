import assert from "node:assert/strict";

import type { Proof } from "../proof";

interface Status {
  status: { initContainerStatuses: { name: string; state: { terminated?: { reason: string } } }[] };
}

export const proof: Proof = async ({ actor }) => {
  await actor.pods("app=myapp", 1);
  const { status } = await actor.get<Status>("pod", "myapp");
  assert.deepEqual(
    status.initContainerStatuses.map(({ name, state }) => [name, state.terminated?.reason]),
    [
      ["wait-for-service", "Completed"],
      ["write-page", "Completed"],
    ],
  );
  // 300m of the first init container, and not 300m + 100m + 100m.
  await actor.uses("mem-cpu-demo", { "requests.cpu": "300m", "requests.memory": "128Mi" });
};
