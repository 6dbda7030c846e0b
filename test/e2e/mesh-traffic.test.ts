import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";

import { boundsOf, within } from "../../course/traffic/binomial";
import { controlPlaneStatus } from "../../sandbox/control-plane";
import { meshStatus, type MeshFacts } from "../../sandbox/mesh";
import type { PodCounts } from "../../sandbox/mesh/control";
import { KubeApi } from "../../sandbox/providers/aws/kube-api";
import { configFlags, TestSandbox } from "./sandbox";
import { ask, countOf, failed, hereOf } from "./traffic";

/** Nothing but the mesh and the shop, with a canary of products at 20 %. */
const config = configFlags([
  "mesh.kiali.enabled=false",
  "mesh.jaeger.enabled=false",
  "observability.enabled=false",
  "backingServices.database.enabled=false",
  "shop.services.products={release: null, rollout: {strategy: canary, stable: {version: v1}, canary: {version: v2}, steps: [{weight: 20}], at: 0}}",
]);

const namespace = "twelve-street";

const route = `/apis/networking.istio.io/v1/namespaces/${namespace}/virtualservices/products`;

describe("traffic through a real mesh", () => {
  const sandbox = new TestSandbox();
  let mesh: MeshFacts;
  let products: string;
  let api: KubeApi;

  before(async () => {
    const text = await sandbox.up("--mesh", "--json", ...config);
    const up = JSON.parse(text) as { mesh: { facts: MeshFacts }; kubeconfig: string };
    mesh = up.mesh.facts;
    products = `${mesh.gateway}/products`;
    api = new KubeApi(up.kubeconfig);
  });
  after(() => sandbox.dispose());

  const components = async () => (await sandbox.within(() => meshStatus("dev")))?.components ?? [];

  const pidOf = async (name: string): Promise<number> =>
    (await components()).find((component) => component.name === name)?.pid ?? 0;

  /** Asks until an answer is as it should be: news travel. */
  const until = async (fits: (version: string, code: number) => boolean): Promise<void> => {
    for (const limit = Date.now() + 20_000; ;) {
      const answers = await ask(products, 16);
      if (answers.every(({ version, status: code }) => fits(version, code))) return;
      assert.ok(Date.now() < limit, `still ${JSON.stringify(answers[0])}`);
      await wait(50);
    }
  };

  const share = (subset: string, weight: number) => ({
    destination: { host: "products", subset },
    weight,
  });
  const split = (stable: number, canary: number) =>
    api.call("PATCH", route, {
      spec: { http: [{ route: [share("stable", stable), share("canary", canary)] }] },
    });

  it("gives the canary its share, and counts the same at the pods", async () => {
    await fetch(mesh.standIns.counts, { method: "DELETE" });
    const answers = await ask(products, 2000);
    assert.deepEqual(failed(answers), []);
    const canary = countOf(answers, "v2");
    assert.ok(within(canary, boundsOf(2000, 20)), `${canary} of 2000`);
    assert.equal(countOf(answers, "v1") + canary, 2000);
    for (const { path } of answers.slice(0, 20))
      assert.match(path, /^gateway\/v1\/\S+, products\/v[12]\/\S+$/);
    const counts = (await (await fetch(mesh.standIns.counts)).json()) as PodCounts[];
    const got = (version: string) =>
      counts
        .filter((pod) => pod.service === "products" && pod.version === version)
        .reduce((sum, { requests }) => sum + requests, 0);
    assert.deepEqual([got("v1"), got("v2")], [2000 - canary, canary]);
  });

  it("follows a VirtualService that is changed by hand", async () => {
    await split(0, 100);
    await until((version) => version === "v2");
    assert.equal(countOf(await ask(products, 300), "v2"), 300);
    await split(80, 20);
  });

  it("has istiod judge what is put to the API server", async () => {
    await assert.rejects(split(120, -20), /validation\.istio\.io.*weight -20 < 0/);
  });

  it("calls from service to service by the Envoys of the callers", async () => {
    const response = await fetch(`${mesh.gateway}/orders`, { method: "POST", body: "{}" });
    assert.equal(response.status, 201);
    assert.match(
      response.headers.get("x-stand-in-path") ?? "",
      /^gateway\/\S+, orders\/\S+, products\/\S+, delivery\/\S+$/,
    );
    const admin = mesh.envoys.find(({ name }) => name.includes(".orders."))?.admin ?? "";
    const stats = await (await fetch(`${admin}/stats/prometheus`)).text();
    assert.match(stats, /upstream_rq_total\{[^}]*outbound\|8080\|stable\|delivery[^}]*\} [1-9]/);
  });

  it("lets nobody in who has no certificate, where the stack's mutual TLS is strict", async () => {
    const pods = await api.call<{ items: { status: { podIP: string } }[] }>(
      "GET",
      `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dproducts`,
    );
    const ip = pods?.items[0]?.status.podIP ?? "";
    assert.equal((await ask(`http://${ip}:8080/products`, 1))[0]?.status, 0);
    const admin = mesh.envoys.find(({ name }) => name.includes(".gateway."))?.admin ?? "";
    const stats = await (await fetch(`${admin}/stats?filter=products.*ssl.handshake`)).text();
    assert.match(stats, /ssl\.handshake: [1-9]/);
  });

  it("goes on without istiod, which comes back", async () => {
    const before = await pidOf("istiod");
    process.kill(before, "SIGKILL");
    assert.deepEqual(failed(await ask(products, 500)), []);
    for (const limit = Date.now() + 20_000; ;) {
      const pid = await pidOf("istiod");
      if (pid !== 0 && pid !== before) break;
      assert.ok(Date.now() < limit, "istiod stays away");
      await wait(200);
    }
  });

  it("has an Envoy that was killed come back", async () => {
    process.kill(await pidOf("envoy-istio-ingressgateway"), "SIGKILL");
    await until((_, code) => code === 200);
    assert.deepEqual(failed(await ask(products, 200)), []);
  });

  it("listens on loopback and at the pods' addresses alone, and takes less than 1.5 GB", async () => {
    const mine = await components();
    const pids = new Set(mine.map(({ pid }) => pid));
    const listening = spawnSync("ss", ["-Hltnp"], { encoding: "utf8" }).stdout.split("\n");
    const ours = listening.filter((line) => pids.has(Number(/pid=(\d+)/.exec(line)?.[1])));
    assert.ok(ours.length > 10);
    const here = await hereOf(sandbox);
    const range = here(mesh.podRange).split(".").slice(0, 2).join("\\.");
    const allowed = new RegExp(`^(127\\.0\\.0\\.1|${range}\\.\\d+\\.\\d+):`);
    for (const line of ours) assert.match(line.split(/\s+/)[3] ?? "", allowed);
    const plane = await sandbox.within(() => controlPlaneStatus("dev"));
    const all = [...mine, ...plane.components];
    assert.ok(all.reduce((sum, { rssMiB }) => sum + rssMiB, 0) < 1_500);
  });

  it("leaves nothing behind when it is stopped", async () => {
    await sandbox.ok("stop", "--stack", "dev");
    const routes = spawnSync("ip", ["route", "show", "table", "local"], { encoding: "utf8" });
    assert.ok(!routes.stdout.includes(mesh.podRange), routes.stdout);
    assert.deepEqual(await components(), []);
  });
});
