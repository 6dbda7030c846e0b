import assert from "node:assert/strict";

import type { Proof } from "../proof";

interface Balanced {
  status: { loadBalancer: { ingress?: { hostname: string }[] } };
}

export const proof: Proof = async ({ actor }) => {
  const host = await actor.until("it has a host name", async () => {
    const { status } = await actor.get<Balanced>("service", "web");
    return status.loadBalancer.ingress?.[0]?.hostname;
  });
  assert.match(host, /elb\.amazonaws\.com$/);
  await actor.uses("bounds", { "services.loadbalancers": "1" });
  const second = ["expose", "deployment", "web", "--name=second", "--port=80"];
  assert.match(
    await actor.refused(...second, "--type=LoadBalancer"),
    /exceeded quota: bounds, requested: services\.loadbalancers=1, used: services\.loadbalancers=1/,
  );
  await actor.type("kubectl delete service web");
  await actor.uses("bounds", { "services.loadbalancers": "0" });
};
