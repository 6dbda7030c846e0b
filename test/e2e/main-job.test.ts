import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { clone } from "../../sandbox/paths";
import { stackGraph } from "../../sandbox/plan/stack";
import { foundIn, secretsOf, writtenBy } from "./secrets";
import { graphInState, orderOf } from "./state-graph";
import { TestSandbox, type KubeObject, type UpFacts } from "./sandbox";

/** The services of 12-Street, as the course names them. */
const services = ["delivery", "gateway", "oauth", "orders", "products", "ui"];

/** The backing service that dev has beside them: its server and what clients are given. */
const database = ["database", "database-server"];

/** Those that keep data, and so a password; the gateway has settings alone, and the UI its address. */
const withDatabase = ["delivery", "oauth", "orders", "products"];

interface Deployment extends KubeObject {
  spec: {
    template: {
      spec: { containers: { image: string; env?: { name: string; value?: string }[] }[] };
    };
  };
  status: { availableReplicas?: number };
}

const byName = <T extends KubeObject>(items: T[]) =>
  new Map(items.map((item) => [item.metadata.name, item]));

const committed = () =>
  ["dev", "prod"].map((stack) => readFileSync(join(clone, "stacks", `Pulumi.${stack}.yaml`)));

describe("the main job on the sandbox", () => {
  const sandbox = new TestSandbox();
  const files = committed();
  let first: UpFacts;
  let namespace: string;

  const deployments = async () => byName(await sandbox.list<Deployment>("deploy", "-n", namespace));

  /** ConfigMaps and Secrets carry a hash of their content; the API server adds one for its own certificate. */
  const namesWithoutHash = async (kind: string) =>
    (await sandbox.list(kind, "-n", namespace))
      .map(({ metadata }) => metadata.name)
      .filter((name) => name !== "kube-root-ca.crt")
      .map((name) => name.replace(/-[0-9a-f]{10}$/, ""))
      .sort();

  before(async () => {
    first = JSON.parse(await sandbox.ok("start", "--json")) as UpFacts;
    namespace = first.outputs.namespace;
  });
  after(() => sandbox.dispose());

  /** Names of the shop's own Services, without the database's. */
  const shopServices = async () =>
    (await sandbox.list("svc", "-n", namespace))
      .map(({ metadata }) => metadata.name)
      .filter((name) => !name.startsWith("database"))
      .sort();

  it("brings six available Deployments, six Services, ConfigMaps and Secrets into the API server", async () => {
    const live = await deployments();
    assert.deepEqual([...live.keys()].sort(), services);
    for (const [name, { status }] of live)
      assert.ok((status.availableReplicas ?? 0) >= 1, `${name} is not available`);
    assert.deepEqual(await shopServices(), services);
    assert.deepEqual(await namesWithoutHash("configmap"), [...withDatabase, "gateway"].sort());
    assert.deepEqual(await namesWithoutHash("secret"), [...withDatabase, ...database].sort());
  });

  it("has pods say again that they are ready, when their node has been thought lost", async () => {
    // What the controller manager writes of the pods of a node that has not reported in time.
    const lost = { status: { conditions: [{ type: "Ready", status: "False" }] } };
    const [pod] = await sandbox.list("pod", "-n", namespace, "-l", "app=gateway");
    const name = `pod/${pod?.metadata.name ?? ""}`;
    await sandbox.kubectl(
      ...["patch", name, "-n", namespace, "--subresource=status", "--patch", JSON.stringify(lost)],
    );
    await sandbox.kubectl("wait", name, "-n", namespace, "--for=condition=Ready", "--timeout=60s");
  });

  it("says in its summary what the API server says", async () => {
    assert.equal(first.live.deployments.available, services.length);
    assert.equal(first.live.services, (await sandbox.list("svc", "-n", namespace)).length);
    const text = await sandbox.up();
    assert.match(text, /6 of 6 Deployments available, 8 Services/);
    assert.match(text, new RegExp(first.outputs.gatewayUrl));
    assert.match(text, /simulated here/);
  });

  it("gives the UI the address that the gateway's Service has got", async () => {
    const [gateway] = (
      await sandbox.list<
        KubeObject & { status: { loadBalancer: { ingress: { hostname: string }[] } } }
      >("svc", "-n", namespace, "--field-selector", "metadata.name=gateway")
    ).values();
    const host = gateway?.status.loadBalancer.ingress[0]?.hostname;
    assert.match(host ?? "", /\.elb\.ap-northeast-2\.amazonaws\.com$/);
    const ui = (await deployments()).get("ui");
    const container = ui?.spec.template.spec.containers[0];
    assert.ok(container);
    const env = await sandbox.kubectl(
      ...["set", "env", "deploy/ui", "--list", "--resolve", "-n", namespace],
    );
    assert.match(env, new RegExp(`^VUE_APP_API_HOST=http://${host ?? ""}:8080$`, "m"));
  });

  it("enforces the restricted Pod Security standard on the shop's namespace", async () => {
    const refused = await sandbox.run(
      ...["kubectl", "run", "rooted", "-n", namespace, "--image=busybox", "--privileged"],
    );
    assert.notEqual(refused.code, 0);
    assert.match(refused.stderr, /violates PodSecurity "restricted/);
  });

  it("changes nothing the second time", async () => {
    const { changes } = await sandbox.upFacts();
    assert.deepEqual(Object.keys(changes), ["same"]);
  });

  it("comes and goes in the order that the plan shows", async () => {
    const shown = orderOf(await stackGraph(sandbox.stack));
    const kept = orderOf(graphInState(sandbox.home, sandbox.stack));
    const only = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
      [...a].filter((it) => !b.has(it));
    assert.ok(shown.size > 1000, "there is an order");
    assert.deepEqual(
      { shown: only(shown, kept), kept: only(kept, shown) },
      { shown: [], kept: [] },
    );
  });

  it("rolls exactly the Deployment whose image tag changes", async () => {
    const before = await deployments();
    await sandbox.ok(
      ...["config", "set", "twelve-street:shop.services.products.release.version", "9.9.9"],
    );
    const { changes } = await sandbox.upFacts();
    assert.equal(changes.update, 1, JSON.stringify(changes));
    const after = await deployments();
    assert.match(after.get("products")?.spec.template.spec.containers[0]?.image ?? "", /:9\.9\.9$/);
    for (const name of services)
      assert.equal(
        after.get(name)?.metadata.generation,
        (before.get(name)?.metadata.generation ?? 0) + (name === "products" ? 1 : 0),
        name,
      );
  });

  it("brings back with --refresh what kubectl has deleted", async () => {
    await sandbox.kubectl("delete", "service/orders", "deployment/ui", "-n", namespace);
    await sandbox.up("--refresh");
    assert.deepEqual([...(await deployments()).keys()].sort(), services);
    assert.deepEqual(await shopServices(), services);
  });

  it("keeps its files to their owner, listens on loopback only, and leaves the committed config alone", async () => {
    const open = filesBelow(sandbox.home).filter((file) => (statSync(file).mode & 0o077) !== 0);
    // Plugins and the link to the CLI hold no secret; keys, state, config and kubeconfig do.
    assert.deepEqual(
      open.filter((file) => !/pulumi-home|\/pulumi\/bin\//.test(file)),
      [],
    );
    const status = JSON.parse(await sandbox.ok("status", "--json", "--stack", "dev")) as [
      { controlPlane: { components: { name: string; pid: number }[] } },
    ];
    const components = status[0].controlPlane.components;
    assert.ok(components.length >= 5);
    for (const { name, pid } of components)
      for (const address of listening(pid)) assert.equal(address, "127.0.0.1", name);
    assert.deepEqual(committed(), files);
  });

  it("keeps secrets out of the state, config and logs", async () => {
    assert.deepEqual(foundIn(await secretsOf(sandbox), writtenBy(sandbox)), []);
  });

  it("destroys everything it has made", async () => {
    await sandbox.ok("destroy");
    const kinds = "deploy,sts,svc,configmap,secret,sa,pdb,netpol,pod,pvc,ingress";
    const left = await sandbox.list(kinds, "-A");
    assert.deepEqual(
      left
        .filter(({ metadata }) => metadata.namespace === namespace)
        .map(({ kind, metadata }) => `${kind}/${metadata.name}`),
      [],
    );
    const spaces = (await sandbox.list("ns")).map(({ metadata }) => metadata.name);
    assert.ok(!spaces.includes(namespace));
    assert.deepEqual(await sandbox.list("node"), []);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The addresses that a process listens on, by the kernel's own table. */
function listening(pid: number): string[] {
  const table = execFileSync("ss", ["-Hltnp"], { encoding: "utf8" });
  return table
    .split("\n")
    .filter((line) => line.includes(`pid=${pid.toString()},`))
    .map((line) => line.trim().split(/\s+/)[3]?.replace(/:\d+$/, "") ?? "");
}
