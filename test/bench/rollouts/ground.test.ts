import assert from "node:assert/strict";

import { wayTo } from "../../../bench/rollouts/ground";
import type { MeshFacts } from "../../../sandbox/mesh";

const envoy = (name: string, ...to: string[]) => ({
  ...{ name, admin: `http://127.0.0.1/${name}` },
  calls: { url: `http://127.0.0.1:1/${name}`, port: 8080, to },
});

const facts = (...envoys: ReturnType<typeof envoy>[]): MeshFacts => ({
  ...{ gateway: "http://127.0.0.1:80", envoys, istiodVersion: "1", envoyVersion: "1" },
  ...{ standIns: { counts: "" }, podRange: "198.18.0.0/20" },
});

describe("the way to a service whose versions change", () => {
  it("begins at one who calls it, for others are refused", () => {
    const [customer, preference] = [
      envoy("tutorial.customer.8080", "preference"),
      envoy("tutorial.preference.8080", "recommendation"),
    ];
    const way = wayTo(facts(customer, preference), "recommendation", "tutorial");
    assert.equal(way.caller.name, "tutorial.preference.8080");
    assert.equal(way.headers.host, "recommendation:8080");
    const alone = wayTo(facts(customer), "recommendation", "tutorial");
    assert.equal(alone.caller.name, "tutorial.customer.8080");
    assert.throws(() => wayTo(facts(), "recommendation", "tutorial"), /Nobody in tutorial calls/);
  });

  it("begins at the ingress gateway, where the shop's gateway leads on", () => {
    const way = wayTo(
      facts(envoy("twelve-street.gateway.8080", "orders")),
      "orders",
      "twelve-street",
    );
    assert.equal(way.url, "http://127.0.0.1:80/orders");
    assert.deepEqual(way.headers, {});
  });
});
