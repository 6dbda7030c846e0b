import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { boundsOf, within } from "../../course/traffic/binomial";
import type { Result } from "../../course/traffic/result";
import { configFlags, TestSandbox } from "./sandbox";

/** Nothing but the mesh and the shop, with a canary of products at 30 %. */
const config = configFlags([
  "mesh.kiali.enabled=false",
  "mesh.jaeger.enabled=false",
  "observability.enabled=false",
  "backingServices.database.enabled=false",
  "shop.services.products={release: null, rollout: {strategy: canary, stable: {version: v4}, canary: {version: v5}, steps: [{weight: 30}], at: 0}}",
]);

const inShop = ["-n", "twelve-street"];

/** Waits until a program says something of this kind; it ends with its test's time otherwise. */
const said = (child: ChildProcess, what: RegExp): Promise<void> =>
  new Promise((resolve) => {
    child.stderr?.on("data", (data: Buffer) => what.test(data.toString()) && resolve());
  });

describe("course traffic", () => {
  const sandbox = new TestSandbox();

  before(async () => {
    const without = await sandbox.course("traffic", "products");
    assert.equal(without.code, 1);
    assert.match(without.stderr, /no mesh running .* "npm run sandbox -- up --mesh --stack dev"/);
    await sandbox.up("--mesh", "--json", ...config);
  });
  after(() => sandbox.dispose());

  const report = join(sandbox.home, "report.html");

  const measured = async (...words: string[]) => {
    const ran = await sandbox.course("traffic", "products", "--json", ...words);
    return { ...ran, result: JSON.parse(ran.stdout) as Result };
  };
  const countOf = ({ versions }: Result, name: string) =>
    versions.find(({ version }) => version === name)?.requests ?? 0;

  it("counts who answers, beside what is set, and says with which Envoy and istiod", async () => {
    const secret = ["--header", "x-token: s3cret", "--cookie", "session=s3cret"];
    const words = ["--rps", "80", "--for", "15s", ...secret, "--report", report];
    const { code, result, stderr, stdout } = await measured(...words);
    assert.equal(code, 0, stderr);
    assert.deepEqual([result.requests, result.failed], [1200, 0]);
    const canary = countOf(result, "v5");
    assert.ok(within(canary, boundsOf(1200, 30)), `${canary} of 1200`);
    assert.equal(countOf(result, "v4") + canary, 1200);
    assert.deepEqual(result.steps[0]?.set.weights, { v4: 70, v5: 30 });
    assert.match(`${result.envoy} ${result.istiod}`, /^\d+\.\d+\.\d+ \d+\.\d+\.\d+$/);
    assert.match(stderr, /v4 [\d.]+ % \(set 70 %\) {2}v5 [\d.]+ % \(set 30 %\)/);
    const html = readFileSync(report, "utf8");
    assert.ok(html.includes("0 of 1,200 requests failed"));
    assert.ok(html.includes(`through Envoy ${result.envoy} under istiod ${result.istiod}`));
    assert.ok(!(html + stdout + stderr).includes("s3cret"));
  });

  it("judges the share of a step, and marks the change of the route", async () => {
    const words = ["traffic", "products", "--json", "--rps", "60", "--report", report];
    const { child, ended } = sandbox.startCourse(words);
    await said(child, /v5 .*set 30 %/);
    await wait(8_000);
    const to = (subset: string, weight: number) => ({
      destination: { host: "products", subset },
      weight,
    });
    const changed = said(child, /route: v4 40 %, v5 60 %/);
    const spec = { http: [{ route: [to("stable", 40), to("canary", 60)] }] };
    const patch = ["--type=merge", "-p", JSON.stringify({ spec })];
    await sandbox.kubectl("patch", "virtualservice", "products", ...inShop, ...patch);
    await changed;
    await wait(10_000);
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    assert.equal(code, 130, stderr);
    const { steps, failed } = JSON.parse(stdout) as Result;
    assert.equal(failed, 0);
    assert.deepEqual(
      steps.map(({ set, within }) => [set.weights.v5, within]),
      [
        [30, true],
        [60, true],
      ],
    );
    const html = readFileSync(report, "utf8");
    assert.match(html, /<h1>products: v5 was given 30 %, then 60 %; 0 of [\d,]+ requests failed/);
    assert.ok(html.includes("(ended by hand)"));
    assert.match(html, /class="mark" d="M[\d.]+ 0V1000"/);
  });

  it("counts what fails, of the version that fails, and ends with 1", async () => {
    const pods = ["pod", "-l", "app=products,slot=canary", ...inShop];
    await sandbox.kubectl("annotate", ...pods, "sandbox.twelve-street/failures=50% 503");
    await wait(2_000);
    const { code, result } = await measured("--rps", "60", "--for", "10s", "--report", report);
    assert.equal(code, 1);
    const canary = result.versions.find(({ version }) => version === "v5");
    assert.ok(canary);
    assert.equal(result.failed, canary.failed);
    assert.equal(result.endings["503"], canary.failed);
    const bounds = boundsOf(canary.requests, 50);
    assert.ok(within(canary.failed, bounds), `${canary.failed} of ${canary.requests}`);
    const html = readFileSync(report, "utf8");
    assert.ok(html.includes(`${result.failed} of 600 requests failed`));
    assert.ok(html.includes('fill="#d55e00"'));
  });
});
