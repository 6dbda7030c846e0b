import assert from "node:assert/strict";

import { schedulerProfiles } from "../../../../apps/labs/scheduler-profiles";
import { makesOf, type Desk } from "../proof";
import { withScheduler } from "../scheduler";

export async function proof({ actor, student, place }: Desk): Promise<void> {
  await student.apply(...makesOf(schedulerProfiles, place));
  const nodesOf = async (app: string) =>
    new Set((await student.pods(`app=${app}`, 4)).map(({ spec }) => spec.nodeName));
  const nodes = await student.list("nodes");
  assert.ok(nodes.length >= 2);
  await withScheduler(actor, "profiles", async () => {
    assert.equal((await nodesOf("packed")).size, 1, "all on one node");
    assert.equal(
      (await nodesOf("spread")).size,
      Math.min(4, nodes.length),
      "on as many as there are",
    );
  });
}
