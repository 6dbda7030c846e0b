import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { Microservice } from "../../../components/microservice";
import { releaseAnnotation } from "../../../components/microservice/names";
import type { Rollout } from "../../../components/rollout";
import { phasesOf, releaseKey } from "../../../components/rollout";
import { at, run, type Run } from "../../mocks";
import { base, build, container, deployment, inputsOf, objects, release } from "./fixtures";

const next = { version: "v2", image: "example.org/web:v2" };
const blueGreen: Rollout = { strategy: "blueGreen", active: "blue", blue: release, green: next };
const canary: Rollout = {
  strategy: "canary",
  stable: release,
  canary: next,
  steps: [{ weight: 25 }],
  at: 0,
};

const selector = (made: Run, name = "web") =>
  at(inputsOf(made, "Service", name), "spec", "selector");

describe("Microservice: its slots", () => {
  it("are Deployments that select by app and slot, and carry the version as a label alone", async () => {
    const made = await build();
    const labels = { app: "web", slot: "stable" };
    assert.deepEqual(at(deployment(made), "spec", "selector", "matchLabels"), labels);
    assert.deepEqual(at(deployment(made), "spec", "template", "metadata", "labels"), {
      ...labels,
      version: "v1",
    });
    assert.deepEqual(selector(made), labels);
    assert.equal(at(inputsOf(made, "Service"), "spec", "type"), "ClusterIP");
    assert.equal(made.outputs.url, "http://web:8080");
    assert.equal(made.outputs.address, undefined);
  });

  it("tell by an annotation which release they are", async () => {
    const made = await build();
    assert.equal(
      at(deployment(made), "metadata", "annotations", releaseAnnotation),
      releaseKey(release),
    );
  });

  it("run each release's image, or the version of the service's own", async () => {
    const made = await build({
      repository: pulumi.output("example.org/shop/web"),
      rollout: { ...blueGreen, green: { version: "v2" } },
    });
    assert.equal(at(container(made, "web-blue"), "image"), "example.org/web:v1");
    assert.equal(at(container(made, "web-green"), "image"), "example.org/shop/web:v2");
  });

  it("may take as long as their pods may, one batch after the other", async () => {
    const timeouts: (string | undefined)[] = [];
    const slow = { replicas: 8, probes: { startSeconds: 700 } };
    const made = await run(() => {
      const note: pulumi.ResourceTransformation = ({ type, opts }) => {
        if (type === "kubernetes:apps/v1:Deployment") {
          const { create, update } = (opts as pulumi.CustomResourceOptions).customTimeouts ?? {};
          timeouts.push(create, update);
        }
        return undefined;
      };
      new Microservice("web", { ...base, ...slow }, { transformations: [note] });
      return {};
    });
    // 8 pods, 2 at a time, each 700 s and 15 s until it counts; the last old one leaves in 15 s and 30 s.
    assert.deepEqual(timeouts, ["2905s", "2905s"]);
    const spec = at(inputsOf(made, "Deployment"), "spec");
    assert.equal(at(spec, "progressDeadlineSeconds"), 760);
    const recreated = await build({ rollout: { strategy: "recreate", release } });
    assert.equal(at(deployment(recreated), "spec", "progressDeadlineSeconds"), 600);
  });

  it("never have fewer pods than asked, unless the strategy is to recreate them", async () => {
    assert.deepEqual(at(deployment(await build()), "spec", "strategy"), {
      type: "RollingUpdate",
      rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" },
    });
    assert.equal(at(deployment(await build()), "spec", "minReadySeconds"), 16);
    const gap = await build({ rollout: { strategy: "recreate", release } });
    assert.deepEqual(at(deployment(gap), "spec", "strategy"), { type: "Recreate" });
  });

  it("blue and green have a Deployment and an address each, and the root Service selects one", async () => {
    const made = await build({ rollout: blueGreen });
    assert.deepEqual(objects(made, "Deployment"), ["web-blue", "web-green"]);
    assert.deepEqual(objects(made, "Service"), ["web", "web-blue", "web-green"]);
    assert.deepEqual(selector(made), { app: "web", slot: "blue" });
    assert.deepEqual(selector(made, "web-green"), { app: "web", slot: "green" });
  });

  it("a canary without a mesh is a share of the root Service's pods", async () => {
    const made = await build({ rollout: canary, replicas: 3 });
    assert.deepEqual(selector(made), { app: "web" });
    assert.equal(at(deployment(made), "spec", "replicas"), 3);
    assert.equal(at(deployment(made, "web-canary"), "spec", "replicas"), 1);
  });

  it("stand, on the way, as the phase says", async () => {
    const way = { from: { strategy: "ramped", release } as const, to: canary };
    const [expand] = phasesOf(way, { replicas: 1, mesh: false });
    assert.equal(expand?.kind, "expand");
    const made = await build({ rollout: { ...way, phase: 0 } });
    assert.deepEqual(objects(made, "Deployment"), ["web", "web-canary"]);
    assert.deepEqual(selector(made), { app: "web", slot: "stable" }, "nobody is sent there yet");
  });

  it("have a budget where a pod can be spared", async () => {
    const budgets = async (replicas: number) =>
      objects(await build({ replicas, rollout: canary }), "PodDisruptionBudget");
    assert.deepEqual(await budgets(0), []);
    assert.deepEqual(await budgets(1), []);
    const made = await build({ replicas: 6, rollout: canary });
    assert.deepEqual(objects(made, "PodDisruptionBudget"), ["web", "web-canary"]);
    assert.deepEqual(inputsOf(made, "PodDisruptionBudget", "web-canary").spec, {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: { app: "web", slot: "canary" } },
    });
  });

  it("keep 0 pods as 0", async () => {
    assert.equal(at(deployment(await build({ replicas: 0 })), "spec", "replicas"), 0);
  });

  it("leave their number to an autoscaler, if there is one", async () => {
    const made = await build({ replicas: { min: 2, max: 5, cpuPercent: 60 } });
    assert.ok(!("replicas" in (deployment(made).spec as object)));
    assert.deepEqual(inputsOf(made, "HorizontalPodAutoscaler").spec, {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      minReplicas: 2,
      maxReplicas: 5,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } },
        },
      ],
    });
    assert.deepEqual(objects(made, "PodDisruptionBudget"), ["web"]);
  });
});

