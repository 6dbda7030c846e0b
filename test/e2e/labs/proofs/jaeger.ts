import assert from "node:assert/strict";

import { jaeger } from "../../../../apps/labs/jaeger";
import { makesOf, type Desk } from "../proof";

export async function proof({ actor, student, place }: Desk): Promise<void> {
  const [telemetry] = makesOf(jaeger, place);
  assert.ok(telemetry);
  // How much of their own namespace is traced, students say themselves; of others' they say nothing.
  await student.apply(telemetry);
  const live = await actor.get<{ spec: unknown }>("telemetry", "all-traces");
  assert.deepEqual(live.spec, telemetry.spec);
  const foreign = ["get", "telemetry", "-n", "istio-system"];
  assert.match(await student.refused(...foreign), /forbidden/);
  await actor.pods("app in (customer,preference,recommendation)", 4);
}
