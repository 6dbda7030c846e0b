import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import * as pulumi from "@pulumi/pulumi";

import {
  TwelveStreet,
  type PodTargets,
  type ServiceSettings,
  type AppMesh,
} from "../../apps/twelve-street";
import { serviceNames, type ServiceName } from "../../apps/twelve-street/services";
import { at, run, type Recorded, type Run } from "../mocks";

class Part extends pulumi.CustomResource {}

const v1 = { version: "v1" };

const each = <Value>(of: Value): Record<ServiceName, Value> =>
  Object.fromEntries(serviceNames.map((name) => [name, of])) as Record<ServiceName, Value>;

const settings: ServiceSettings = {
  enabled: true,
  rollout: { strategy: "ramped", release: v1 },
  replicas: 2,
  env: {},
};

const products: ServiceSettings = {
  ...settings,
  rollout: {
    strategy: "canary",
    stable: v1,
    canary: { version: "v2" },
    steps: [{ weight: 25 }],
    at: 0,
  },
};

interface Place {
  readonly mesh?: Omit<AppMesh, "ready">;
  readonly podTargets?: Omit<PodTargets, "controller">;
}

const build = ({ mesh, podTargets }: Place): Promise<Run> =>
  run(() => {
    new TwelveStreet("shop", {
      namespace: "shop",
      kubernetesVersion: "1.36",
      services: {
        ...each(settings),
        // Who joins has one slot of each service.
        ...(!mesh?.joining && { products }),
        orders: { ...settings, uses: ["database"] },
      },
      images: each("example.org/shop"),
      secrets: { namingKey: "a-long-random-text", services: {} },
      ...(mesh && { mesh: { ...mesh, ready: [new Part("test:index:Part", "istiod")] } }),
      ...(podTargets && {
        podTargets: { ...podTargets, controller: [new Part("test:index:Part", "controller")] },
      }),
      backingServices: () => ({
        database: {
          secretName: "database-0a1b2c",
          ready: [new Part("test:index:Part", "database")],
        },
        cache: { secretName: "cache-3d4e5f", ready: [] },
      }),
    });
    return {};
  });

const injection = { "istio.io/rev": "default" };
const readinessGates = { "example.org/gates": "enabled" };
const podTargets = { readinessGates, ownsServices: false, drainSeconds: 40 };
const prometheus = { namespace: "watch", pods: { app: "prometheus" } };

const runs: Partial<Record<string, Promise<Run>>> = {};
const outside = () => (runs.outside ??= build({}));
const inside = () =>
  (runs.inside ??= build({ mesh: { injection, scrapers: [prometheus] }, podTargets }));
const joining = () => (runs.joining ??= build({ mesh: { injection, joining: true }, podTargets }));

const labels = ({ one }: Run) =>
  at(one("kubernetes:core/v1:Namespace", "shop").inputs, "metadata", "labels") as Record<
    string,
    string
  >;

/** Istio's objects of a kind, by name. */
const istio = ({ resources }: Run, kind: string): Record<string, Recorded> =>
  Object.fromEntries(
    resources.filter(({ type }) => type.endsWith(`:${kind}`)).map((it) => [it.name, it]),
  );

const policies = (made: Run) => ({
  byCertificate: Object.keys(istio(made, "AuthorizationPolicy")).sort(),
  plaintext: Object.keys(istio(made, "PeerAuthentication")).sort(),
});

const deployments = ({ ofType }: Run) => ofType("kubernetes:apps/v1:Deployment");
const backends = ["delivery", "oauth", "orders", "products"];

describe("TwelveStreet without a mesh", () => {
  it("has no labels and no objects of one, nor gates that nobody opens", async () => {
    const made = await outside();
    assert.ok(Object.keys(labels(made)).every((key) => key.startsWith("pod-security.")));
    assert.ok(!made.resources.some(({ type }) => type.includes("istio.io")));
    for (const { inputs } of deployments(made))
      assert.equal(at(inputs, "spec", "template", "metadata", "annotations"), undefined);
  });
});

describe("TwelveStreet behind load balancers that send to its pods", () => {
  it("answers on until they have stopped, where the outside comes in", async () => {
    const made = await inside();
    const leaving = Object.fromEntries(
      deployments(made).map(({ name, inputs }) => {
        const pod = at(inputs, "spec", "template", "spec");
        const sleep = at(pod, "containers", 0, "lifecycle", "preStop", "sleep", "seconds");
        return [name, [sleep, at(pod, "terminationGracePeriodSeconds")]];
      }),
    );
    assert.deepEqual(leaving.gateway, [40, 70]);
    assert.deepEqual(leaving.ui, [40, 70]);
    assert.deepEqual(leaving.orders, [15, 45]);
  });

  it("is reached from the internet, whoever makes its NLBs", async () => {
    const schemes = (await outside())
      .ofType("kubernetes:core/v1:Service")
      .map(({ inputs }) => at(inputs, "metadata", "annotations"))
      .map((of) => at(of, "service.beta.kubernetes.io/aws-load-balancer-scheme"))
      .filter((scheme) => scheme !== undefined);
    assert.deepEqual(schemes, ["internet-facing", "internet-facing"]);
  });
});

