import assert from "node:assert/strict";

import { colors } from "../../../../apps/labs/colors";
import { hostOf, ingressHosts } from "../../../../apps/labs/ingress-hosts";
import { addressesOf, servedBy } from "../ingress";
import { makesOf, type Desk } from "../proof";

export async function proof({ actor, place }: Desk): Promise<void> {
  const [ingress] = makesOf(ingressHosts, place);
  assert.ok(ingress);
  await actor.apply(ingress);
  for (const color of colors) {
    const there = await actor.pods(`app=${color}`, 2);
    const served = await servedBy(actor, "colors", hostOf(color, place), "/", 2);
    assert.deepEqual(served, there.map(({ status }) => status?.podIP).sort(), color);
  }
  assert.deepEqual(await servedBy(actor, "colors", `red.${place.host}`, "/"), []);
  await actor.until("the load balancer's address", () => addressesOf(actor, "colors"));

  const foreign = { ...ingress, metadata: { ...ingress.metadata, name: "foreign" } };
  const others = JSON.parse(
    JSON.stringify(foreign).replaceAll(place.host ?? "", "other.example.com"),
  ) as typeof ingress;
  assert.match(await actor.applyRefused(others), /each rule must have a host/);
}
