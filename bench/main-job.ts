import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

import { recordedTarget } from "../sandbox/engine/target";
import { clone } from "../sandbox/paths";
import { consoleProgress, silentProgress } from "../sandbox/progress";
import { resolveTools } from "../sandbox/tools";
import { applicable, type LiveObject } from "./manifests";
import { median, seconds, table } from "./table";

interface Row {
  measured: string;
  ms: number;
  against: string;
  peerMs: number;
  ratio: number;
  atMost: number;
}

/** The speeds that issue after issue must keep: the shop's `up`, a preview without changes, a start without changes. */
export async function mainJob(rounds: number, json: boolean): Promise<void> {
  const progress = consoleProgress();
  progress.step("Bringing the dev stack up, which is not measured");
  run("scripts/run.mjs", "sandbox/cli.ts", "start", "--json");
  const bench = await Bench.open();
  const times = new Map<string, number[]>();
  const measure = (name: string, work: () => void) => {
    const from = performance.now();
    work();
    times.set(name, [...(times.get(name) ?? []), performance.now() - from]);
  };
  bench.prepare();
  for (let round = 1; round <= rounds; round++) {
    progress.step(`Round ${round.toString()} of ${rounds.toString()}`);
    measure("empty preview", () => bench.operate("preview", "empty"));
    measure("dev preview", () => run("scripts/run.mjs", "sandbox/cli.ts", "preview"));
    measure("empty up", () => bench.operate("up", "empty"));
    measure("start", () => run("scripts/run.mjs", "sandbox/cli.ts", "start"));
    measure("shop up", () => bench.operate("up", "shop"));
    bench.operate("destroy", "shop");
    measure("kubectl", () => bench.applyAndWait());
    bench.remove();
  }
  bench.close();
  const of = (name: string) => median(times.get(name) ?? []);
  const row = (measured: string, ms: number, against: string, peerMs: number, atMost: number) => ({
    ...{ measured, ms, against, peerMs, ratio: ms / peerMs, atMost },
  });
  const rows = [
    row(
      ...(["up of the shop, less an empty up", of("shop up") - of("empty up")] as const),
      ...(["kubectl apply and wait", of("kubectl"), 1.5] as const),
    ),
    row("preview of dev, no change", of("dev preview"), "empty preview", of("empty preview"), 3),
    row("npm start, no change", of("start"), "empty up", of("empty up"), 4),
  ];
  print(rows, rounds, json);
}

function print(rows: readonly Row[], rounds: number, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ rounds, cores: cpus().length, rows }, null, 2)}\n`);
    return;
  }
  const lines = rows.map(({ measured, ms, against, peerMs, ratio, atMost }) => [
    ...[measured, seconds(ms), against, seconds(peerMs), ratio.toFixed(2), atMost.toFixed(1)],
  ]);
  process.stdout.write(
    `${table(["measured", "median", "against", "median", "ratio", "at most"], lines)}\n` +
      `${rounds.toString()} rounds on ${cpus().length.toString()} cores\n`,
  );
}

function run(...words: string[]): void {
  execFileSync(process.execPath, words, { cwd: clone, stdio: ["ignore", "pipe", "pipe"] });
}

/** The peers: programs of the bench on the dev stack's cluster, and kubectl with the same objects. */
class Bench {
  private readonly folder = mkdtempSync(join(tmpdir(), "twelve-street-bench-"));
  private readonly namespace = "bench";

  private constructor(
    private readonly kubectlPath: string,
    private readonly kubeconfig: string,
  ) {}

  static async open(): Promise<Bench> {
    const { kubectl } = await resolveTools(["kubectl"], silentProgress);
    const target = recordedTarget("dev");
    if (target === undefined) throw new Error("the dev stack is not up");
    return new Bench(kubectl.path, target.kubeconfig);
  }

  operate(verb: "up" | "preview" | "destroy", which: "empty" | "shop"): void {
    run("scripts/run.mjs", "bench/operate.ts", verb, which, this.namespace);
  }

  /** Takes the manifests for kubectl from what our own `up` has made: the very same objects. */
  prepare(): void {
    this.operate("up", "empty");
    this.operate("up", "shop");
    const kinds = "sa,cm,secret,deploy,svc,pdb,netpol";
    const { items } = JSON.parse(
      this.kubectl("get", kinds, "-n", this.namespace, "-o", "json"),
    ) as { items: LiveObject[] };
    const space = JSON.parse(this.kubectl("get", "ns", this.namespace, "-o", "json")) as LiveObject;
    const objects = [space, ...items].flatMap(applicable);
    writeFileSync(
      join(this.folder, "shop.json"),
      JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }),
    );
    this.operate("destroy", "shop");
  }

  applyAndWait(): void {
    this.kubectl("apply", "--server-side", "-f", join(this.folder, "shop.json"));
    const here = ["-n", this.namespace, "--timeout=120s"];
    this.kubectl("wait", "--for=condition=Available", "deployment", "--all", ...here);
    const address = "--for=jsonpath={.status.loadBalancer.ingress}";
    this.kubectl("wait", address, "service/gateway", "service/ui", ...here);
  }

  remove(): void {
    this.kubectl("delete", "namespace", this.namespace, "--wait");
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private kubectl(...words: string[]): string {
    return execFileSync(this.kubectlPath, words, {
      encoding: "utf8",
      env: { ...process.env, KUBECONFIG: this.kubeconfig },
      maxBuffer: 64 * 1024 * 1024,
    });
  }
}
