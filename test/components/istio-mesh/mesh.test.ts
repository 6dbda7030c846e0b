import assert from "node:assert/strict";

import { injectionLabels, IstioMesh, meshPods } from "../../../components/istio-mesh";
import type { IstioMeshArgs } from "../../../components/istio-mesh";
import type {
  baseValues,
  gatewayValues,
  istiodValues,
} from "../../../components/istio-mesh/values";
import { platformVersions } from "../../../versions";
import { run, type Run } from "../../mocks";
import { bare, controller, istio, only, plain, release, waitsFor } from "./fixtures";

type Istiod = ReturnType<typeof istiodValues>;
type Gateway = ReturnType<typeof gatewayValues>;

const version = platformVersions.istio.version;
const revision = version.replaceAll(".", "-");

const up = (args: IstioMeshArgs) =>
  run(() => {
    new IstioMesh("mesh", args);
    return {};
  });

const withGateway = (args: Partial<IstioMeshArgs> = {}) =>
  run(() => {
    new IstioMesh("mesh", {
      ...plain,
      ingressGateway: {
        listeners: [
          { protocol: "HTTP", hosts: ["shop.example.com"], redirectToHttps: true },
          { protocol: "HTTPS", hosts: ["*.example.com"], secretName: "shop-tls", minTls: "1.3" },
        ],
        loadBalancerController: [controller()],
      },
      ...args,
    });
    return {};
  });

const istiod = (result: Run) => release<Istiod>(result, `mesh-istiod-${revision}`);
const base = (result: Run) => release<ReturnType<typeof baseValues>>(result, "mesh-base");
const ingress = (result: Run) => release<Gateway>(result, "mesh-istio-ingressgateway");

