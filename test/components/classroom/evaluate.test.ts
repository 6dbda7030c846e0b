import assert from "node:assert/strict";

import fc from "fast-check";

import { isLetThrough, isWithin, refusalOf, selects } from "../../../components/classroom/evaluate";
import type { NetworkPolicy, Peer } from "../../../components/classroom/network-policy";

const namespaces = { a: { team: "x" }, b: { team: "y" } };
const pod = (namespace: string, ip: string, labels: Record<string, string> = {}) => ({
  namespace,
  ip,
  labels,
});
const one = pod("a", "10.0.0.1", { app: "one" });
const two = pod("a", "10.0.0.2", { app: "two" });
const far = pod("b", "10.0.0.3", { app: "one" });
const internet = { ip: "1.2.3.4" };

const policy = (spec: NetworkPolicy["spec"], namespace = "a"): NetworkPolicy => ({
  metadata: { name: "it", namespace },
  spec,
});
const through = (policies: NetworkPolicy[], from: typeof one | typeof internet, to: typeof from) =>
  isLetThrough({ policies, namespaces }, { from, to, port: 80 });

/** Into `one`, from each of the others, by a rule with this peer. */
const into = (peer: Peer) => {
  const only = policy({
    podSelector: { matchLabels: { app: "one" } },
    ingress: [{ from: [peer] }],
  });
  return [two, far, internet].map((from) => through([only], from, one));
};

describe("the evaluator of network policies", () => {
  it("leaves a pod open that no policy selects, and shuts one that a policy without rules selects", () => {
    const shut = policy({ podSelector: { matchLabels: { app: "one" } } });
    assert.equal(through([shut], far, two), true);
    assert.equal(through([shut], far, one), false);
    assert.equal(through([shut], one, far), true, "ingress alone");
  });

  it("takes egress rules for a policy of egress too, unless the policy says its types", () => {
    const egress = [{ to: [{ podSelector: {} }] }];
    const podSelector = {};
    assert.equal(through([policy({ podSelector, egress })], one, far), false);
    assert.equal(
      through([policy({ podSelector, egress, policyTypes: ["Ingress"] })], one, far),
      true,
    );
  });

  it("reads peers: of the own namespace, of others by label, both at once, and addresses", () => {
    assert.deepEqual(into({ podSelector: {} }), [true, false, false]);
    assert.deepEqual(into({ namespaceSelector: {} }), [true, true, false]);
    assert.deepEqual(into({ namespaceSelector: { matchLabels: { team: "y" } } }), [
      ...[false, true, false],
    ]);
    const both = { namespaceSelector: {}, podSelector: { matchLabels: { app: "two" } } };
    assert.deepEqual(into(both), [true, false, false]);
    const block = { ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.2/31"] } };
    assert.deepEqual(into(block), [false, false, true]);
  });

  it("lets all in by a rule without peers, and adds policies up", () => {
    const shut = policy({ podSelector: {} });
    assert.equal(through([shut, policy({ podSelector: {}, ingress: [{}] })], internet, one), true);
  });

  it("asks for both ends, and says which end refuses", () => {
    const out = policy({ podSelector: {}, policyTypes: ["Egress"], egress: [{}] });
    const shut = policy({ podSelector: {} }, "b");
    const world = { policies: [out, shut], namespaces };
    assert.deepEqual(refusalOf(world, { from: one, to: far, port: 80 }), {
      direction: "Ingress",
      policies: ["b/it"],
    });
  });

  it("reads ports: numbers, ranges, names, protocols", () => {
    const named = { ...one, namedPorts: { web: 8080 } };
    const may = (port: object, number: number, protocol: "TCP" | "UDP" = "TCP") =>
      isLetThrough(
        { policies: [policy({ podSelector: {}, ingress: [{ ports: [port] }] })], namespaces },
        { from: far, to: named, port: number, protocol },
      );
    assert.deepEqual([may({ port: 80 }, 80), may({ port: 80 }, 81)], [true, false]);
    assert.deepEqual(
      [may({ port: 80, endPort: 90 }, 90), may({ port: 80, endPort: 90 }, 91)],
      [...[true, false]],
    );
    assert.deepEqual([may({ port: "web" }, 8080), may({ port: "web" }, 80)], [true, false]);
    assert.deepEqual(
      [may({ port: 80 }, 80, "UDP"), may({ protocol: "UDP" }, 9, "UDP")],
      [...[false, true]],
    );
  });

  it("reads expressions of selectors", () => {
    const has = (operator: "In" | "NotIn" | "Exists" | "DoesNotExist", values?: string[]) =>
      [{ k: "v" }, { k: "w" }, {}].map((labels) =>
        selects({ matchExpressions: [{ key: "k", operator, ...(values && { values }) }] }, labels),
      );
    assert.deepEqual(has("In", ["v"]), [true, false, false]);
    assert.deepEqual(has("NotIn", ["v"]), [false, true, true]);
    assert.deepEqual(has("Exists"), [true, true, false]);
    assert.deepEqual(has("DoesNotExist"), [false, false, true]);
  });

  it("finds an address in a network as arithmetic does", () => {
    fc.assert(
      fc.property(
        fc.nat(0xffffffff),
        fc.nat(0xffffffff),
        fc.integer({ min: 1, max: 32 }),
        (ip, base, prefix) => {
          const text = (value: number) =>
            [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
          const shift = 32 - prefix;
          assert.equal(
            isWithin(text(ip), `${text(base)}/${prefix}`),
            ip >>> shift === base >>> shift,
          );
        },
      ),
    );
  });

  it("shuts nothing by a rule more", () => {
    const peer = fc.constantFrom<Peer>(
      { podSelector: {} },
      { namespaceSelector: {} },
      { ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] } },
      { ipBlock: { cidr: "10.0.0.0/30" } },
    );
    const parties = fc.constantFrom(one, two, far, internet);
    fc.assert(
      fc.property(
        fc.array(peer, { maxLength: 3 }),
        peer,
        parties,
        parties,
        (peers, more, from, to) => {
          const base = policy({ podSelector: {} });
          const ruled = (of: readonly Peer[]) => [
            base,
            policy({ podSelector: {}, ingress: of.map((it) => ({ from: [it] })) }),
          ];
          if (through(ruled(peers), from, to))
            assert.ok(through(ruled([...peers, more]), from, to));
        },
      ),
    );
  });
});
