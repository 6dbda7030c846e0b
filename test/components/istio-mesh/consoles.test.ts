import assert from "node:assert/strict";

import { portForward, type Console } from "../../../components/console";
import {
  ConsoleAccess,
  IstioMesh,
  jaegerCollector,
  MeshConsoles,
  type Authentication,
  type Listener,
} from "../../../components/istio-mesh";
import { checkedCookieSecret } from "../../../components/istio-mesh/cookie-secret";
import type { jaegerConfig } from "../../../components/istio-mesh/jaeger";
import type { kialiValues } from "../../../components/istio-mesh/kiali";
import type { istiodValues } from "../../../components/istio-mesh/values";
import { at, run, type Run } from "../../mocks";
import { bare, controller, only, plain, refusal, release } from "./fixtures";

const https: Listener = {
  protocol: "HTTPS",
  hosts: ["*.consoles.example.com"],
  secretName: "consoles-tls",
};
const password: Authentication = { kind: "password", users: "teacher:$2y$05$hash" };
const oidc = {
  kind: "oidc",
  issuerUrl: "https://id.example.com",
  clientId: "consoles",
  clientSecret: "its-secret",
  cookieSecret: "cookie-sixteen-b",
  emailDomains: ["example.com"],
} as const;
const prometheus: Console = {
  name: "prometheus",
  namespace: "observability",
  service: "prometheus",
  port: 9090,
};
const kibana: Console = {
  name: "kibana",
  namespace: "observability",
  service: "kibana-kb-http",
  port: 5601,
  scheme: "https",
};

interface Access {
  listeners?: [Listener, ...Listener[]];
  consoles?: Console[];
  authentication?: Authentication;
}

const access = ({ listeners = [https], consoles = [prometheus], ...rest }: Access = {}) =>
  run(() => {
    const mesh = new IstioMesh("mesh", {
      ...plain,
      ingressGateway: { listeners, loadBalancerController: [controller()] },
    });
    const { urls } = new ConsoleAccess("access", {
      gateway: mesh.gateway,
      domain: "consoles.example.com",
      consoles,
      authentication: rest.authentication ?? password,
    });
    return { urls };
  });

