import assert from "node:assert/strict";

import { requestsLimits } from "../../../../apps/labs/requests-limits";
import { makesOf, type Desk } from "../proof";

interface Pod {
  readonly spec: {
    readonly containers: readonly {
      readonly resources: Readonly<Record<"requests" | "limits", Readonly<Record<string, string>>>>;
    }[];
  };
  readonly status: { readonly qosClass: string };
}

export async function proof({ actor, place }: Desk): Promise<void> {
  const pods = makesOf(requestsLimits, place);
  await actor.apply(...pods);
  const classOf = async (name: string) => (await actor.get<Pod>("pod", name)).status.qosClass;
  assert.equal(await classOf("guaranteed"), "Guaranteed");
  assert.equal(await classOf("burstable"), "Burstable");
  assert.equal(
    await classOf("only-limits"),
    "Guaranteed",
    "a request that is not said is the limit",
  );
  assert.equal(
    await classOf("says-nothing"),
    "Burstable",
    "the namespace's defaults are for who says nothing",
  );

  const quota = await actor.get<{ status: { used: Record<string, string> } }>(
    "resourcequota",
    "mem-cpu-demo",
  );
  // 100m + 50m + 100m, and 100m by default.
  assert.equal(quota.status.used["requests.cpu"], "350m");

  const [guaranteed] = pods;
  assert.ok(guaranteed);
  const large = { ...guaranteed, metadata: { ...guaranteed.metadata, name: "large" } };
  const asked = { cpu: "100m", memory: "2Gi" };
  const [container] = (guaranteed.spec as { containers: object[] }).containers;
  const refused = await actor.applyRefused({
    ...large,
    spec: { containers: [{ ...container, resources: { requests: asked, limits: asked } }] },
  });
  assert.match(refused, /exceeded quota: mem-cpu-demo, requested: .*requests\.memory=2Gi/);
}
