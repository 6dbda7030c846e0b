import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

import { classroomOf, type Classroom } from "../../course/classroom/classroom";
import type { Declared } from "../../course/classroom/model";
import { isClean } from "../../course/classroom/judge";
import { pooled } from "../../course/classroom/pool";
import { statusOf } from "../../course/classroom/status";
import { settled } from "../../course/classroom/values";
import { silentProgress } from "../../sandbox/progress";
import { ApiError } from "../../sandbox/providers/kubernetes/errors";
import { resolveTools } from "../../sandbox/tools";
import { Audit } from "../../test/e2e/reset/audit";
import { configFlags, TestSandbox } from "../../test/e2e/sandbox";
import { smallShop } from "../../test/e2e/small-shop";
import { first, namesOf } from "../../test/e2e/students";
import type { Drift } from "./drift";

/** Pods of a shop, and so many on a node of that type, whose daemons take some too. */
const [podsOfShop, podsOnNode] = [6, 45];

/** Nodes for all pods, an NGINX, and nothing else of `dev`. */
function platformOf(students: number): string[] {
  const nodes = Math.ceil((students * podsOfShop) / podsOnNode) + 1;
  const group = "cluster.nodeGroups.standard-workers";
  return [
    ...smallShop({ mesh: false }),
    ...configFlags([
      "ingress={alb: null, routes: null}",
      "shop.services.products.enabled=false",
      "registry.labImages=false",
      `${group}.instanceType=m5.2xlarge`,
      `${group}.max=${nodes}`,
      `${group}.desired=${nodes}`,
    ]),
  ];
}

/** Each with the shop, and a quota that holds it. */
function classroomFor(students: number): string[] {
  const names = namesOf(students).map((name) => `${name}: {}`);
  return configFlags([
    `students={${names.join(", ")}}`,
    ...first(students),
    "shop={}",
    "mesh=null",
    'quota={requestsMemory: 3Gi, limitsCpu: "4", limitsMemory: 4Gi}',
  ]);
}

/** Milliseconds that some work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** A sandbox of its own with a platform for a classroom of that size. */
export class Ground {
  private readonly sandbox = new TestSandbox("dev", true);
  private readonly audit = new Audit(this.sandbox);
  private room: Classroom | undefined;

  private constructor(
    readonly students: number,
    private readonly kubectlPath: string,
  ) {}

  static async open(students: number): Promise<Ground> {
    const { kubectl } = await resolveTools(["kubectl"], silentProgress);
    const ground = new Ground(students, kubectl.path);
    try {
      await ground.sandbox.up("--json", ...platformOf(students));
      // Whoever uses kubectl on a cluster has asked it for its kinds before.
      ground.kubectl("api-resources");
      return ground;
    } catch (error) {
      await ground.close();
      throw error;
    }
  }

  /** As a classroom does that is put on it: the same API server for kubectl's objects. */
  async makeRoom(): Promise<void> {
    const words = ["--stack", "classroom", "--json", ...classroomFor(this.students)];
    await this.sandbox.ok("preview", ...words);
  }

  async up(): Promise<void> {
    await this.sandbox.ok("up", "--stack", "classroom", "--json", ...classroomFor(this.students));
  }

  /** The classroom as the course-day command sees it. */
  async classroom(): Promise<Classroom> {
    return (this.room ??= await this.sandbox.within(() =>
      classroomOf("classroom", false, silentProgress),
    ));
  }

  /** Everything of Kubernetes that the stack declares, in its order. */
  async declared(): Promise<Declared[]> {
    const { shared, environments } = await this.classroom();
    return [...shared, ...[...environments.values()].flatMap(({ declared }) => declared)];
  }

  async course(...words: string[]): Promise<void> {
    const { code, stdout, stderr } = await this.sandbox.course(...words);
    if (code !== 0)
      throw new Error(`course ${words.join(" ")} ended with ${String(code)}\n${stdout}\n${stderr}`);
  }

  /** Writes of the administrator since this was asked last, by the API server's own log. */
  writes(): string[] {
    return this.audit.since();
  }

  /** One process, one file, as an instructor would: what others have changed is taken back. */
  apply(objects: readonly Declared[]): void {
    const file = join(this.sandbox.home, "objects.yaml");
    const texts = objects.map(({ object }) => JSON.stringify(settled(object)));
    writeFileSync(file, texts.join("\n---\n"), { mode: 0o600 });
    this.kubectl("apply", "--server-side", "--force-conflicts", "-f", file);
  }

  /** Does to objects what was planned, as somebody with kubectl. */
  async drift(plan: readonly Drift[]): Promise<void> {
    const { cluster } = await this.classroom();
    await pooled(plan, 8, async ({ declared: { object }, deed }) => {
      const path = await cluster.pathOf(object);
      try {
        await (deed.do === "delete"
          ? cluster.api.request("DELETE", path, { body: { propagationPolicy: "Background" } })
          : cluster.api.request("PATCH", path, {
              body: deed.body,
              contentType: "application/merge-patch+json",
              query: { fieldManager: "kubectl-edit" },
            }));
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 404)) throw error;
      }
    });
  }

  /** Waits until every environment is clean and no pod is on its way: what is measured next has the machine for itself. */
  async settle(): Promise<void> {
    const room = await this.classroom();
    for (const end = Date.now() + 600_000; Date.now() < end;) {
      const { students } = await statusOf(room, room.students);
      const rests = students.every(
        ({ findings }) => isClean(findings) && findings.starting.length === 0,
      );
      if (rests) return;
      await sleep(1_000);
    }
    throw new Error("the classroom does not come to rest in ten minutes");
  }

  close(): Promise<void> {
    return this.sandbox.dispose();
  }

  private kubectl(...words: string[]): string {
    return execFileSync(this.kubectlPath, words, {
      encoding: "utf8",
      env: { ...process.env, KUBECONFIG: join(this.sandbox.home, "dev", "kubeconfig") },
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
}