describe("Microservice: its address", () => {
  it("is its load balancer's, outside the cluster", async () => {
    const made = await build({
      exposure: "loadBalancer",
      serviceAnnotations: { "example.org/kind": "nlb" },
    });
    assert.equal(made.outputs.address, "web.elb.example.com");
    assert.deepEqual(at(inputsOf(made, "Service"), "metadata", "annotations"), {
      "example.org/kind": "nlb",
      "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress}",
    });
  });

  it("waits for no pods: with 0 replicas none would come", async () => {
    const made = await build({ replicas: 0 });
    assert.deepEqual(at(inputsOf(made, "Service"), "metadata", "annotations"), {
      "pulumi.com/skipAwait": "true",
    });
  });
});

class Chart extends pulumi.CustomResource {}

describe("Microservice: in a mesh", () => {
  const meshed = (rollout: Rollout, args = {}) =>
    run(() => {
      const ready = [new Chart("test:index:Chart", "istiod")];
      new Microservice("web", { ...base, mesh: { ready }, rollout, ...args });
      return {};
    });
  const gateway = { name: "istio-ingressgateway", namespace: "istio-ingress" };

  it("one root Service selects all slots, and subsets cut it", async () => {
    const made = await meshed(canary);
    assert.deepEqual(selector(made), { app: "web" });
    assert.deepEqual(inputsOf(made, "DestinationRule").spec, {
      host: "web",
      exportTo: ["."],
      subsets: [
        { name: "stable", labels: { app: "web", slot: "stable" } },
        { name: "canary", labels: { app: "web", slot: "canary" } },
      ],
    });
    assert.deepEqual(inputsOf(made, "VirtualService").spec, {
      hosts: ["web"],
      gateways: ["mesh"],
      exportTo: ["."],
      http: [
        {
          route: [
            { destination: { host: "web", subset: "stable" }, weight: 75 },
            { destination: { host: "web", subset: "canary" }, weight: 25 },
          ],
        },
      ],
    });
  });

  it("the route waits for all that it leads to, and everything of Istio's for the mesh", async () => {
    const made = await meshed(canary, { callers: ["gateway"] });
    const urns = (type: string) => made.ofType(type).map(({ urn }) => urn);
    const istio = (kind: string) =>
      made.resources.filter(({ type }) => type.endsWith(`istio.io/v1:${kind}`));
    const [route] = istio("VirtualService");
    const before = [...istio("DestinationRule"), ...istio("AuthorizationPolicy")];
    assert.equal(before.length, 2);
    for (const urn of [...urns("kubernetes:apps/v1:Deployment"), ...before.map((it) => it.urn)])
      assert.ok(route?.dependencies.includes(urn), urn);
    const [mesh] = urns("test:index:Chart");
    for (const { dependencies, name } of [...before, ...(route ? [route] : [])])
      assert.ok(dependencies.includes(mesh ?? "?"), name);
  });

  it("a host name outside is known to the gateway, and to nobody else", async () => {
    const ingress = { gateway, hosts: ["web.user35.example.com"] };
    const made = await meshed(canary, { mesh: { ingress } });
    const route = inputsOf(made, "VirtualService").spec;
    assert.deepEqual(at(route, "hosts"), ["web", "web.user35.example.com"]);
    assert.deepEqual(at(route, "gateways"), ["mesh", "istio-ingress/istio-ingressgateway"]);
    for (const kind of ["VirtualService", "DestinationRule"])
      assert.deepEqual(at(inputsOf(made, kind).spec, "exportTo"), [".", "istio-ingress"]);
  });

  it("a load balancer of its own is moved by the Service's selector: its clients pass the mesh by", async () => {
    const made = await meshed(blueGreen, { exposure: "loadBalancer" });
    assert.deepEqual(selector(made), { app: "web", slot: "blue" });
    assert.deepEqual(objects(made, "VirtualService"), []);
  });
});