/** An object of Kubernetes' own kinds, of the shape that a test expects. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- one cast here, none in the tests
const object = <Shape>(result: Run, kind: string, label: string): Shape => {
  const found = result.resources.find(
    ({ type, name }) =>
      type.startsWith("kubernetes:") && type.endsWith(`:${kind}`) && name === label,
  );
  assert.ok(found, `${kind} ${label}`);
  return found.inputs as Shape;
};

interface ServiceObject {
  metadata: { name: string; namespace: string };
  spec: { ports: { port: number }[] };
}
interface SettingsObject {
  data: Record<string, string>;
}
type Kiali = ReturnType<typeof kialiValues>;

describe("MeshConsoles", () => {
  const both = () =>
    run(() => {
      const consoles = new MeshConsoles("consoles", {
        kiali: { prometheusUrl: "http://prometheus.observability.svc.cluster.local:9090" },
        jaeger: {},
      });
      return { forwards: consoles.portForwards };
    });

  it("installs Kiali with a login, pointed at Prometheus and Jaeger", async () => {
    const { inputs } = release<Kiali>(await both(), "consoles-kiali");
    assert.equal(inputs.chart, "kiali-server");
    assert.equal(inputs.values.auth.strategy, "token");
    assert.equal(
      inputs.values.external_services.prometheus.url,
      "http://prometheus.observability.svc.cluster.local:9090",
    );
    assert.equal(
      inputs.values.external_services.tracing.internal_url,
      "http://jaeger.istio-system.svc.cluster.local:16686",
    );
  });

  it("lets nobody change the mesh through a Kiali without login", async () => {
    const result = await run(() => {
      new MeshConsoles("consoles", {
        kiali: { prometheusUrl: "http://prometheus:9090", login: "anonymous" },
      });
      return {};
    });
    const { values } = release<Kiali>(result, "consoles-kiali").inputs;
    assert.equal(values.deployment.view_only_mode, true);
    assert.deepEqual(values.external_services.tracing, { enabled: false });
  });

  it("runs Jaeger where the mesh sends its spans", async () => {
    const result = await both();
    const service = object<ServiceObject>(result, "Service", "consoles-jaeger");
    assert.equal(
      `${service.metadata.name}.${service.metadata.namespace}.svc.cluster.local`,
      jaegerCollector,
    );
    const ports = service.spec.ports.map(({ port }) => port);
    assert.deepEqual(ports, [16686, 4317]);
    const { data } = object<SettingsObject>(result, "ConfigMap", "consoles-jaeger");
    const config = JSON.parse(data["config.yaml"] ?? "") as ReturnType<typeof jaegerConfig>;
    assert.equal(config.receivers.otlp.protocols.grpc.endpoint, "0.0.0.0:4317");
    assert.equal(config.extensions.jaeger_storage.backends.memory.memory.max_traces, 5000);
  });

  it("prints how to look from one's own machine", async () => {
    assert.deepEqual((await both()).outputs.forwards, {
      kiali: {
        command: "kubectl --namespace istio-system port-forward service/kiali 20001:20001",
        url: "http://127.0.0.1:20001/",
      },
      jaeger: {
        command: "kubectl --namespace istio-system port-forward service/jaeger 16686:16686",
        url: "http://127.0.0.1:16686/",
      },
    });
    assert.equal(
      portForward({ ...kibana, localPort: 8443, path: "/app" }).url,
      "https://127.0.0.1:8443/app",
    );
  });

  it("refuses a Prometheus without address", async () => {
    await assert.rejects(
      run(() => {
        new MeshConsoles("consoles", { kiali: { prometheusUrl: "prometheus" } });
        return {};
      }),
      refusal("kiali.prometheusUrl", "prometheus", /http:/),
    );
  });
});

describe("ConsoleAccess", () => {
  it("routes each console by name and asks before each request, with or without a port", async () => {
    const result = await access();
    assert.deepEqual(result.outputs.urls, {
      prometheus: "https://prometheus.consoles.example.com/",
    });
    const route = only(result, "VirtualService");
    assert.deepEqual(route.inputs.spec.hosts, ["prometheus.consoles.example.com"]);
    assert.deepEqual(route.inputs.spec.gateways, ["istio-ingress/istio-ingressgateway"]);
    assert.deepEqual(route.inputs.spec.http?.[0]?.route, [
      {
        destination: { host: "prometheus.observability.svc.cluster.local", port: { number: 9090 } },
      },
    ]);
    const lock = only(result, "AuthorizationPolicy");
    assert.equal(lock.inputs.spec.action, "CUSTOM");
    assert.deepEqual(lock.inputs.spec.selector, { matchLabels: { istio: "ingressgateway" } });
    assert.deepEqual(lock.inputs.spec.rules, [
      {
        to: [
          {
            operation: {
              hosts: ["prometheus.consoles.example.com", "prometheus.consoles.example.com:*"],
            },
          },
        ],
      },
    ]);
    assert.ok(route.dependencies.includes(lock.urn), "no way in before the lock is on");
  });

  it("asks whom the mesh has been told of", async () => {
    const result = await access();
    const istiod = result.resources.find(({ name }) => name.startsWith("mesh-istiod"));
    const { meshConfig } = release<ReturnType<typeof istiodValues>>(result, istiod?.name ?? "")
      .inputs.values;
    const policy = only(result, "AuthorizationPolicy").inputs.spec;
    assert.equal(policy.action, "CUSTOM");
    const asked = policy.provider.name;
    const provider = meshConfig.extensionProviders.find(({ name }) => name === asked);
    assert.ok(provider && "envoyExtAuthzHttp" in provider);
    const { metadata, spec } = object<ServiceObject>(result, "Service", "access-authorizer");
    assert.equal(
      provider.envoyExtAuthzHttp.service,
      `${metadata.name}.${metadata.namespace}.svc.cluster.local`,
    );
    assert.equal(provider.envoyExtAuthzHttp.port, spec.ports[0]?.port);
  });

  it("keeps the users' hashes in a Secret only", async () => {
    const result = await access();
    const holders = result.resources.filter(({ inputs }) =>
      JSON.stringify(inputs).includes("$2y$05$hash"),
    );
    assert.deepEqual(
      holders.map(({ type }) => type),
      ["kubernetes:core/v1:Secret"],
    );
  });

  it("keeps a password from the console behind it, which has users of its own", async () => {
    const [http] = only(await access(), "VirtualService").inputs.spec.http ?? [];
    assert.deepEqual(http?.headers, { request: { remove: ["authorization"] } });
  });

  it("asks an OpenID Connect provider by choice, by settings in a Secret that comes as a file", async () => {
    const result = await access({ authentication: oidc });
    const { stringData } = object<{ stringData: Record<string, string> }>(
      result,
      "Secret",
      "access-authorizer",
    );
    const config = stringData["oauth2-proxy.cfg"] ?? "";
    assert.match(config, /^oidc_issuer_url = "https:\/\/id\.example\.com"$/m);
    assert.match(config, /^email_domains = \["example\.com"\]$/m);
    assert.match(config, /^client_secret = "its-secret"$/m);
    assert.match(config, /^cookie_secret = "cookie-sixteen-b"$/m);
    const { inputs, secretInputs } = result.one("kubernetes:core/v1:Secret", "access-authorizer");
    assert.deepEqual(secretInputs, ["stringData"], JSON.stringify(inputs.metadata));
    const { inputs: deployment } = result.one("kubernetes:apps/v1:Deployment", "access-authorizer");
    const pod = at(deployment, "spec", "template", "spec");
    assert.deepEqual(at(pod, "volumes", 0), {
      name: "secrets",
      secret: { secretName: "console-authorizer" },
    });
    assert.equal(at(pod, "containers", 0, "env"), undefined);
  });

  it("starts anew for another client or cookie secret, once the Secret has it", async () => {
    const pod = async (change: Readonly<Record<string, string>>) => {
      const result = await access({ authentication: { ...oidc, ...change } });
      const { inputs, dependencies } = result.one(
        "kubernetes:apps/v1:Deployment",
        "access-authorizer",
      );
      const { urn } = result.one("kubernetes:core/v1:Secret", "access-authorizer");
      assert.ok(dependencies.includes(urn));
      assert.doesNotMatch(JSON.stringify(inputs), /its-secret|cookie-sixteen-b/);
      return JSON.stringify(at(inputs, "spec", "template", "metadata", "annotations"));
    };
    const marks = [
      await pod({}),
      await pod({ clientSecret: "another-secret" }),
      await pod({ cookieSecret: "cookie-sixteen-c" }),
    ];
    assert.equal(new Set(marks).size, 3);
  });

  it("refuses a cookie secret that oauth2-proxy would not start with, and does not show it", () => {
    assert.throws(
      () => checkedCookieSecret("cookie+key"),
      refusal("authentication.cookieSecret", "(secret)", /give 16, 24 or 32 bytes/),
    );
  });

  it("speaks TLS to a console that does", async () => {
    const result = await access({ consoles: [kibana] });
    assert.deepEqual(only(result, "DestinationRule").inputs.spec, {
      host: "kibana-kb-http.observability.svc.cluster.local",
      trafficPolicy: { tls: { mode: "SIMPLE", insecureSkipVerify: true } },
    });
  });

  it("refuses a gateway without TLS for them", async () => {
    await assert.rejects(
      access({ listeners: [{ protocol: "HTTP", hosts: ["*"] }] }),
      refusal("domain", "consoles.example.com", /HTTPS listener for prometheus\.consoles/),
    );
  });

  it("refuses a gateway that takes their passwords in the clear as well", async () => {
    await assert.rejects(
      access({ listeners: [{ protocol: "HTTP", hosts: ["*"] }, https] }),
      refusal("domain", "consoles.example.com", /redirectToHttps/),
    );
  });

  it("refuses a mesh without gateway", async () => {
    await assert.rejects(
      run(() => {
        const mesh = new IstioMesh("mesh", bare);
        new ConsoleAccess("access", {
          gateway: mesh.gateway,
          domain: "example.com",
          consoles: [prometheus],
          authentication: password,
        });
        return {};
      }),
      refusal("gateway", undefined, /ingressGateway/),
    );
  });
});