describe("IstioMesh", () => {
  it("installs base, node agent and a control plane under its revision, from the official charts", async () => {
    const result = await up(bare);
    for (const name of ["istio-base", "istio-cni", `istiod-${revision}`]) {
      const { inputs } = release(result, `mesh-${name.replace("istio-", "")}`);
      assert.equal(inputs.name, name);
      assert.equal(inputs.version, version);
      assert.equal(inputs.namespace, "istio-system");
      assert.deepEqual(inputs.repositoryOpts, {
        repo: "https://istio-release.storage.googleapis.com/charts",
      });
    }
    assert.equal(base(result).inputs.values.defaultRevision, revision);
    const { values } = istiod(result).inputs;
    assert.equal(values.revision, revision);
    assert.deepEqual(values.revisionTags, ["default"]);
    assert.equal(values.cni.enabled, true);
    assert.ok(waitsFor(istiod(result), "mesh-base"));
  });

  it("registers what it made under itself", async () => {
    const result = await up(bare);
    const mesh = result.one("twelve-street:components:IstioMesh", "mesh");
    assert.ok(result.registered.has(mesh.urn));
    const inside = result.resources.filter(({ urn }) => urn !== mesh.urn);
    assert.deepEqual(
      inside.filter(({ parent }) => parent !== mesh.urn).map(({ name }) => name),
      [],
    );
  });

  it("lets its own objects wait for the CRDs and the control plane", async () => {
    const result = await withGateway({ externalHosts: [{ host: "api.github.com" }] });
    for (const object of [
      ...istio(result, "PeerAuthentication"),
      ...istio(result, "Telemetry"),
      ...istio(result, "ServiceEntry"),
    ]) {
      assert.ok(waitsFor(object, "mesh-base"), object.name);
      assert.ok(waitsFor(object, `mesh-istiod-${revision}`), object.name);
    }
  });

  it("lets pods wait for nodes, but not the CRDs", async () => {
    const result = await run(() => {
      new IstioMesh("mesh", { ...bare, runsAfter: [controller()] });
      return {};
    });
    assert.ok(waitsFor(istiod(result), "controller"));
    assert.ok(waitsFor(release(result, "mesh-cni"), "controller"));
    assert.ok(!waitsFor(base(result), "controller"));
  });

  it("moves the default tag from the one that lets go to the one that takes it", async () => {
    const revisions = [{ version: "1.30.4" }, { version }] as const;
    const before = await withGateway({ revisions });
    const after = await withGateway({ revisions, defaultRevision: revision });
    const [old, next] = ["mesh-istiod-1-30-4", `mesh-istiod-${revision}`] as const;
    assert.ok(waitsFor(release(before, old), next));
    assert.ok(waitsFor(release(after, next), old));
    assert.equal(ingress(before).inputs.values.revision, "1-30-4");
    assert.equal(ingress(before).inputs.version, "1.30.4");
    assert.equal(ingress(after).inputs.values.revision, revision);
    assert.equal(base(after).inputs.values.defaultRevision, revision);
    assert.equal(base(before).inputs.version, version);
  });

  it("asks for mutual TLS everywhere but on the ports that are excepted", async () => {
    const plaintext = {
      namespace: "shop",
      name: "gateway-nlb",
      labels: { app: "gateway" },
      ports: [8080],
    } as const;
    const result = await up({
      ...bare,
      mtls: { mode: "STRICT", plaintextPorts: [plaintext] },
    });
    const [all, exception] = istio(result, "PeerAuthentication").map(({ inputs }) => inputs);
    assert.deepEqual(all?.metadata, { namespace: "istio-system", name: "default" });
    assert.deepEqual(all.spec, { mtls: { mode: "STRICT" } });
    assert.equal(exception?.metadata.namespace, "shop");
    assert.deepEqual(exception.spec, {
      selector: { matchLabels: { app: "gateway" } },
      mtls: { mode: "STRICT" },
      portLevelMtls: { "8080": { mode: "PERMISSIVE" } },
    });
  });

  it("takes plaintext too when it is to be permissive", async () => {
    const result = await up({ ...bare, mtls: { mode: "PERMISSIVE" } });
    const [all, ...others] = istio(result, "PeerAuthentication");
    assert.deepEqual(all?.inputs.spec, { mtls: { mode: "PERMISSIVE" } });
    assert.deepEqual(others, []);
  });

  it("bounds calls to the outside to known hosts by choice", async () => {
    const result = await up({
      ...bare,
      outbound: "REGISTRY_ONLY",
      externalHosts: [{ host: "api.github.com" }, { host: "*.amazonaws.com", port: 8443 }],
    });
    assert.deepEqual(istiod(result).inputs.values.meshConfig.outboundTrafficPolicy, {
      mode: "REGISTRY_ONLY",
    });
    assert.deepEqual(
      istio(result, "ServiceEntry").map(({ inputs }) => [
        inputs.spec.hosts,
        inputs.spec.resolution,
        inputs.spec.ports,
      ]),
      [
        [["api.github.com"], "DNS", [{ number: 443, name: "tls", protocol: "TLS" }]],
        [["*.amazonaws.com"], "NONE", [{ number: 8443, name: "tls", protocol: "TLS" }]],
      ],
    );
    assert.deepEqual(istio(result, "VirtualService"), []);
  });

  it("sends those calls through the egress gateway by choice, TLS untouched", async () => {
    const result = await up({
      ...bare,
      externalHosts: [{ host: "api.github.com" }],
      egressGateway: true,
    });
    const gateway = release<Gateway>(result, "mesh-istio-egressgateway");
    assert.equal(gateway.inputs.values.service.type, "ClusterIP");
    const [server] = only(result, "Gateway").inputs.spec.servers;
    assert.deepEqual(server?.hosts, ["api.github.com"]);
    assert.deepEqual(server.tls, { mode: "PASSTHROUGH" });
    assert.deepEqual(
      only(result, "VirtualService").inputs.spec.tls?.map(
        ({ route }) => route[0]?.destination.host,
      ),
      ["istio-egressgateway.istio-ingress.svc.cluster.local", "api.github.com"],
    );
    const { trafficPolicy } = only(result, "DestinationRule").inputs.spec;
    assert.deepEqual(trafficPolicy, { tls: { mode: "DISABLE" } });
  });

  it("puts an NLB of the controller's in front of the ingress gateway, after the controller", async () => {
    const result = await withGateway();
    const gateway = ingress(result);
    assert.equal(gateway.inputs.namespace, "istio-ingress");
    const { service } = gateway.inputs.values;
    assert.equal(service.type, "LoadBalancer");
    assert.equal(service.loadBalancerClass, "service.k8s.aws/nlb");
    const prefix = "service.beta.kubernetes.io/aws-load-balancer-";
    assert.equal(service.annotations?.[`${prefix}scheme`], "internet-facing");
    assert.equal(service.annotations[`${prefix}nlb-target-type`], "ip");
    assert.equal(service.annotations[`${prefix}healthcheck-port`], "15021");
    assert.deepEqual(
      service.ports.map(({ port, name }) => [port, name]),
      [
        [80, "http-80"],
        [443, "https-443"],
      ],
    );
    assert.ok(waitsFor(gateway, `mesh-istiod-${revision}`));
    assert.ok(waitsFor(gateway, "controller"));
  });

  it("listens as it is told, with hosts, redirect and TLS secret", async () => {
    const result = await withGateway();
    const gateway = only(result, "Gateway");
    assert.deepEqual(gateway.inputs.spec, {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          port: { number: 80, name: "http-80-0", protocol: "HTTP" },
          hosts: ["shop.example.com"],
          tls: { httpsRedirect: true },
        },
        {
          port: { number: 443, name: "https-443-1", protocol: "HTTPS" },
          hosts: ["*.example.com"],
          tls: { mode: "SIMPLE", credentialName: "shop-tls", minProtocolVersion: "TLSV1_3" },
        },
      ],
    });
    assert.ok(waitsFor(gateway, "mesh-istio-ingressgateway"));
  });

  it("sends spans and writes access logs as asked", async () => {
    const collector = "jaeger.istio-system.svc.cluster.local";
    const result = await up({ ...bare, tracing: { collector, samplingPercent: 10 } });
    const { extensionProviders } = istiod(result).inputs.values.meshConfig;
    assert.deepEqual(
      extensionProviders.find(({ name }) => name === "spans"),
      { name: "spans", opentelemetry: { service: collector, port: 4317 } },
    );
    assert.deepEqual(only(result, "Telemetry").inputs.spec, {
      accessLogging: [
        { providers: [{ name: "envoy" }], filter: { expression: "response.code >= 400" } },
      ],
      tracing: [{ providers: [{ name: "spans" }], randomSamplingPercentage: 10 }],
    });
  });

  it("writes all or no access logs, and no spans unless asked", async () => {
    for (const [accessLogs, log] of [
      ["all", {}],
      ["off", { disabled: true }],
    ] as const) {
      const result = await up({ ...bare, accessLogs });
      assert.deepEqual(only(result, "Telemetry").inputs.spec, {
        accessLogging: [{ providers: [{ name: "envoy" }], ...log }],
      });
    }
  });

  it("opens istiod's ports from the control plane to the nodes", async () => {
    const securityGroups = { nodes: "sg-0aaaaaaaaaaaaaaaa", controlPlane: "sg-0bbbbbbbbbbbbbbbb" };
    const result = await up({ ...bare, securityGroups });
    const rules = result.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    assert.deepEqual(
      rules.map(({ inputs }) => [inputs.fromPort, inputs.toPort, inputs.ipProtocol]).sort(),
      [
        [15012, 15012, "tcp"],
        [15017, 15017, "tcp"],
      ],
    );
    for (const { inputs } of rules) {
      assert.equal(inputs.securityGroupId, securityGroups.nodes);
      assert.equal(inputs.referencedSecurityGroupId, securityGroups.controlPlane);
    }
    assert.ok(waitsFor(istiod(result), "mesh-15017"));
  });

  it("asks for little when it is small, and drains then", async () => {
    const result = await withGateway({ size: "small" });
    const { values } = istiod(result).inputs;
    assert.equal(values.autoscaleEnabled, false);
    assert.equal(values.global.defaultPodDisruptionBudget.enabled, false);
    assert.deepEqual(values.resources, { requests: { cpu: "50m", memory: "192Mi" } });
    const gateway = ingress(result).inputs.values;
    assert.equal(gateway.autoscaling.enabled, false);
    assert.equal(gateway.replicaCount, 1);
  });

  it("says which pods it adds", () => {
    const pods = meshPods("small", { revisions: 2, ingress: true, egress: false });
    assert.deepEqual(
      pods.map(({ name, pods: count, perNode }) => [name, count, perNode]),
      [
        ["istiod", 2, false],
        ["istio-ingressgateway", 1, false],
        ["istio-cni-node", 1, true],
      ],
    );
  });

  it("marks namespaces for the default tag or a revision", () => {
    assert.deepEqual(injectionLabels(), { "istio.io/rev": "default" });
    assert.deepEqual(injectionLabels("1-31-1"), { "istio.io/rev": "1-31-1" });
  });
});
