import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { Microservice, type MicroserviceArgs, type Release } from "../../components/microservice";
import { at, run, type Run } from "../mocks";

const release = { version: "v1", image: "example.org/web:v1" };

type Overrides = Partial<Omit<MicroserviceArgs, "rollout">> & {
  readonly release?: Partial<Release>;
};

const build = ({ release: changes, ...args }: Overrides = {}): Promise<Run> =>
  run(() => {
    const { url, address } = new Microservice("web", {
      namespace: "shop",
      rollout: { strategy: "ramped", release: { ...release, ...changes } },
      resources: { cpuMillis: 50, cpuLimitMillis: 500, memoryMiB: 64, memoryLimitMiB: 128 },
      probes: { readyPath: "/healthz" },
      ...args,
    });
    return { url, address };
  });

class Node extends pulumi.CustomResource {}

const deployment = (made: Run) => made.one("kubernetes:apps/v1:Deployment", "web").inputs;
const pod = (made: Run) => at(deployment(made), "spec", "template", "spec");
const container = (made: Run) => at(pod(made), "containers", 0);
const networkPolicy = (made: Run) =>
  made.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "web").inputs;
const nameOf = (made: Run, kind: string) =>
  at(made.one(`kubernetes:core/v1:${kind}`, "web").inputs, "metadata", "name");

