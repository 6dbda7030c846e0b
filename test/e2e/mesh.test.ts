import assert from "node:assert/strict";

import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import {
  GatewayApiCrds,
  gatewayApiManifest,
  readManifest,
  type ManifestObject,
} from "../../components/gateway-api";
import { GatewayIngress } from "../../components/gateway-ingress";
import { istioObject } from "../../components/istio-api";
import { ConsoleAccess, IstioMesh, type IstioMeshArgs } from "../../components/istio-mesh";
import { fetchWithManifests } from "../../sandbox/istio";
import { LiveCluster, type TestStack } from "../sandbox/providers/kubernetes/live";

interface Cluster {
  provider: k8s.Provider;
}

/** Stands for the AWS Load Balancer Controller. */
const controller = ({ provider }: Cluster): pulumi.Resource =>
  new k8s.core.v1.Namespace("controller", { metadata: { name: "controller" } }, { provider });

/** A mesh with everything that it can have, so that every kind of object that it makes is there. */
const everything = (cluster: Cluster): IstioMeshArgs => ({
  mtls: {
    mode: "STRICT",
    plaintextPorts: [
      { namespace: "default", name: "gateway-nlb", labels: { app: "gateway" }, ports: [8080] },
    ],
  },
  outbound: "REGISTRY_ONLY",
  externalHosts: [{ host: "api.github.com" }],
  egressGateway: true,
  tracing: { collector: "jaeger.istio-system.svc.cluster.local", samplingPercent: 10 },
  ingressGateway: {
    listeners: [
      { protocol: "HTTP", hosts: ["*.example.com"], redirectToHttps: true },
      { protocol: "HTTPS", hosts: ["*.example.com"], secretName: "tls", minTls: "1.3" },
    ],
    loadBalancerController: [controller(cluster)],
  },
});

function program(cluster: Cluster, objects: readonly ManifestObject[]): void {
  const options = { providers: { kubernetes: cluster.provider } };
  const mesh = new IstioMesh("mesh", everything(cluster), options);
  new ConsoleAccess(
    "access",
    {
      gateway: mesh.gateway,
      domain: "example.com",
      consoles: [
        {
          name: "kibana",
          namespace: "logging",
          service: "kibana-kb-http",
          port: 5601,
          scheme: "https",
        },
      ],
      authentication: { kind: "password", users: "teacher:$2y$05$hash" },
    },
    options,
  );
  const crds = new GatewayApiCrds("gateway-api", { objects }, options);
  new GatewayIngress(
    "colors",
    {
      on: { kind: "istio", ready: [...mesh.ready, ...crds.ready] },
      namespace: "default",
      rules: {
        hosts: [
          {
            host: "blue.example.com",
            paths: [{ path: "/", service: "blue", port: 80 }],
          },
        ],
      },
    },
    options,
  );
}

describe("the mesh on a real API server", () => {
  let cluster: LiveCluster;
  let stack: TestStack;
  let everyObject: (it: Cluster) => void;
  const webFetch = globalThis.fetch;
  before(async () => {
    cluster = await LiveCluster.start();
    stack = await cluster.stack("mesh");
    globalThis.fetch = fetchWithManifests(webFetch);
    const objects = await readManifest(gatewayApiManifest);
    everyObject = (it) => program(it, objects);
  });
  after(async () => {
    globalThis.fetch = webFetch;
    await cluster.dispose();
  });

  const names = async (kinds: string) =>
    (await cluster.kubectl("get", kinds, "--all-namespaces", "--output=name"))
      .split("\n")
      .filter((name) => name !== "");

  it("has every object of Istio's and the Gateway API's taken by their real definitions", async () => {
    const { failed, output } = await stack.up(everyObject);
    assert.equal(failed, false, output);
    assert.match(output, /chart base is not installed here: .*15 custom resource definitions/);
    const made = await names(
      "peerauthentication,telemetry,serviceentry,gateways.networking.istio.io,virtualservice,destinationrule,authorizationpolicy",
    );
    assert.deepEqual(made.sort(), [
      "authorizationpolicy.security.istio.io/consoles",
      "destinationrule.networking.istio.io/console-kibana",
      "destinationrule.networking.istio.io/istio-egressgateway",
      "gateway.networking.istio.io/istio-egressgateway",
      "gateway.networking.istio.io/istio-ingressgateway",
      "peerauthentication.security.istio.io/default",
      "peerauthentication.security.istio.io/gateway-nlb",
      "serviceentry.networking.istio.io/api.github.com",
      "telemetry.telemetry.istio.io/mesh-default",
      "virtualservice.networking.istio.io/api.github.com",
      "virtualservice.networking.istio.io/console-kibana",
    ]);
    assert.deepEqual(await names("gateways.gateway.networking.k8s.io,httproute"), [
      "gateway.gateway.networking.k8s.io/colors",
      "httproute.gateway.networking.k8s.io/colors.blue.example.com",
    ]);
  });

  it("finds nothing to do a second time", async () => {
    const { changes, output } = await stack.up(everyObject);
    assert.deepEqual(Object.keys(changes), ["same"], output);
  });

  it("refuses in a preview what the definitions refuse, by the object's name", async () => {
    const { failed, output } = await stack.preview((it) => {
      everyObject(it);
      istioObject(
        "wrong",
        {
          kind: "PeerAuthentication",
          namespace: "default",
          name: "wrong",
          spec: { mtls: { mode: "SOMETIMES" as "STRICT" } },
        },
        { provider: it.provider },
      );
    });
    assert.ok(failed);
    assert.match(output, /PeerAuthentication default\/wrong: .*SOMETIMES/);
  });

  it("brings definitions back that someone has removed, and their objects", async () => {
    await cluster.kubectl("delete", "crd", "telemetries.telemetry.istio.io");
    const { failed, output } = await stack.up(everyObject, { refresh: true });
    assert.equal(failed, false, output);
    assert.deepEqual(await names("telemetry"), ["telemetry.telemetry.istio.io/mesh-default"]);
  });

  it("leaves no definition behind, though those of others stay", async () => {
    const other = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "others.example.com" },
      spec: {
        group: "example.com",
        names: { kind: "Other", plural: "others" },
        scope: "Namespaced",
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object" } },
          },
        ],
      },
    };
    await cluster.apply(other);
    const { failed, output } = await stack.destroy();
    assert.equal(failed, false, output);
    const [left, ...more] = await names("crd");
    assert.match(left ?? "", /others\.example\.com$/);
    assert.deepEqual(more, []);
  });

  it("is the same behind a plugin on PATH: releases are recorded, objects are the plugin's", async () => {
    await cluster.playOfficial();
    const { failed, output } = await stack.up(everyObject);
    assert.equal(failed, false, output);
    assert.match(output, /chart istiod is not installed here/);
    assert.deepEqual(await names("telemetry"), ["telemetry.telemetry.istio.io/mesh-default"]);
    const { failed: held, output: said } = await stack.destroy();
    assert.equal(held, false, said);
  });
});
