import assert from "node:assert/strict";

import { probeExec } from "../../../../apps/labs/probe-exec";
import type { Proof } from "../proof";

interface Probed {
  spec: { containers: { livenessProbe: Record<string, unknown> }[] };
}

export const proof: Proof = async ({ actor, place }) => {
  await actor.pods("app=liveness-exec", 1);
  const { spec } = await actor.get<Probed>("pod", "liveness-exec");
  assert.deepEqual(spec.containers[0]?.livenessProbe, {
    exec: { command: ["cat", "/tmp/healthy"] },
    initialDelaySeconds: 5,
    periodSeconds: 5,
    timeoutSeconds: 1,
    successThreshold: 1,
    failureThreshold: 3,
  });
  const [given] = probeExec.baseline(place);
  assert.ok(given);
  const [container] = (given.spec as Probed["spec"]).containers;
  const wrong = {
    ...given,
    metadata: { ...given.metadata, name: "wrong" },
    spec: {
      containers: [
        { ...container, livenessProbe: { ...container?.livenessProbe, failureThreshold: -1 } },
      ],
    },
  };
  assert.match(await actor.applyRefused(wrong), /failureThreshold: Invalid value: -1/);
};