describe("Microservice", () => {
  it("selects by app and slot, and carries the version as a label alone", async () => {
    const made = await build();
    const selector = { app: "web", slot: "stable" };
    assert.deepEqual(at(deployment(made), "spec", "selector", "matchLabels"), selector);
    assert.deepEqual(at(deployment(made), "spec", "template", "metadata", "labels"), {
      ...selector,
      version: "v1",
    });
    const service = made.one("kubernetes:core/v1:Service", "web").inputs;
    assert.deepEqual(at(service, "spec", "selector"), selector);
    assert.equal(at(service, "spec", "type"), "ClusterIP");
    assert.equal(made.outputs.url, "http://web:8080");
    assert.equal(made.outputs.address, undefined);
  });

  it("passes Pod Security restricted, and writes nowhere but /tmp", async () => {
    const made = await build();
    const context = at(pod(made), "securityContext");
    assert.equal(at(context, "runAsNonRoot"), true);
    assert.notEqual(at(context, "runAsUser"), 0);
    assert.deepEqual(at(context, "seccompProfile"), { type: "RuntimeDefault" });
    assert.deepEqual(at(container(made), "securityContext"), {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    assert.deepEqual(at(container(made), "volumeMounts"), [{ name: "tmp", mountPath: "/tmp" }]);
    assert.equal(at(pod(made), "automountServiceAccountToken"), false);
    const account = made.one("kubernetes:core/v1:ServiceAccount", "web").inputs;
    assert.equal(account.automountServiceAccountToken, false);
    assert.equal(at(pod(made), "enableServiceLinks"), false);
  });

  it("asks for CPU, memory and disk, and bounds all three", async () => {
    assert.deepEqual(at(container(await build()), "resources"), {
      requests: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "64Mi" },
      limits: { cpu: "500m", memory: "128Mi", "ephemeral-storage": "256Mi" },
    });
  });

  it("never has fewer pods than asked, and leaves in peace", async () => {
    const made = await build();
    assert.deepEqual(at(deployment(made), "spec", "strategy"), {
      type: "RollingUpdate",
      rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
    });
    const sleep = at(container(made), "lifecycle", "preStop", "sleep", "seconds") as number;
    assert.ok(sleep > 0);
    assert.ok((at(pod(made), "terminationGracePeriodSeconds") as number) > sleep);
  });

  it("is ready by its path and alive by its port, with time to start", async () => {
    const made = container(await build({ probes: { readyPath: "/healthz", startSeconds: 60 } }));
    assert.deepEqual(at(made, "readinessProbe", "httpGet"), { path: "/healthz", port: "http" });
    assert.deepEqual(at(made, "livenessProbe", "tcpSocket"), { port: "http" });
    const startup = at(made, "startupProbe");
    assert.equal(
      Number(at(startup, "periodSeconds")) * Number(at(startup, "failureThreshold")),
      60,
    );
    const bare = container(await build({ probes: {} }));
    assert.deepEqual(at(bare, "readinessProbe", "tcpSocket"), { port: "http" });
  });

  it("spreads over zones and nodes without insisting", async () => {
    const spread = at(pod(await build()), "topologySpreadConstraints") as unknown[];
    assert.deepEqual(
      spread.map((it) => [at(it, "topologyKey"), at(it, "whenUnsatisfiable")]),
      [
        ["topology.kubernetes.io/zone", "ScheduleAnyway"],
        ["kubernetes.io/hostname", "ScheduleAnyway"],
      ],
    );
  });

  it("has a budget only where a pod can be spared", async () => {
    const budgets = async (replicas: number) =>
      (await build({ replicas })).ofType("kubernetes:policy/v1:PodDisruptionBudget");
    assert.equal((await budgets(0)).length, 0);
    assert.equal((await budgets(1)).length, 0);
    const [budget] = await budgets(2);
    assert.equal(at(budget, "inputs", "spec", "maxUnavailable"), 1);
    assert.equal(at(budget, "inputs", "spec", "unhealthyPodEvictionPolicy"), "AlwaysAllow");
  });

  it("keeps 0 replicas as 0", async () => {
    assert.equal(at(deployment(await build({ replicas: 0 })), "spec", "replicas"), 0);
  });

  it("lets in its callers, anyone, or nobody", async () => {
    const rules = async (args: Overrides) =>
      at(networkPolicy(await build(args)), "spec", "ingress");
    assert.deepEqual(await rules({}), []);
    const ports = [{ port: 8080, protocol: "TCP" }];
    assert.deepEqual(await rules({ callers: ["gateway"] }), [
      { ports, from: [{ podSelector: { matchLabels: { app: "gateway" } } }] },
    ]);
    assert.deepEqual(await rules({ callers: "anyone" }), [{ ports }]);
    assert.deepEqual(await rules({ exposure: "loadBalancer" }), [{ ports }]);
  });

  it("knows its load balancer's address", async () => {
    const made = await build({
      exposure: "loadBalancer",
      serviceAnnotations: { "example.org/kind": "nlb" },
    });
    assert.equal(made.outputs.address, "web.elb.example.com");
    const service = made.one("kubernetes:core/v1:Service", "web").inputs;
    assert.deepEqual(at(service, "metadata", "annotations"), {
      "example.org/kind": "nlb",
      "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress}",
    });
  });

  it("waits for no pods behind its Service: with 0 replicas none would come", async () => {
    const service = (await build({ replicas: 0 })).one("kubernetes:core/v1:Service", "web").inputs;
    assert.deepEqual(at(service, "metadata", "annotations"), { "pulumi.com/skipAwait": "true" });
  });

  it("names ConfigMaps by content: another value, another name, and the pods follow", async () => {
    const one = await build({ release: { config: { A: "1", B: "2" } } });
    const same = await build({ release: { config: { B: "2", A: "1" } } });
    const other = await build({ release: { config: { A: "1", B: "3" } } });
    assert.equal(nameOf(one, "ConfigMap"), nameOf(same, "ConfigMap"));
    assert.notEqual(nameOf(one, "ConfigMap"), nameOf(other, "ConfigMap"));
    assert.deepEqual(at(container(one), "envFrom"), [
      { configMapRef: { name: nameOf(one, "ConfigMap") } },
    ]);
    assert.equal(one.one("kubernetes:core/v1:ConfigMap", "web").inputs.immutable, true);
  });

  it("takes what other resources say into the pod itself", async () => {
    const made = await build({ release: { env: { API: pulumi.output("http://api") } } });
    assert.deepEqual(at(container(made), "env"), [{ name: "API", value: "http://api" }]);
    assert.equal(at(container(made), "envFrom"), undefined);
    assert.equal(made.ofType("kubernetes:core/v1:ConfigMap").length, 0);
  });

  describe("with secrets", () => {
    const secret = (value: string, namingKey = "a key of many letters") =>
      build({ namingKey, release: { secrets: { PASSWORD: value } } });

    it("keeps them secret, and their name public", async () => {
      const made = await secret("hunter2");
      const { inputs, secretInputs } = made.one("kubernetes:core/v1:Secret", "web");
      assert.deepEqual(inputs.stringData, { PASSWORD: "hunter2" });
      assert.deepEqual(secretInputs, ["stringData"]);
      assert.deepEqual(made.one("kubernetes:apps/v1:Deployment", "web").secretInputs, []);
      for (const { name, inputs: others, secretInputs: hidden } of made.resources)
        for (const [key, value] of Object.entries(others))
          if (!hidden.includes(key))
            assert.ok(!JSON.stringify(value).includes("hunter2"), `${name}.${key}`);
    });

    it("names them anew with each value, by a hash that nobody can try without the key", async () => {
      const name = nameOf(await secret("hunter2"), "Secret");
      assert.equal(name, nameOf(await secret("hunter2"), "Secret"));
      assert.notEqual(name, nameOf(await secret("hunter3"), "Secret"));
      assert.notEqual(name, nameOf(await secret("hunter2", "another key"), "Secret"));
    });

    it("insists on the key", async () => {
      await assert.rejects(build({ release: { secrets: { PASSWORD: "x" } } }), /namingKey/);
    });
  });

  it("starts its pods after what they need, and nothing else after that", async () => {
    const made = await run(() => {
      const node = new Node("test:index:Node", "node");
      new Microservice("web", {
        namespace: "shop",
        rollout: { strategy: "ramped", release },
        resources: { cpuMillis: 1, cpuLimitMillis: 1, memoryMiB: 1, memoryLimitMiB: 1 },
        probes: {},
        podsDependOn: [node],
      });
      return {};
    });
    const { urn } = made.one("test:index:Node", "node");
    const waiting = made.resources.filter(({ dependencies }) => dependencies.includes(urn));
    assert.deepEqual(
      waiting.map(({ type }) => type),
      ["kubernetes:apps/v1:Deployment"],
    );
  });

  it("owns all it makes", async () => {
    const made = await build({ replicas: 2, release: { config: { A: "1" } } });
    const { urn } = made.one("twelve-street:components:Microservice", "web");
    assert.ok(made.registered.has(urn));
    for (const it of made.resources)
      if (it.urn !== urn) {
        assert.equal(it.parent, urn, it.name);
        assert.equal(at(it.inputs, "metadata", "namespace"), "shop");
        assert.equal(at(it.inputs, "metadata", "labels", "app"), "web");
      }
  });
});
