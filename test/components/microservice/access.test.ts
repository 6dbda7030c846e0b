import assert from "node:assert/strict";

import type { MicroserviceArgs } from "../../../components/microservice";
import { at } from "../../mocks";
import { build, inputsOf, objects, type Overrides } from "./fixtures";

const policy = async (args?: Overrides) => inputsOf(await build(args), "NetworkPolicy").spec;
const app = (name: string) => ({ podSelector: { matchLabels: { app: name } } });
const namespace = (name: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});
const ports = [{ port: 8080, protocol: "TCP" }];
const ingressGateway = { namespace: "istio-ingress", pods: { istio: "ingressgateway" } };
const dns = {
  ports: [
    { port: 53, protocol: "UDP" },
    { port: 53, protocol: "TCP" },
  ],
};

describe("Microservice: who may call it", () => {
  it("its callers, anyone, or nobody", async () => {
    const rules = async (args?: Overrides) => at(await policy(args), "ingress");
    assert.deepEqual(await rules(), []);
    assert.deepEqual(await rules({ callers: ["gateway", ingressGateway] }), [
      {
        ports,
        from: [
          app("gateway"),
          {
            ...namespace("istio-ingress"),
            podSelector: { matchLabels: { istio: "ingressgateway" } },
          },
        ],
      },
    ]);
    assert.deepEqual(await rules({ callers: "anyone" }), [{ ports }]);
    assert.deepEqual(await rules({ exposure: "loadBalancer" }), [{ ports }]);
    assert.deepEqual(await rules({ exposure: "loadBalancer", callers: [] }), []);
  });

  it("holds for all its slots, both ways", async () => {
    const spec = await policy();
    assert.deepEqual(at(spec, "podSelector"), { matchLabels: { app: "web" } });
    assert.deepEqual(at(spec, "policyTypes"), ["Ingress", "Egress"]);
  });

  it("in a mesh by identity too, which a certificate proves", async () => {
    const allowed = async (callers?: MicroserviceArgs["callers"]) => {
      const made = await build({ mesh: {}, ...(callers && { callers }) });
      return objects(made, "AuthorizationPolicy").length === 0
        ? "anyone"
        : inputsOf(made, "AuthorizationPolicy").spec;
    };
    const selector = { matchLabels: { app: "web" } };
    assert.deepEqual(await allowed(), { selector, action: "ALLOW" }, "nobody");
    assert.equal(await allowed("anyone"), "anyone");
    assert.deepEqual(await allowed(["gateway", ingressGateway]), {
      selector,
      action: "ALLOW",
      rules: [
        { from: [{ source: { principals: ["cluster.local/ns/shop/sa/gateway"] } }] },
        { from: [{ source: { namespaces: ["istio-ingress"] } }] },
      ],
    });
  });
});

describe("Microservice: in a strict mesh", () => {
  const policies = async (args: Overrides) => {
    const made = await build(args);
    return {
      byCertificate: objects(made, "AuthorizationPolicy"),
      plaintext: objects(made, "PeerAuthentication"),
    };
  };

  it("takes plaintext where it is told to, and then asks nobody for a certificate", async () => {
    const callers = ["gateway"];
    assert.deepEqual(await policies({ callers, mesh: { plaintext: true }, port: 9090 }), {
      byCertificate: [],
      plaintext: ["web"],
    });
    assert.deepEqual(await policies({ callers, mesh: {} }), {
      byCertificate: ["web"],
      plaintext: [],
    });
  });

  it("takes it from its own load balancer, on its own port alone, unless it is told not to", async () => {
    const exposure = "loadBalancer";
    const made = await build({ exposure, mesh: {}, port: 9090 });
    assert.deepEqual(inputsOf(made, "PeerAuthentication").spec, {
      selector: { matchLabels: { app: "web" } },
      portLevelMtls: { 9090: { mode: "PERMISSIVE" } },
    });
    assert.deepEqual(
      await policies({ exposure, callers: ["gateway"], mesh: { plaintext: false } }),
      { byCertificate: ["web"], plaintext: [] },
    );
  });

  it("lets in the gateway that its host names are at", async () => {
    const gateway = { name: "shop", namespace: "istio-ingress" };
    const made = await build({ mesh: { ingress: { gateway, hosts: ["web.example.com"] } } });
    const from = at(inputsOf(made, "NetworkPolicy"), "spec", "ingress", 0, "from", 0);
    assert.deepEqual(from, {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "istio-ingress" } },
    });
    const source = at(
      inputsOf(made, "AuthorizationPolicy"),
      "spec",
      "rules",
      0,
      "from",
      0,
      "source",
    );
    assert.deepEqual(source, { namespaces: ["istio-ingress"] });
  });

  it("lets in who reads its sidecar's numbers", async () => {
    const rules = at(await policy({ mesh: { scrapers: [{ namespace: "watch" }] } }), "ingress");
    assert.deepEqual(rules, [
      { from: [namespace("watch")], ports: [{ port: 15020, protocol: "TCP" }] },
    ]);
  });
});

describe("Microservice: whom it may call", () => {
  it("anyone, unless it is said", async () => {
    assert.deepEqual(at(await policy(), "egress"), [{}]);
  });

  it("whom it is said to, after asking DNS where they are", async () => {
    const rules = async (args?: Overrides) => at(await policy(args), "egress");
    assert.deepEqual(await rules({ calls: [] }), [dns]);
    assert.deepEqual(
      await rules({
        calls: ["products", { namespace: "data", port: 5432 }, { cidr: "10.0.0.0/16", port: 6379 }],
      }),
      [
        dns,
        { to: [app("products")], ports },
        { to: [namespace("data")], ports: [{ port: 5432, protocol: "TCP" }] },
        { to: [{ ipBlock: { cidr: "10.0.0.0/16" } }], ports: [{ port: 6379, protocol: "TCP" }] },
      ],
    );
  });

  it("and in a mesh the control plane, without which its sidecar does not start", async () => {
    const egress = at(await policy({ mesh: {}, calls: [] }), "egress");
    assert.deepEqual(at(egress, 1), {
      to: [{ ...namespace("istio-system"), podSelector: { matchLabels: { app: "istiod" } } }],
      ports: [{ port: 15012, protocol: "TCP" }],
    });
  });
});
