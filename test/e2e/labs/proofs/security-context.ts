import assert from "node:assert/strict";

import { object } from "../../../../apps/labs/objects";
import { images } from "../../../../apps/labs/pins";
import { securityContext } from "../../../../apps/labs/security-context";
import { makesOf, type Desk } from "../proof";

const pod = (name: string, context?: object) =>
  object("Pod", name, {
    spec: {
      containers: [
        { name: "main", image: images.nginx, ...(context && { securityContext: context }) },
      ],
    },
  });

export async function proof({ actor, place }: Desk): Promise<void> {
  const [demo] = makesOf(securityContext, place);
  assert.ok(demo);
  assert.doesNotMatch(await actor.warned(demo), /Warning/);
  assert.match(
    await actor.warned(pod("bare")),
    /Warning: would violate PodSecurity "restricted:v[\d.]+": .*runAsNonRoot != true/,
  );
  for (const [what, context] of Object.entries({
    privileged: { privileged: true },
    capabilities: { capabilities: { add: ["NET_ADMIN"] } },
  }))
    assert.match(
      await actor.applyRefused(pod(what, context)),
      /violates PodSecurity "baseline:v[\d.]+"/,
      what,
    );
  const { spec } = demo as unknown as { spec: { securityContext: object; containers: object[] } };
  const without = {
    ...demo,
    metadata: { ...demo.metadata, name: "as-root" },
    spec: {
      ...spec,
      securityContext: { ...spec.securityContext, runAsNonRoot: false, runAsUser: 0 },
    },
  };
  assert.match(await actor.warned(without), /Warning: would violate .*runAsUser=0/);
}
