import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { Microservice } from "../../../components/microservice";
import { at, run } from "../../mocks";
import {
  base,
  build,
  container,
  deployment,
  inputsOf,
  objects,
  pod,
  resources,
  type Overrides,
} from "./fixtures";

class Node extends pulumi.CustomResource {}

const seconds = (probe: unknown) =>
  Number(at(probe, "periodSeconds")) * Number(at(probe, "failureThreshold"));

describe("Microservice: its pods", () => {
  it("pass Pod Security restricted, and write nowhere but /tmp", async () => {
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
    assert.equal(inputsOf(made, "ServiceAccount").automountServiceAccountToken, false);
    assert.equal(at(pod(made), "enableServiceLinks"), false);
  });

  it("ask for CPU, memory and disk, and bound all three", async () => {
    assert.deepEqual(at(container(await build()), "resources"), {
      requests: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "256Mi" },
      limits: { cpu: "500m", memory: "128Mi", "ephemeral-storage": "256Mi" },
    });
  });

  it("answer on until everybody has heard that they go, and then end in peace", async () => {
    const leaving = async (args?: Overrides) => {
      const made = await build(args);
      return [
        at(container(made), "lifecycle", "preStop", "sleep", "seconds"),
        at(pod(made), "terminationGracePeriodSeconds"),
      ];
    };
    assert.deepEqual(await leaving(), [15, 45]);
    assert.deepEqual(await leaving({ propagationSeconds: 40, shutdownSeconds: 5 }), [40, 45]);
  });

  it("are ready by what is asked, alive by their port, with time to start", async () => {
    const made = container(await build({ probes: { ready: { http: "/ok" }, startSeconds: 60 } }));
    const path = { path: "/ok", port: "http", scheme: "HTTP" };
    assert.deepEqual(at(made, "readinessProbe", "httpGet"), path);
    assert.deepEqual(at(made, "livenessProbe", "tcpSocket"), { port: "http" });
    assert.deepEqual(at(made, "startupProbe", "httpGet"), path);
    assert.equal(seconds(at(made, "startupProbe")), 60);
    const bare = container(await build({ probes: {} }));
    assert.deepEqual(at(bare, "readinessProbe", "tcpSocket"), { port: "http" });
    assert.equal(seconds(at(bare, "startupProbe")), 300);
  });

  it("are asked in any way, as often as wanted, or not at all", async () => {
    const made = container(
      await build({
        probes: {
          ready: { exec: ["ready", "--now"], everySeconds: 7, timeoutSeconds: 3, failures: 2 },
          alive: "never asked",
          started: { tcp: true, port: 9090, everySeconds: 20 },
          startSeconds: 90,
        },
      }),
    );
    assert.deepEqual(at(made, "readinessProbe"), {
      exec: { command: ["ready", "--now"] },
      periodSeconds: 7,
      timeoutSeconds: 3,
      failureThreshold: 2,
    });
    assert.equal(at(made, "livenessProbe"), undefined);
    assert.deepEqual(at(made, "startupProbe", "tcpSocket"), { port: 9090 });
    assert.equal(seconds(at(made, "startupProbe")), 100, "never less than asked for");
  });

  it("spread over zones and nodes, and insist on it only if told to", async () => {
    const spread = async (args?: Overrides) =>
      (at(pod(await build(args)), "topologySpreadConstraints") as unknown[]).map((it) => [
        at(it, "topologyKey"),
        at(it, "whenUnsatisfiable"),
      ]);
    const over = (when: string) => [
      ["topology.kubernetes.io/zone", when],
      ["kubernetes.io/hostname", when],
    ];
    assert.deepEqual(await spread(), over("ScheduleAnyway"));
    assert.deepEqual(await spread({ spread: "hard" }), over("DoNotSchedule"));
  });

  it("run others before and beside them, as hardened as they are", async () => {
    const made = await build({
      volumes: [{ kind: "scratch", name: "shared", folder: "/shared", sizeMiB: 16 }],
      initContainers: [
        {
          name: "wait",
          image: "example.org/wait:v1",
          command: ["wait"],
          args: ["for", "it"],
          env: { WHOM: "products" },
          resources,
        },
      ],
      sidecars: [
        {
          name: "log",
          image: "example.org/log:v1",
          resources,
          mounts: { shared: "/logs" },
          started: { tcp: true, port: 9000 },
        },
      ],
    });
    const [log, wait] = at(pod(made), "initContainers") as unknown[];
    assert.equal(at(log, "restartPolicy"), "Always");
    assert.deepEqual(at(log, "volumeMounts"), [{ name: "shared", mountPath: "/logs" }]);
    assert.deepEqual(at(log, "startupProbe", "tcpSocket"), { port: 9000 });
    assert.equal(at(wait, "restartPolicy"), undefined);
    assert.deepEqual(at(wait, "command"), ["wait"]);
    assert.deepEqual(at(wait, "args"), ["for", "it"]);
    assert.deepEqual(at(wait, "env"), [{ name: "WHOM", value: "products" }]);
    for (const it of [log, wait]) {
      assert.deepEqual(
        at(it, "securityContext"),
        at(container(made), "securityContext"),
        "hardened",
      );
      assert.equal(at(it, "resources", "limits", "memory"), "128Mi");
    }
  });

  it("run what and where they are told to", async () => {
    const made = await build({
      command: ["serve"],
      args: ["--fast"],
      port: 9090,
      security: { userId: 5, groupId: 6, writableRoot: true, capabilities: ["NET_BIND_SERVICE"] },
      nodeSelector: { disktype: "ssd" },
      tolerations: [{ key: "dedicated", value: "labs", effect: "NoSchedule" }, { key: "spot" }],
      pullPolicy: "IfNotPresent",
      podLabels: { team: "shop", version: "mine" },
      podAnnotations: { "example.org/scrape": "true" },
      transform: { pod: (it) => ({ ...it, priorityClassName: "high" }) },
    });
    assert.deepEqual(at(container(made), "command"), ["serve"]);
    assert.deepEqual(at(container(made), "args"), ["--fast"]);
    assert.equal(at(container(made), "ports", 0, "containerPort"), 9090);
    assert.equal(at(container(made), "imagePullPolicy"), "IfNotPresent");
    assert.equal(at(container(made), "securityContext", "readOnlyRootFilesystem"), false);
    assert.deepEqual(at(container(made), "securityContext", "capabilities", "add"), [
      "NET_BIND_SERVICE",
    ]);
    const context = at(pod(made), "securityContext");
    assert.deepEqual([at(context, "runAsUser"), at(context, "fsGroup")], [5, 6]);
    assert.deepEqual(at(pod(made), "nodeSelector"), { disktype: "ssd" });
    assert.deepEqual(at(pod(made), "tolerations"), [
      { key: "dedicated", operator: "Equal", value: "labs", effect: "NoSchedule" },
      { key: "spot", operator: "Exists" },
    ]);
    assert.equal(at(pod(made), "priorityClassName"), "high");
    const metadata = at(deployment(made), "spec", "template", "metadata");
    assert.deepEqual(at(metadata, "labels"), {
      team: "shop",
      app: "web",
      slot: "stable",
      version: "v1",
    });
    assert.deepEqual(at(metadata, "annotations"), { "example.org/scrape": "true" });
    assert.equal(made.outputs.url, "http://web:9090");
  });

  it("say nothing where nothing is asked: every preview would bring back what the API server drops", async () => {
    const made = await build();
    for (const key of ["env", "envFrom", "command", "args"])
      assert.equal(at(container(made), key), undefined, key);
    for (const key of ["initContainers", "tolerations", "nodeSelector"])
      assert.equal(at(pod(made), key), undefined, key);
  });

  it("start after what they need, and nothing else does", async () => {
    const made = await run(() => {
      const node = new Node("test:index:Node", "node");
      new Microservice("web", { ...base, podsDependOn: [node] });
      return {};
    });
    const { urn } = made.one("test:index:Node", "node");
    const waiting = made.resources.filter(({ dependencies }) => dependencies.includes(urn));
    assert.deepEqual(
      waiting.map(({ type }) => type),
      ["kubernetes:apps/v1:Deployment"],
    );
  });
});

