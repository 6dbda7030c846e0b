import assert from "node:assert/strict";

import type { Proof } from "../proof";

interface Sticky {
  spec: {
    sessionAffinity: string;
    sessionAffinityConfig?: { clientIP: { timeoutSeconds: number } };
  };
}

export const proof: Proof = async ({ actor }) => {
  const patch = (spec: object) => ["patch", "service", "web", "-p", JSON.stringify({ spec })];
  const seconds = async () => {
    const { spec } = await actor.get<Sticky>("service", "web");
    return spec.sessionAffinityConfig?.clientIP.timeoutSeconds;
  };
  assert.equal(await seconds(), undefined);
  await actor.kubectl(...patch({ sessionAffinity: "ClientIP" }));
  assert.equal(await seconds(), 10_800);
  await actor.kubectl(...patch({ sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } }));
  assert.equal(await seconds(), 60);
  assert.match(
    await actor.refused(...patch({ sessionAffinity: "Cookie" })),
    /Unsupported value: "Cookie": supported values: "ClientIP", "None"/,
  );
};
