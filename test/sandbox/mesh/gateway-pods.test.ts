import assert from "node:assert/strict";

import { dropGatewayPod, GatewayPods } from "../../../sandbox/mesh/gateway-pods";
import { isReady, type Pod } from "../../../sandbox/mesh/pods";
import type { Api } from "../../../sandbox/providers/aws/kube-api";

const gateway = {
  name: "istio-ingressgateway",
  namespace: "istio-ingress",
  serviceAccount: "istio-ingressgateway",
  labels: { istio: "ingressgateway", app: "istio-ingressgateway" },
};

const running = {
  phase: "Running",
  conditions: [{ type: "Ready", status: "True" }],
};

/** One namespace's pods, each of which runs as soon as it is made, as on a kwok node. */
class Space implements Api {
  readonly pods = new Map<string, Pod>();
  readonly writes: string[] = [];

  call<T>(method: string, path: string, body?: unknown): Promise<T | undefined> {
    const name = /\/pods\/([^/]+)/.exec(path)?.[1] ?? "";
    if (method !== "GET") this.writes.push(`${method} ${path}`);
    return Promise.resolve(this.answer(method, name, body) as T | undefined);
  }

  private answer(method: string, name: string, body: unknown): unknown {
    const pod = this.pods.get(name);
    if (method === "GET") return name === "" ? { items: [...this.pods.values()] } : pod;
    if (method === "DELETE") return this.pods.delete(name);
    if (method === "PATCH" && pod)
      this.put({ ...pod, status: { ...pod.status, ...(body as Pick<Pod, "status">).status } });
    else this.put({ ...(body as Pod), status: running });
    return this.pods.get(name);
  }

  put(pod: Pod): void {
    this.pods.set(pod.metadata.name, pod);
  }

  get ready(): boolean[] {
    return [...this.pods.values()].map(isReady);
  }
}

const charts = (name: string): Pod => ({
  metadata: { name, namespace: gateway.namespace, uid: name, labels: gateway.labels },
  spec: { containers: [] },
  status: running,
});

describe("the ingress gateway's pods", () => {
  it("are one of the sandbox's own where no chart makes any, as soon as the Envoy serves", async () => {
    const space = new Space();
    await new GatewayPods(space, gateway).keep(false);
    assert.deepEqual(space.writes, []);
    await new GatewayPods(space, gateway).keep(true);
    const [made] = [...space.pods.values()];
    assert.deepEqual(
      [made?.metadata.labels?.istio, made?.metadata.labels?.app],
      ["ingressgateway", "istio-ingressgateway"],
    );
    // A pod of its name would lend the Envoy its labels, once istiod is started anew.
    assert.notEqual(made?.metadata.name, gateway.name);
    await dropGatewayPod(space, gateway);
    assert.equal(space.pods.size, 0);
  });

  it("are as ready as the Envoy, and written to only when that changes", async () => {
    const space = new Space();
    space.put(charts("istio-ingressgateway"));
    space.put(charts("istio-ingressgateway-2"));
    const pods = new GatewayPods(space, gateway);
    await pods.keep(true);
    assert.deepEqual(space.writes, []);
    await pods.keep(false);
    assert.deepEqual(space.ready, [false, false]);
    await pods.keep(false);
    assert.equal(space.writes.length, 2);
    await pods.keep(true);
    assert.deepEqual(space.ready, [true, true]);
    await dropGatewayPod(space, gateway);
    assert.equal(space.pods.size, 2, "a chart's are the chart's");
  });
});