describe("Microservice: its load balancer", () => {
  it("comes after the controller that makes it, and so goes before it", async () => {
    const made = await run(() => {
      const controller = new Node("test:index:Node", "controller");
      const loadBalancerController = [controller];
      new Microservice("open", { ...base, exposure: "loadBalancer", loadBalancerController });
      new Microservice("inside", { ...base, loadBalancerController });
      return {};
    });
    const { urn } = made.one("test:index:Node", "controller");
    const waiting = made.resources.filter(({ dependencies }) => dependencies.includes(urn));
    assert.deepEqual(
      waiting.map(({ type, name }) => `${type} ${name}`),
      ["kubernetes:core/v1:Service open"],
    );
  });
});

describe("Microservice: its pods in a mesh", () => {
  it("have a sidecar that starts before them and lasts as long as they may, however it is put in", async () => {
    const podAnnotations = { "example.org/scrape": "true" };
    const made = await build({ mesh: {}, shutdownSeconds: 20, podAnnotations });
    const metadata = at(deployment(made), "spec", "template", "metadata");
    assert.deepEqual(at(metadata, "annotations"), {
      "sidecar.istio.io/nativeSidecar": "true",
      "proxy.istio.io/config":
        '{"holdApplicationUntilProxyStarts":true,"terminationDrainDuration":"35s"}',
      ...podAnnotations,
    });
    assert.equal(at(pod(made), "terminationGracePeriodSeconds"), 35);
  });
});

describe("Microservice: all it makes", () => {
  it("is its own, and bears its name", async () => {
    const made = await build({ replicas: 2, config: { A: "1" } });
    const { urn } = made.one("twelve-street:components:Microservice", "web");
    assert.ok(made.registered.has(urn));
    for (const it of made.resources)
      if (it.urn !== urn) {
        assert.equal(it.parent, urn, it.name);
        assert.equal(at(it.inputs, "metadata", "namespace"), "shop");
        assert.equal(at(it.inputs, "metadata", "labels", "app"), "web");
        assert.match(it.name, /^web\b/);
      }
    assert.deepEqual(objects(made, "Deployment"), ["web"]);
  });
});
