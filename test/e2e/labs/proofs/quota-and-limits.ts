import assert from "node:assert/strict";

import { quotaAndLimits } from "../../../../apps/labs/quota-and-limits";
import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, place }) => {
  await actor.pods("app=web", 2);
  await actor.uses("mem-cpu-demo", {
    "requests.cpu": "200m",
    "requests.memory": "256Mi",
    "limits.cpu": "500m",
    "limits.memory": "512Mi",
  });
  const [large] = quotaAndLimits.makes?.(place) ?? [];
  assert.ok(large);
  const more = {
    name: "main",
    image: "busybox",
    resources: { requests: { cpu: "900m" }, limits: { cpu: "900m" } },
  };
  assert.match(
    await actor.applyRefused({ ...large, spec: { containers: [more] } }),
    /exceeded quota: mem-cpu-demo, requested: requests\.cpu=900m, used: requests\.cpu=200m, limited: requests\.cpu=1/,
  );
  await actor.apply(large);
  await actor.pods("app=large", 1);
  await actor.type("kubectl scale deployment web --replicas=12");
  await actor.until("the ReplicaSet says why it makes no more", async () =>
    (await actor.type("kubectl describe replicaset -l app=web")).includes(
      "exceeded quota: mem-cpu-demo",
    ),
  );
  assert.match(await actor.refused("delete", "quota", "mem-cpu-demo"), /cannot delete resource/);
};
