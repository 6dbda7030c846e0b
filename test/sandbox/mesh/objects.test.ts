import assert from "node:assert/strict";

import { parse, parseAllDocuments } from "yaml";

import { bootstrap, type EnvoyNode } from "../../../sandbox/mesh/envoy";
import { declaredMesh } from "../../../sandbox/mesh/declared";
import { meshConfigText } from "../../../sandbox/mesh/istiod";
import { meshLayoutOf } from "../../../sandbox/mesh/layout";
import { callerObject, inboundObject, sandboxObjects } from "../../../sandbox/mesh/objects";
import type { MeshSettings, PlayedService } from "../../../sandbox/mesh";
import { useOwnHome } from "../home";

const service = (name: string, change: Partial<PlayedService> = {}): PlayedService => ({
  name,
  namespace: "shop",
  port: 8080,
  calls: [],
  public: true,
  ...change,
});

const services = [service("products", { public: false }), service("gateway"), service("ui")];

interface Any {
  kind: string;
  metadata: { name: string };
  spec: Record<string, unknown>;
}

describe("the mesh's own objects", () => {
  useOwnHome();

  const objects = (...all: PlayedService[]) =>
    parseAllDocuments(sandboxObjects(40_080, all, "istio-ingress/istio-ingressgateway")).map(
      (it) => it.toJS() as Any,
    );

  it("bind every listener of the gateway to loopback, port 80 to the gateway's own", () => {
    const filter = objects().find(({ metadata }) => metadata.name === "sandbox-gateway");
    const text = JSON.stringify(filter?.spec.configPatches);
    assert.match(text, /"address":"127\.0\.0\.1"/);
    assert.match(text, /"portNumber":80.*"port_value":40080/);
  });

  it("lead to the public services, by host, and to the first for all others", () => {
    const entry = objects(...services).find(({ kind }) => kind === "VirtualService");
    const http = entry?.spec.http as { match?: unknown; route: unknown }[];
    assert.equal(http.length, 3);
    assert.match(JSON.stringify(http[1]?.match), /"ui\."/);
    assert.equal(http[2]?.match, undefined);
    assert.match(JSON.stringify(http[2]?.route), /gateway\.shop\.svc\.cluster\.local/);
    assert.deepEqual(
      objects(...services.slice(0, 1)).map(({ kind }) => kind),
      ["EnvoyFilter", "EnvoyFilter", "EnvoyFilter"],
    );
  });

  it("give a caller's Envoy the routes of the port that it calls", () => {
    const { spec } = parse(
      callerObject("shop.gateway.8080", {
        redirected: 40_091,
        proxied: 40_090,
        called: 8080,
        names: 40_092,
      }),
    ) as Any;
    const text = JSON.stringify(spec);
    assert.match(text, /"127\.0\.0\.1_40090"/);
    assert.match(text, /"route_config_name":"8080"/);
    assert.match(text, /"sandbox\.twelve-street\/envoy-name":"shop\.gateway\.8080"/);
  });

  it("have a sidecar take on loopback what iptables would send it, and ask where it was going", () => {
    const patches = (name: string) =>
      JSON.stringify(objects().find(({ metadata }) => metadata.name === name)?.spec.configPatches);
    for (const [name, taken, other] of [
      ["sandbox-sidecar", "virtualOutbound", "virtualInbound"],
      ["sandbox-inbound", "virtualInbound", "virtualOutbound"],
    ] as const) {
      const text = patches(name);
      assert.match(text, new RegExp(`"${other}"}},"patch":{"operation":"REMOVE"`));
      assert.match(
        text,
        new RegExp(`"${taken}"}},"patch":{"operation":"MERGE".*"127\\.0\\.0\\.1"`),
      );
      assert.match(text, /"listenerFilter":"[a-z_.]*original_dst"}},"patch":{"operation":"REMOVE"/);
      assert.match(text, /INSERT_FIRST.*proxy_protocol/);
    }
    const own = inboundObject("inbound.shop.products-1", 40_093);
    assert.match(own, /port_value: 40093/);
    assert.match(own, /envoy-name: inbound\.shop\.products-1/);
  });

  it("let an Envoy listen on loopback, and be nobody's pod", () => {
    const node: EnvoyNode = {
      kind: "sidecar",
      name: "shop.gateway.8080",
      namespace: "shop",
      serviceAccount: "gateway",
      labels: { app: "gateway" },
      adminPort: 40_001,
      callsPort: 40_002,
    };
    const settings = { versions: { istiod: "1.31.0" } } as MeshSettings;
    const made = bootstrap(settings, node, 40_003, "secrets.sock");
    assert.match(made.node.id, /^sidecar~192\.0\.2\.2~/);
    assert.equal(made.node.metadata.HTTP_PROXY_PORT, "40002");
    assert.doesNotMatch(JSON.stringify(made), /0\.0\.0\.0/);
  });

  it("are told what the stack's release of istiod declares, but for what cannot be so here", () => {
    const declared = declaredMesh([
      {
        urn: "one",
        type: "kubernetes:helm.sh/v3:Release",
        inputs: {
          chart: "istiod",
          values: {
            meshConfig: {
              outboundTrafficPolicy: { mode: "REGISTRY_ONLY" },
              extensionProviders: [
                { name: "spans", opentelemetry: { service: "jaeger" } },
                { name: "door", envoyExtAuthzHttp: {} },
              ],
            },
          },
        },
      },
    ]);
    const config = JSON.parse(meshConfigText(meshLayoutOf("dev"), declared)) as {
      outboundTrafficPolicy: unknown;
      extensionProviders: { name: string }[];
      enableAutoMtls: boolean;
    };
    assert.deepEqual(config.outboundTrafficPolicy, { mode: "REGISTRY_ONLY" });
    assert.deepEqual(
      config.extensionProviders.map(({ name }) => name),
      ["door"],
    );
    assert.equal(config.enableAutoMtls, true);
    assert.deepEqual(declaredMesh([]), {});
  });
});