describe("TwelveStreet with a database to use", () => {
  it("gives its credentials to who uses it, as files, and waits for it", async () => {
    const made = await outside();
    const database = made.one("test:index:Part", "database").urn;
    const has = (list: unknown, it: unknown) =>
      ((list ?? []) as unknown[]).some((other) => isDeepStrictEqual(other, it));
    for (const { name, inputs, dependencies } of deployments(made)) {
      const pod = at(inputs, "spec", "template", "spec");
      const container = at(pod, "containers", 0);
      const secret = { secretName: "database-0a1b2c", defaultMode: 0o440 };
      const mountPath = "/run/secrets/database";
      const mount = { name: "database", mountPath, readOnly: true };
      const uses = name === "orders";
      assert.equal(has(at(pod, "volumes"), { name: "database", secret }), uses, name);
      assert.equal(has(at(container, "volumeMounts"), mount), uses, name);
      const variable = { name: "DATABASE_SECRETS", value: mountPath };
      assert.equal(has(at(container, "env"), variable), uses, name);
      assert.equal(dependencies.includes(database), uses, name);
      assert.ok(!JSON.stringify(pod).includes("cache-3d4e5f"), name);
    }
  });
});

describe("TwelveStreet in a mesh", () => {
  it("has sidecars put in under Pod Security restricted, and gates where a load balancer leads to pods", async () => {
    const made = await inside();
    assert.deepEqual(labels(made), {
      ...labels(await outside()),
      ...injection,
      ...readinessGates,
    });
    assert.equal(labels(made)["pod-security.kubernetes.io/enforce"], "restricted");
    const parts = ["istiod", "controller"].map((part) => made.one("test:index:Part", part).urn);
    for (const { dependencies, name } of deployments(made))
      for (const urn of parts) assert.ok(dependencies.includes(urn), `${name} ${urn}`);
  });

  it("takes plaintext where load balancers come in, and elsewhere callers by their certificates", async () => {
    const made = await inside();
    assert.deepEqual(policies(made), { byCertificate: backends, plaintext: ["gateway", "ui"] });
    assert.deepEqual(istio(made, "PeerAuthentication").ui?.inputs.spec, {
      selector: { matchLabels: { app: "ui" } },
      portLevelMtls: { 8080: { mode: "PERMISSIVE" } },
    });
    const rules = at(istio(made, "AuthorizationPolicy").products?.inputs, "spec", "rules");
    assert.deepEqual(
      (rules as unknown[]).map((rule) => at(rule, "from", 0, "source", "principals", 0)),
      ["orders", "delivery", "gateway"].map((name) => `cluster.local/ns/shop/sa/${name}`),
    );
  });

  it("lets load balancers in before pods have sidecars that would not", async () => {
    const made = await inside();
    const urn = istio(made, "PeerAuthentication").gateway?.urn ?? "?";
    const [gateway] = deployments(made).filter(({ name }) => name === "gateway");
    assert.ok(gateway?.dependencies.includes(urn));
  });

  it("moves a canary by the weights of its route", async () => {
    const made = await inside();
    const routes = istio(made, "VirtualService");
    assert.deepEqual(Object.keys(routes).sort(), backends);
    assert.deepEqual(at(routes.products?.inputs, "spec", "http", 0, "route"), [
      { destination: { host: "products", subset: "stable" }, weight: 75 },
      { destination: { host: "products", subset: "canary" }, weight: 25 },
    ]);
    const service = made.one("kubernetes:core/v1:Service", "products").inputs;
    assert.deepEqual(at(service, "spec", "selector"), { app: "products" });
  });

  it("lets its sidecars' numbers be read, by whom it is said and nobody else", async () => {
    const ingress = async (made: Promise<Run>, name: string) => {
      const { inputs } = (await made).one("kubernetes:networking.k8s.io/v1:NetworkPolicy", name);
      return at(inputs, "spec", "ingress") as unknown[];
    };
    for (const name of serviceNames) {
      const rules = await ingress(inside(), name);
      assert.equal(rules.length, 2);
      assert.deepEqual(at(rules, 1, "ports"), [{ port: 15020, protocol: "TCP" }]);
      assert.deepEqual(at(rules, 1, "from", 0, "podSelector"), {
        matchLabels: { app: "prometheus" },
      });
      assert.deepEqual(await ingress(joining(), name), await ingress(outside(), name));
    }
  });

  it("asks nobody for a certificate while it joins, and has its routes already", async () => {
    const made = await joining();
    assert.deepEqual(policies(made), {
      byCertificate: [],
      plaintext: [...serviceNames].sort(),
    });
    assert.deepEqual(Object.keys(istio(made, "VirtualService")).sort(), backends);
  });

  it("rolls its pods as it joins, and not again when it has", async () => {
    const templates = (made: Run) =>
      Object.fromEntries(
        deployments(made)
          .filter(({ name }) => !name.startsWith("products"))
          .map(({ name, inputs }) => [name, at(inputs, "spec", "template")]),
      );
    assert.notDeepEqual(templates(await outside()), templates(await joining()));
    assert.deepEqual(templates(await joining()), templates(await inside()));
  });
});
