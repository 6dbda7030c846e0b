import assert from "node:assert/strict";

import fc from "fast-check";

import { isLetThrough, isWithin, type Party } from "../../../components/classroom/evaluate";
import {
  closedNetworks,
  networkPolicies,
  ownPolicyLabel,
  ownPolicyValue,
} from "../../../components/classroom/policies";

const surroundings = {
  vpcCidrs: ["10.64.0.0/16", "52.95.0.0/20"],
  callerCidrs: ["10.64.32.0/20"],
  callers: [{ namespace: "ingress-nginx", pods: { app: "nginx" } }],
  calls: [{ namespace: "istio-system", ports: [15012] }],
};
const students = ["user01", "user02"];
const named = (namespace: string) => ({ "kubernetes.io/metadata.name": namespace });
const world = {
  policies: students.flatMap((it) => networkPolicies("class", it, surroundings)),
  namespaces: Object.fromEntries(
    [...students, "ingress-nginx", "istio-system", "kube-system", "shop"].map((it) => [
      it,
      named(it),
    ]),
  ),
};
const pod = (namespace: string, ip: string, labels: Record<string, string> = {}) => ({
  namespace,
  ip,
  labels,
});
const mine = pod("user01", "10.64.0.10");
const beside = pod("user01", "10.64.0.11");
const theirs = pod("user02", "10.64.0.12");
const dns = pod("kube-system", "10.64.0.2", { "k8s-app": "kube-dns" });
const may = (from: Party, to: Party, port = 80, protocol: "TCP" | "UDP" = "TCP") =>
  isLetThrough(world, { from, to, port, protocol });

describe("a classroom's network policies", () => {
  it("open the own namespace, DNS and the internet, to and fro", () => {
    assert.ok(may(mine, beside, 5432));
    assert.ok(may(mine, dns, 53, "UDP") && may(mine, dns, 53));
    assert.ok(may(mine, { ip: "93.184.216.34" }, 443) && may({ ip: "93.184.216.34" }, mine));
    assert.ok(may({ ip: "10.64.32.7" }, mine), "a load balancer");
    assert.ok(may(pod("ingress-nginx", "10.64.0.9", { app: "nginx" }), mine));
    assert.ok(may(mine, pod("istio-system", "10.64.0.8"), 15012));
  });

  it("shut other students, the platform, the VPC and metadata", () => {
    for (const there of [theirs, pod("shop", "10.64.0.20"), { ip: "10.64.5.5" }, dns])
      assert.ok(!may(mine, there), JSON.stringify(there));
    assert.ok(!may(theirs, mine) && !may(pod("shop", "10.64.0.20"), mine));
    assert.ok(!may(pod("ingress-nginx", "10.64.0.9", { app: "other" }), mine));
    assert.ok(!may(mine, pod("istio-system", "10.64.0.8"), 443));
    for (const ip of ["169.254.169.254", "169.254.170.23", "172.20.0.1", "52.95.1.1", "127.0.0.1"])
      assert.ok(!may(mine, { ip }), ip);
  });

  it("shut every address of the closed networks and no other", () => {
    const closed = closedNetworks(surroundings);
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        assert.equal(may(mine, { ip }), !closed.some((network) => isWithin(ip, network)));
      }),
    );
  });

  it("leave the inside to a student's own policies where a pod asks for that, and the outside shut", () => {
    const asks = { ...mine, labels: { [ownPolicyLabel]: ownPolicyValue } };
    assert.ok(!may(beside, asks) && !may(asks, beside));
    assert.ok(may(asks, { ip: "93.184.216.34" }) && !may(asks, theirs));
    const own = {
      metadata: { name: "own", namespace: "user01" },
      spec: { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] },
    };
    const opened = { ...world, policies: [...world.policies, own] };
    assert.ok(isLetThrough(opened, { from: beside, to: asks, port: 80 }));
    assert.ok(!isLetThrough(opened, { from: theirs, to: asks, port: 80 }));
  });
});
