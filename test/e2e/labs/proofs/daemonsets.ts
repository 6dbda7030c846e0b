import assert from "node:assert/strict";

import { daemonsets } from "../../../../apps/labs/daemonsets";
import { makesOf, type Desk } from "../proof";

export async function proof({ actor, place }: Desk): Promise<void> {
  await actor.apply(...makesOf(daemonsets, place));
  const nodes = (await actor.list("nodes")).map(({ metadata }) => metadata.name).sort();
  assert.ok(nodes.length > 1);
  const pods = await actor.pods("app=node-watch", nodes.length);
  assert.deepEqual(pods.map(({ spec }) => spec.nodeName).sort(), nodes);

  const [first] = pods;
  assert.ok(first?.spec.nodeName);
  await actor.kubectl("delete", "pod", first.metadata.name);
  const again = await actor.pods("app=node-watch", nodes.length);
  assert.deepEqual(again.map(({ spec }) => spec.nodeName).sort(), nodes);
  assert.ok(!again.some(({ metadata }) => metadata.uid === first.metadata.uid));

  const nowhere = { spec: { template: { spec: { nodeSelector: { disktype: "tape" } } } } };
  await actor.kubectl("patch", "daemonset", "node-watch", "--patch", JSON.stringify(nowhere));
  await actor.pods("app=node-watch", 0);
}
