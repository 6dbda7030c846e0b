import assert from "node:assert/strict";

import type { Proof } from "../proof";

interface Status {
  status: {
    initContainerStatuses: { name: string; ready: boolean; state: { running?: object } }[];
  };
}

export const proof: Proof = async ({ actor }) => {
  await actor.pods("app=counter", 1);
  const { status } = await actor.get<Status>("pod", "counter");
  const [shipper] = status.initContainerStatuses;
  assert.ok(shipper?.ready && shipper.state.running, "it runs beside the app");
  await actor.uses("mem-cpu-demo", { "requests.cpu": "150m", "requests.memory": "96Mi" });
};
