import assert from "node:assert/strict";

import { configFlags, TestSandbox, type KubeObject } from "./sandbox";

interface Node extends KubeObject {
  status: { allocatable: { pods: string; memory: string } };
}

describe("prod, and sandboxes side by side", () => {
  const prod = new TestSandbox("prod");
  const dev = new TestSandbox();
  const own = new TestSandbox();
  after(() => Promise.all([own.dispose(), dev.dispose()]).then(() => prod.dispose()));

  it("brings prod and dev up at once, each in a sandbox of its own", async () => {
    const both = await Promise.all([prod.upFacts(), dev.upFacts()]);
    for (const { live } of both) assert.deepEqual(live.deployments, { available: 6, all: 6 });
    assert.notEqual(both[0].kubeconfig, both[1].kubeconfig);
  });

  it("gives each the nodes of its own node group, over its own zones", async () => {
    const zones = (nodes: Node[]) =>
      nodes.map(({ metadata }) => metadata.labels?.["topology.kubernetes.io/zone"]).sort();
    const [ofProd, ofDev] = await Promise.all([prod.list<Node>("node"), dev.list<Node>("node")]);
    assert.deepEqual(zones(ofProd), ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"]);
    assert.deepEqual(zones(ofDev), ["ap-northeast-2a", "ap-northeast-2b"]);
    const types = (nodes: Node[]) =>
      nodes.map(({ metadata, status }) => [
        metadata.labels?.["node.kubernetes.io/instance-type"],
        status.allocatable.pods,
      ]);
    assert.deepEqual(types(ofProd), Array(3).fill(["t3.xlarge", "58"]));
    assert.deepEqual(types(ofDev), Array(2).fill(["t3.large", "35"]));
  });

  it("runs two of each service in prod, on nodes of different zones", async () => {
    const deployments = await prod.list<KubeObject & { status: { availableReplicas: number } }>(
      ...(["deploy", "-n", "twelve-street"] as const),
    );
    for (const { metadata, status } of deployments)
      assert.equal(status.availableReplicas, 2, metadata.name);
    const pods = await prod.list<KubeObject & { spec: { nodeName: string } }>(
      ...(["pod", "-n", "twelve-street", "-l", "app=products"] as const),
    );
    assert.equal(new Set(pods.map(({ spec }) => spec.nodeName)).size, 2);
  });

  it("finds everything again after a stop, and changes nothing", async () => {
    await dev.ok("stop");
    assert.notEqual((await dev.run("kubectl", "get", "nodes")).code, 0);
    const { changes } = await dev.upFacts();
    assert.deepEqual(Object.keys(changes), ["same"]);
  });

  it("puts the shop into a cluster of the user's own, whose nodes stay as they are", async () => {
    const { kubeconfig } = await prod.upFacts();
    const nodes = (await prod.list("node")).map(({ metadata }) => metadata.uid);
    // Prod's mesh, controllers and classes are there already; a cluster has each once.
    const parts = ["storage", "ingress", "mesh", "observability", "backingServices"];
    const without = configFlags(parts.map((part) => `${part}=null`));
    const { live } = await own.upFacts(
      ...["--kubeconfig", kubeconfig, "--config", "twelve-street:shop.namespace=own", ...without],
    );
    assert.deepEqual(live.deployments, { available: 6, all: 6 });
    assert.equal((await prod.list("deploy", "-n", "own")).length, 6);
    await own.ok("destroy");
    assert.deepEqual(
      (await prod.list("node")).map(({ metadata }) => metadata.uid),
      nodes,
    );
    assert.equal((await prod.list("deploy", "-n", "twelve-street")).length, 6);
  });

  it("destroys prod", async () => {
    await prod.up("--config", "twelve-street:cluster.deletionProtection=false");
    await prod.ok("destroy", "--stack", "prod");
    const spaces = (await prod.list("ns")).map(({ metadata }) => metadata.name);
    assert.deepEqual(spaces.sort(), ["default", "kube-node-lease", "kube-public", "kube-system"]);
    assert.deepEqual(await prod.list("node"), []);
  });
});
