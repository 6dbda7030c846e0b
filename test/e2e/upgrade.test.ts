import assert from "node:assert/strict";

import { supportedVersions } from "../../components/cluster/support";
import { TestSandbox, type KubeObject, type Ran, type UpFacts } from "./sandbox";
import { watchServing } from "./watch";

interface Node extends KubeObject {
  status: { nodeInfo: { kubeletVersion: string } };
}

interface Preview {
  changes: Record<string, number>;
  steps: { type: string; op: string }[];
}

const groups = "twelve-street:cluster.nodeGroups";
const service = "twelve-street:shop.services";
/** Budgets let one pod go at a time: with three pods that is another number than with two. */
const replicas = { products: 3, orders: 2, delivery: 2, oauth: 2, gateway: 2, ui: 2 };

/** Parts that have no say in an upgrade, and take their time to come up. */
const off = ["mesh", "observability", "storage", "ingress", "backingServices"].flatMap((part) => [
  "-c",
  `twelve-street:${part}=null`,
]);

describe("an upgrade by one minor version of Kubernetes, rehearsed", () => {
  const sandbox = new TestSandbox("prod");
  const [to = "", from] = supportedVersions(new Date());
  const version = (which: string) => ["-c", `twelve-street:cluster.version=${which}`];
  let old: Node[] = [];
  let ran: Ran;
  let facts: UpFacts;
  let serving: Awaited<ReturnType<typeof watchServing>>;

  before(async function () {
    // Between the end of one version and the table's next there is nowhere to go.
    if (from === undefined) return this.skip();
    facts = await sandbox.upFacts(
      ...version(from),
      ...off,
      // All old nodes are drained at once: nothing but budgets keeps the pods up then.
      ...["-c", `${groups}.standard-workers.maxUnavailable=3`],
      ...["-c", `${groups}.late={version: "${from}", instanceType: t3.medium, min: 2, desired: 2}`],
      ...["-c", `${service}.products.replicas=${replicas.products.toString()}`],
    );
    old = await sandbox.list<Node>("node");
    assert.deepEqual([...new Set(old.map(kubelet))], [from]);
  });
  after(() => sandbox.dispose());

  it("is foretold by a preview that replaces, makes and removes nothing", async () => {
    const text = await sandbox.ok("preview", "--json", "--stack", "prod", ...version(to));
    const { changes, steps } = JSON.parse(text) as Preview;
    assert.deepEqual(Object.keys(changes).sort(), ["same", "update"]);
    const updated = steps.filter(({ op }) => op === "update").map(({ type }) => type);
    for (const type of ["cluster:Cluster", "addon:Addon", "nodeGroup:NodeGroup"])
      assert.ok(updated.includes(`aws:eks/${type}`), type);
  });

  it("takes the control plane, then the add-ons that nodes join with, the nodes, and the others", async () => {
    serving = await watchServing(facts.kubeconfig, facts.outputs.namespace);
    ran = await sandbox.run("up", "--json", "--stack", "prod", ...version(to));
    assert.equal(ran.code, 0, ran.stderr);
    const when = moments(ran.stderr);
    const order = [
      ["Cluster twelve-street-prod-eksCluster", "Addon twelve-street-prod-kube-proxy"],
      ["Cluster twelve-street-prod-eksCluster", "Addon twelve-street-prod-vpc-cni"],
      ["Addon twelve-street-prod-kube-proxy", "NodeGroup twelve-street-prod-standard-workers"],
      ["Addon twelve-street-prod-vpc-cni", "NodeGroup twelve-street-prod-standard-workers"],
      ["NodeGroup twelve-street-prod-standard-workers", "Addon twelve-street-prod-coredns"],
    ] as const;
    for (const [first, then] of order)
      assert.ok(when(first, "updated") < when(then, "updating"), `${first} before ${then}`);
  });

  it("leaves nodes that are held back as they are, and takes them in a later run", async () => {
    assert.deepEqual(held(await sandbox.list<Node>("node")), held(old));
    const { changes } = await sandbox.upFacts("-c", `${groups}.late.version=${to}`);
    serving.stop();
    assert.equal(changes.update, 1);
  });

  it("leaves every service with an endpoint at every moment", () => {
    for (const name of Object.keys(replicas))
      assert.ok((serving.endpoints.get(name) ?? 0) >= 1, `${name} had no endpoint for a moment`);
  });

  it("takes no pod that a budget keeps, though all old nodes are drained at once", () => {
    assert.match(ran.stderr, /draining (?:ip-[\w.-]+, ){2}ip-[\w.-]+, 0 of 3 replaced/);
    assert.deepEqual(
      [...serving.pods].sort(),
      Object.entries(replicas)
        .map(([name, count]) => [name, count - 1])
        .sort(),
    );
  });

  it("ends with new nodes of the new version in the same groups, and no old one", async () => {
    const nodes = await sandbox.list<Node>("node");
    assert.deepEqual(nodes.map(kubelet), [to, to, to, to, to]);
    const uids = new Set(old.map(({ metadata }) => metadata.uid));
    assert.ok(!nodes.some(({ metadata }) => uids.has(metadata.uid)));
    assert.deepEqual(new Set(nodes.map(groupOf)), new Set(old.map(groupOf)));
    const { changes } = JSON.parse(ran.stdout) as UpFacts;
    assert.deepEqual(Object.keys(changes).sort(), ["same", "update"]);
  });

  it("has nothing left to do the second time", async () => {
    const { changes } = await sandbox.upFacts();
    assert.deepEqual(Object.keys(changes), ["same"]);
  });

  it("is not taken back, and says so before anything changes", async () => {
    const hold = ["-c", `${groups}.late.version=${from ?? ""}`];
    const back = await sandbox.run("up", "--stack", "prod", ...version(from ?? ""), ...hold);
    assert.notEqual(back.code, 0);
    assert.match(
      back.stdout,
      new RegExp(
        `twelve-street:cluster\\.version is "${from ?? ""}": the cluster has ${to}, and up takes none back`,
      ),
    );
    assert.doesNotMatch(back.stdout, /updating/);
  });
});

const groupLabel = "eks.amazonaws.com/nodegroup";
const groupOf = ({ metadata }: Node): string => metadata.labels?.[groupLabel] ?? "";

/** Which nodes there are of the group that waits. */
const held = (nodes: readonly Node[]): string[] =>
  nodes.filter((node) => groupOf(node).includes("-late-")).map(({ metadata }) => metadata.uid);

const kubelet = ({ status }: Node): string =>
  status.nodeInfo.kubeletVersion.replace(/^v(\d+\.\d+).*/, "$1");

/** When the engine told of a resource what: the line's number. */
function moments(engine: string): (resource: string, what: "updating" | "updated") => number {
  const lines = engine.split("\n");
  return (resource, what) => {
    const line = lines.findIndex((it) => it.includes(`aws:eks:${resource} ${what} `));
    assert.ok(line >= 0, `nothing said that ${resource} is ${what}`);
    return line;
  };
}
