import assert from "node:assert/strict";

import { guardsOf } from "../../../components/classroom/guards";
import { guardObjects } from "../../../components/classroom/guards/guard";
import { quotaObjects } from "../../../components/classroom/quota";
import { mayDo, ownRules } from "../../../components/classroom/rights";

const guards = guardsOf({
  networks: [],
  externalNames: ["example.com"],
  priorityClasses: [],
  gateways: [],
});

/** Every kind that a student may make, as `PLURAL` or `PLURAL.GROUP`. */
const made = ownRules("user01").flatMap(({ apiGroups, resources }) =>
  apiGroups.flatMap((group) =>
    resources
      .filter((it) => !it.includes("/") && mayDo(ownRules("user01"), "create", group, it))
      .map((it) => (group === "" ? it : `${it}.${group}`)),
  ),
);

describe("a classroom's guards", () => {
  it("are over each kind of Istio's that leads anywhere", () => {
    const guarded = guards.flatMap(({ resources }) =>
      resources.flatMap(({ group, names }) => names.map((name) => `${name}.${group}`)),
    );
    const free = made.filter((it) => it.endsWith(".istio.io") && !guarded.includes(it));
    // They say what the namespace's own sidecars do.
    assert.deepEqual(free, [
      "sidecars.networking.istio.io",
      "authorizationpolicies.security.istio.io",
      "peerauthentications.security.istio.io",
      "telemetries.telemetry.istio.io",
    ]);
  });

  it("have istiod fetch keys of tokens from names outside alone, however the field is spelled", () => {
    const [rule] = guards.find(({ name }) => name === "token-keys")?.rules ?? [];
    assert.ok(rule);
    for (const part of ["r.?jwks.", "r.?jwksUri.", "r.?jwks_uri.", '["example.com"].exists'])
      assert.ok(rule.right.includes(part), part);
    assert.match(JSON.stringify(rule.says), /keys in jwks, or at a jwksUri below example\.com/);
  });
});

describe("a classroom's guards of what all share", () => {
  const rules = guardsOf({
    networks: [],
    externalNames: [],
    priorityClasses: [],
    gateways: [],
    ingress: { domain: "students.example.com", className: "alb", albGroup: "class" },
  }).find(({ name }) => name === "ingresses")?.rules;

  it("let an Ingress in a shared load balancer have its scheme alone", () => {
    const last = rules?.at(-1);
    assert.match(JSON.stringify(last?.says), /must be internet-facing or left out/);
    assert.match(
      last?.right ?? "",
      /scheme"\]\.orValue\("internet-facing"\) == "internet-facing"$/,
    );
  });

  it("are over every student, also one whom another lets in", () => {
    const [policy] = guards.flatMap((guard) => guardObjects("class", guard));
    assert.match(JSON.stringify(policy), /groups\.exists\(g, g\.startsWith\(\\"student:\\"\)/);
  });
});

describe("a classroom's bounds", () => {
  const bounds = (objectsOfAKind: number) => {
    const given = { quota: {}, bounds: { objectsOfAKind }, defaults: {} };
    const [, quota] = quotaObjects("class", "user01", given);
    return (quota?.spec as { hard: Record<string, string> }).hard;
  };

  it("count every kind that a student may make: one that is left out fills the cluster's store", () => {
    const hard = bounds(60);
    assert.ok(made.length > 20);
    const free = made.filter((it) => !(`count/${it}` in hard) && !(it in hard));
    assert.deepEqual(free, []);
  });

  it("leave room for what controllers make of what is counted", () => {
    const hard = bounds(10);
    assert.equal(hard["count/services"], "10");
    for (const kind of ["endpoints", "endpointslices.discovery.k8s.io", "controllerrevisions.apps"])
      assert.equal(hard[`count/${kind}`], "50", kind);
    assert.equal(hard["count/pods"], "90", "with those that have ended, beside the 40 that run");
  });
});
