import assert from "node:assert/strict";

import { Guards } from "../../../sandbox/mesh/guards";
import { workloadOf, type Pod } from "../../../sandbox/mesh/pods";
import type { Api } from "../../../sandbox/providers/aws/kube-api";

const pod: Pod = {
  metadata: { name: "r-abc-x1", namespace: "shop", uid: "1", labels: { app: "products" } },
  spec: { containers: [] },
  status: {},
};

const object = (spec: object, namespace = "shop") => ({ metadata: { namespace }, spec });
const selector = { matchLabels: { app: "products" } };
const from = (...source: object[]) => ({ from: source.map((it) => ({ source: it })) });
const account = (name: string) => `cluster.local/ns/shop/sa/${name}`;

type Kinds = "authorizationpolicies" | "requestauthentications" | "envoyfilters";

async function guard(of: Partial<Record<Kinds, object[]>>) {
  const api: Api = {
    call: <T>(_method: string, path: string) =>
      Promise.resolve({ items: of[path.split("/").at(-1) as Kinds] ?? [] } as T),
  };
  const guards = new Guards(api);
  await guards.read();
  return guards.of(pod);
}

/** Which of these a pod with such policies lets in; undefined where a real Envoy is to say so. */
async function letIn(...authorizationpolicies: object[]): Promise<string[] | undefined> {
  const { by, ...rest } = await guard({ authorizationpolicies });
  if (by === "envoy") return undefined;
  const { allows } = rest as { allows: (name: string | undefined) => boolean };
  return ["orders", "gateway", "nobody"].filter((name) =>
    allows(name === "nobody" ? undefined : account(name)),
  );
}

describe("who lets requests in to a pod", () => {
  it("is its stand-in, as long as nothing but the caller's certificate counts", async () => {
    assert.deepEqual(await letIn(), ["orders", "gateway", "nobody"]);
    const orders = object({ selector, rules: [from({ principals: [account("orders")] })] });
    assert.deepEqual(await letIn(orders), ["orders"]);
    assert.deepEqual(await letIn(orders, object({ rules: [from({ namespaces: ["shop"] })] })), [
      "orders",
      "gateway",
    ]);
  });

  it("puts denials first, lets nobody in without a rule, and heeds the selected alone", async () => {
    const deny = object({ action: "DENY", rules: [from({ principals: [account("orders")] })] });
    assert.deepEqual(await letIn(deny), ["gateway", "nobody"]);
    assert.deepEqual(await letIn(deny, object({ rules: [{}] })), ["gateway", "nobody"]);
    assert.deepEqual(await letIn(object({}, "istio-system")), []);
    assert.deepEqual(await letIn(object({ action: "DENY" })), ["orders", "gateway", "nobody"]);
    for (const other of [
      object({}, "elsewhere"),
      object({ selector: { matchLabels: { app: "orders" } } }),
    ])
      assert.equal((await letIn(other))?.length, 3);
  });

  it("is a real Envoy for all that asks for more", async () => {
    const rules = [
      { to: [{ operation: { methods: ["GET"] } }] },
      { when: [{ key: "request.auth.claims[group]", values: ["admin"] }] },
      from({ notPrincipals: [account("orders")] }),
      from({ principals: ["*/sa/orders"] }),
      from({ requestPrincipals: ["issuer/subject"] }),
    ];
    for (const rule of rules)
      assert.equal(await letIn(object({ rules: [rule] })), undefined, JSON.stringify(rule));
    assert.equal(await letIn(object({ action: "AUDIT", rules: [{}] })), undefined);
    assert.equal((await guard({ requestauthentications: [object({ selector })] })).by, "envoy");
  });

  it("is an Envoy where a filter is for what comes in, and not for one of what goes out", async () => {
    const filter = (context?: string) =>
      guard({
        envoyfilters: [
          object({
            workloadSelector: { labels: { app: "products" } },
            configPatches: [{ match: { context } }],
          }),
        ],
      });
    assert.equal((await filter("SIDECAR_INBOUND")).by, "envoy");
    assert.equal((await filter()).by, "envoy");
    assert.equal((await filter("SIDECAR_OUTBOUND")).by, "stand-in");
  });
});

describe("a workload", () => {
  it("is a template's pods", () => {
    const labels = { "pod-template-hash": "5f5588" };
    const of = (name: string, more: object) =>
      workloadOf({ ...pod, metadata: { ...pod.metadata, name, ...more } });
    assert.equal(of("products-canary-5f5588-x1y2z", { labels }), "products-canary-5f5588");
    assert.equal(of("db-0", { labels: {} }), "db-0");
  });
});
