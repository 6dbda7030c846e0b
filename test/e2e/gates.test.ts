import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import type { MeshFacts } from "../../sandbox/mesh";
import { TestSandbox, type Ran } from "./sandbox";

const gate =
  "shop.gate={successPercent: 99, latency: {milliseconds: 2000}, windowSeconds: 10, minRequests: 30, patienceSeconds: 0}";

/** The shop and its mesh, and nothing that a gate can do without. */
const small = [
  "mesh.mtls.mode=PERMISSIVE",
  "mesh.kiali.enabled=false",
  "mesh.jaeger.enabled=false",
  "ingress.nginx.enabled=false",
  "ingress.routes=null",
  "observability.logs.enabled=false",
  "observability.grafana.enabled=false",
  "observability.prometheus.scrapeSeconds=5",
  "backingServices.database.enabled=false",
  gate,
].flatMap((change) => ["--config", change]);

/** Asks again and again, until it is stopped; answers what versions of products were seen. */
function clients(gateway: string, stop: AbortSignal): Promise<Set<string>> {
  const seen = new Set<string>();
  const one = async () => {
    while (!stop.aborted) {
      await fetch(`${gateway}/products`, { signal: AbortSignal.timeout(5_000) })
        .then((response) => {
          void response.body?.cancel();
          const made = (what: string) => response.headers.get(`x-stand-in-${what}`) ?? "";
          if (made("service") === "products") seen.add(made("version"));
        })
        .catch(() => undefined);
      await wait(20);
    }
  };
  return Promise.all([one(), one(), one()]).then(() => seen);
}

interface Result {
  ended: string;
  target: { at: unknown };
  underway?: object;
  live: { traffic: string };
  gates: { verdict: string; says: string; measured?: { requests: number } }[];
}

describe("a rollout's gate, by a real Prometheus over real Envoys", () => {
  const sandbox = new TestSandbox();
  let gateway: string;
  before(async () => {
    await sandbox.up("--mesh", ...small);
    const facts = readFileSync(join(sandbox.home, "dev", "mesh.json"), "utf8");
    ({ gateway } = JSON.parse(facts) as MeshFacts);
  });
  after(() => sandbox.dispose());

  const rollout = async (
    code: number,
    ...words: string[]
  ): Promise<Result & Pick<Ran, "stderr">> => {
    const ran = await sandbox.course("rollout", ...words, "--json");
    assert.equal(ran.code, code, ran.stdout + ran.stderr);
    return { ...(JSON.parse(ran.stdout) as Result), stderr: ran.stderr };
  };
  const fail = (share: string) =>
    sandbox.kubectl(
      ...["annotate", "pod", "-n", "twelve-street", "-l", "app=products,slot=canary"],
      ...["--overwrite", `sandbox.twelve-street/failures=${share}`],
    );

  it("holds a canary that nobody has asked for anything, and the version before serves on", async () => {
    const canary = ["--strategy", "canary", "--steps", "50,75"];
    const held = await rollout(2, "start", "products", "--to", "v2", ...canary);
    assert.equal(held.ended, "held");
    assert.ok(held.underway, "promote takes it up again");
    assert.equal(held.gates[0]?.verdict, "held");
    assert.match(held.gates[0].says, /^0 requests came in 10 s, 30 are asked for$/);
  });

  it("lets a good one go on, by its own requests", async () => {
    const stop = new AbortController();
    const seen = clients(gateway, stop.signal);
    const passed = await rollout(0, "promote", "products").finally(() => stop.abort());
    assert.deepEqual([passed.ended, passed.target.at], ["arrived", 0]);
    assert.deepEqual(
      passed.gates.map(({ verdict }) => verdict),
      ["passed"],
    );
    assert.deepEqual([...(await seen)].sort(), ["v1", "v2"]);
    assert.match(passed.stderr, /gate of products-canary: \d+ requests, 100 % succeeded, p95 /);
  });

  it("sends a bad one back by itself, and says what it measured and what it asked for", async () => {
    await fail("30%");
    const stop = new AbortController();
    const seen = clients(gateway, stop.signal);
    const failed = await rollout(1, "promote", "products").finally(() => stop.abort());
    await seen;
    assert.deepEqual([failed.ended, failed.target.at], ["aborted", "aborted"]);
    assert.match(
      failed.stderr,
      /the gate failed: of products-canary \d\d(\.\d+)? % of \d+ requests succeeded, at least 99 % must/,
    );
    const { requests = 0 } = failed.gates[0]?.measured ?? {};
    assert.ok(requests >= 30, `${requests}`);
    assert.match(failed.live.traffic, /stable 100 %/);
    const after = new AbortController();
    const served = clients(gateway, after.signal);
    await wait(1_000);
    after.abort();
    assert.deepEqual([...(await served)], ["v1"]);
  });
});
