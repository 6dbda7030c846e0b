import assert from "node:assert/strict";

import { serviceNames } from "../../../../apps/twelve-street/services";
import { endpointsOf, servedBy } from "../ingress";
import type { Desk } from "../proof";

export async function proof({ actor, place }: Desk): Promise<void> {
  const { host = "" } = place;
  const addressOf = async (service: string) => {
    const [pod] = await actor.pods(`app=${service}`, 1);
    assert.ok(pod?.status?.podIP, service);
    assert.deepEqual(await endpointsOf(actor, service), [pod.status.podIP]);
    return pod.status.podIP;
  };
  const all = new Map<string, string>();
  for (const service of serviceNames) all.set(service, await addressOf(service));
  assert.deepEqual(await servedBy(actor, "shop", host, "/mypage"), [all.get("ui")]);
  for (const path of ["/oauth/token", "/orders", "/products"])
    assert.deepEqual(await servedBy(actor, "shop", `gateway.${host}`, path), [all.get("gateway")]);

  // Theirs to break, and to mend: what orders call is gone, and comes back.
  await actor.type("kubectl scale deployment delivery --replicas 0");
  const isGone = async () => (await endpointsOf(actor, "delivery")).length === 0;
  await actor.until("nobody to deliver", isGone);
  await actor.type("kubectl scale deployment delivery --replicas 1");
  await addressOf("delivery");
}
