import assert from "node:assert/strict";

import type { IstioMeshArgs, Listener } from "../../../components/istio-mesh";
import { checkMesh, covers } from "../../../components/istio-mesh/checks";
import { bare, refusal } from "./fixtures";

const listening = (...listeners: Listener[]): Partial<IstioMeshArgs> => ({
  ingressGateway: {
    listeners: listeners as [Listener, ...Listener[]],
    loadBalancerController: [{} as never],
  },
});

const http: Listener = { protocol: "HTTP", hosts: ["shop.example.com"] };
const https: Listener = { protocol: "HTTPS", hosts: ["*.example.com"], secretName: "tls" };

const wrong: [string, Partial<IstioMeshArgs>, string, unknown, RegExp][] = [
  [
    "a version that is none",
    { revisions: [{ version: "1.31" }] },
    "revisions[0].version",
    "1.31",
    /"1\.31\.0"/,
  ],
  [
    "three control planes",
    { revisions: [{ version: "1.29.0" }, { version: "1.30.0" }, { version: "1.31.0" }] },
    "revisions",
    ["1-29-0", "1-30-0", "1-31-0"],
    /one revision, or two/,
  ],
  [
    "two minor versions at once",
    { revisions: [{ version: "1.29.7" }, { version: "1.31.0" }] },
    "revisions[1].version",
    "1.31.0",
    /one minor version at a time from 1\.29\.7/,
  ],
  [
    "two revisions of one name",
    {
      revisions: [
        { version: "1.30.4", name: "a" },
        { version: "1.31.0", name: "a" },
      ],
    },
    "revisions[1].name",
    "a",
    /its own name/,
  ],
  [
    "a revision called like the tag",
    { revisions: [{ version: "1.31.0", name: "default" }] },
    "revisions[0].name",
    "default",
    /other than default/,
  ],
  [
    "a default that is not there",
    { defaultRevision: "1-30-4" },
    "defaultRevision",
    "1-30-4",
    /1-31-0/,
  ],
  [
    "an exception for everybody",
    {
      mtls: {
        mode: "STRICT",
        plaintextPorts: [{ namespace: "shop", name: "a", labels: {}, ports: [8080] }],
      },
    },
    "mtls.plaintextPorts[0].labels",
    {},
    /at least one label/,
  ],
  [
    "a port that is none",
    {
      mtls: {
        mode: "STRICT",
        plaintextPorts: [{ namespace: "shop", name: "a", labels: { app: "a" }, ports: [0] }],
      },
    },
    "mtls.plaintextPorts[0].ports",
    0,
    /1 to 65535/,
  ],
  [
    "an egress gateway for nothing",
    { egressGateway: true },
    "egressGateway",
    true,
    /externalHosts/,
  ],
  [
    "a wildcard through the egress gateway",
    { egressGateway: true, externalHosts: [{ host: "*.amazonaws.com" }] },
    "externalHosts[0].host",
    "*.amazonaws.com",
    /wildcard/,
  ],
  [
    "another port through the egress gateway",
    { egressGateway: true, externalHosts: [{ host: "db.example.com", port: 5432 }] },
    "externalHosts[0].port",
    5432,
    /443/,
  ],
  [
    "an address for a host",
    { externalHosts: [{ host: "https://a.b" }] },
    "externalHosts[0].host",
    "https://a.b",
    /api\.github\.com/,
  ],
  [
    "a host named twice",
    { externalHosts: [{ host: "a.example.com" }, { host: "a.example.com" }] },
    "externalHosts",
    "a.example.com",
    /once/,
  ],
  [
    "a gateway that nobody gives an address",
    { ingressGateway: { listeners: [http], loadBalancerController: [] } },
    "ingressGateway.loadBalancerController",
    [],
    /Load Balancer Controller/,
  ],
  [
    "a port of the proxy's own",
    listening({ ...http, port: 15021 }),
    "ingressGateway.listeners[0].port",
    15021,
    /15000/,
  ],
  [
    "a port that speaks two protocols",
    listening(http, { ...https, port: 80 }),
    "ingressGateway.listeners[0].port",
    80,
    /either HTTP or HTTPS/,
  ],
  [
    "a listener's host with a path",
    listening({ protocol: "HTTP", hosts: ["shop.example.com/ui"] }),
    "ingressGateway.listeners[0].hosts",
    "shop.example.com/ui",
    /\*\.example\.com/,
  ],
  [
    "a redirect to nowhere",
    listening({ ...http, hosts: ["shop.example.org"], redirectToHttps: true }, https),
    "ingressGateway.listeners[0].redirectToHttps",
    true,
    /HTTPS listener for shop\.example\.org/,
  ],
  [
    "a secret's file for its name",
    listening({ ...https, secretName: "tls.pem/" }),
    "ingressGateway.listeners[0].secretName",
    "tls.pem/",
    /TLS Secret/,
  ],
  [
    "a collector by its short name",
    { tracing: { collector: "jaeger" } },
    "tracing.collector",
    "jaeger",
    /full name/,
  ],
  [
    "more than all traces",
    { tracing: { collector: "jaeger.istio-system.svc.cluster.local", samplingPercent: 101 } },
    "tracing.samplingPercent",
    101,
    /0 to 100/,
  ],
];

describe("IstioMesh refuses by name", () => {
  for (const [what, args, argument, value, fix] of wrong) {
    it(what, () => {
      assert.throws(() => checkMesh({ ...bare, ...args }), refusal(argument, value, fix));
    });
  }

  it("nothing that works", () => {
    checkMesh(bare);
    checkMesh({ ...bare, ...listening({ ...http, redirectToHttps: true }, https) });
    checkMesh({
      ...bare,
      revisions: [{ version: "1.30.4" }, { version: "1.31.0" }],
      defaultRevision: "1-31-0",
      externalHosts: [{ host: "*.amazonaws.com" }, { host: "db.example.com", port: 5432 }],
      tracing: { collector: "jaeger.istio-system.svc.cluster.local", samplingPercent: 0 },
    });
  });

  it("takes a host for covered by its own name, its domain's wildcard or the star", () => {
    assert.ok(covers("a.example.com", "a.example.com"));
    assert.ok(covers("*.example.com", "a.b.example.com"));
    assert.ok(covers("*", "a.example.com"));
    assert.ok(!covers("*.example.com", "example.com"));
    assert.ok(!covers("*.example.com", "badexample.com"));
  });
});
