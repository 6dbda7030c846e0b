import assert from "node:assert/strict";

import { Refused, type Api } from "../../../../sandbox/providers/aws/kube-api";
import type { Node } from "../../../../sandbox/providers/aws/node-objects";
import { replaceNodes } from "../../../../sandbox/providers/aws/node-replacement";

const node = (name: string): Node => ({ metadata: { name, labels: {} }, spec: {} });

/** An API server with nodes and pods. An evicted pod starts again on a node that takes it. */
class Cluster implements Api {
  readonly log: string[] = [];
  readonly pods = new Map<string, { node: string; owner?: string }>();
  private readonly closed = new Set<string>();
  private readonly gone = new Set<string>();

  constructor(
    private readonly nodes: readonly string[],
    private readonly mayEvict: (pod: string) => boolean = () => true,
  ) {}

  call<T>(method: string, path: string): Promise<T | undefined> {
    return Promise.resolve(this.answer(method, path) as T | undefined);
  }

  private answer(method: string, path: string): unknown {
    const [, name = ""] = /^\/api\/v1\/nodes\/(.+)$/.exec(path) ?? [];
    if (method === "GET" && name !== "")
      return { status: { conditions: [{ type: "Ready", status: "True" }] } };
    if (method === "PATCH") {
      this.closed.add(name);
      this.log.push(`cordon ${name}`);
      return {};
    }
    if (method === "DELETE") {
      this.gone.add(name);
      this.log.push(`delete ${name}`);
      assert.ok(![...this.pods.values()].some((pod) => pod.node === name && !pod.owner), name);
      return {};
    }
    if (method === "GET") {
      const on = decodeURIComponent(path).split("=").at(-1);
      const items = [...this.pods].filter(([, pod]) => pod.node === on);
      return {
        items: items.map(([pod, { owner }]) => ({
          metadata: {
            name: pod,
            namespace: "shop",
            ...(owner !== undefined && { ownerReferences: [{ kind: owner }] }),
          },
        })),
      };
    }
    return this.evict(path.split("/")[6] ?? "");
  }

  private evict(pod: string) {
    if (!this.mayEvict(pod))
      throw new Refused(429, "Cannot evict pod as it would violate the budget", "POST");
    const free = this.nodes.find((name) => !this.closed.has(name) && !this.gone.has(name));
    assert.ok(free, "somewhere to go");
    this.pods.set(pod, { node: free });
    this.log.push(`evict ${pod}`);
    return {};
  }
}

const said: string[] = [];
const settings = {
  atOnce: 1,
  intervalMs: 0,
  watch: { signal: new AbortController().signal, status: (text: string) => void said.push(text) },
};

describe("replaced nodes", () => {
  it("take nothing more once the new ones are ready, and are drained one at a time", async () => {
    const cluster = new Cluster(["old-a", "old-b", "new-a", "new-b"]);
    cluster.pods.set("web", { node: "old-a" });
    cluster.pods.set("api", { node: "old-b" });
    cluster.pods.set("agent", { node: "old-a", owner: "DaemonSet" });
    const old = [node("old-a"), node("old-b")];
    await replaceNodes(cluster, old, [node("new-a"), node("new-b")], settings);
    assert.deepEqual(cluster.log, [
      "cordon old-a",
      "cordon old-b",
      "evict web",
      "delete old-a",
      "evict api",
      "delete old-b",
    ]);
    assert.match(said.join("\n"), /waiting for 2 new nodes\ndraining old-a, 0 of 2 replaced/);
  });

  it("wait as long as a disruption budget says", async () => {
    let looks = 0;
    const cluster = new Cluster(["old", "new"], () => (looks += 1) > 3);
    cluster.pods.set("web", { node: "old" });
    await replaceNodes(cluster, [node("old")], [node("new")], settings);
    assert.equal(cluster.pods.get("web")?.node, "new");
  });

  it("stay, with their pods, when a budget never lets them go", async () => {
    const cluster = new Cluster(["old", "new"], () => false);
    cluster.pods.set("web", { node: "old" });
    await assert.rejects(
      replaceNodes(cluster, [node("old")], [node("new")], { ...settings, patienceMs: 0 }),
      /^Error: PodEvictionFailure: old keeps 1 pods; shop\/web: Cannot evict pod/,
    );
    assert.ok(!cluster.log.includes("delete old"));
    assert.equal(cluster.pods.get("web")?.node, "old");
  });

  it("stop being replaced when the run is stopped", async () => {
    const stop = new AbortController();
    const cluster = new Cluster(["old", "new"], () => {
      stop.abort();
      return false;
    });
    cluster.pods.set("web", { node: "old" });
    const watch = { ...settings.watch, signal: stop.signal };
    await assert.rejects(
      replaceNodes(cluster, [node("old")], [node("new")], { ...settings, watch }),
      { name: "AbortError" },
    );
  });
});
