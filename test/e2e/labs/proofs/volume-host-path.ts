import assert from "node:assert/strict";

import { deployment, pod } from "../../../../apps/labs/parts";
import { readingTheHost } from "../../../../apps/labs/volume-host-path";
import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, student }) => {
  const ready = "--for=condition=Ready";
  await actor.kubectl("wait", "pod/reader", ready, "-n", "lab-host-path", "--timeout=60s");
  assert.match(
    await student.applyRefused(pod("reader", readingTheHost)),
    /violates PodSecurity "baseline:.*hostPath volumes \(volume "host"\)/,
  );
  // Through a controller it goes no further.
  await student.apply(deployment("reader", readingTheHost));
  await student.until("the ReplicaSet says so", async () =>
    (await student.type("kubectl describe replicaset -l app=reader")).includes("hostPath volumes"),
  );
};
