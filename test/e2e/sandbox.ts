import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { clone } from "../../sandbox/paths";

export interface Ran {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Changes of a stack's config, such as `mesh=null`, as flags of `up`. */
export const configFlags = (changes: readonly string[]): string[] =>
  changes.flatMap((change) => ["--config", `twelve-street:${change}`]);

/** A sandbox of its own in a temporary folder, driven by the very commands a person types. */
export class TestSandbox {
  readonly home = mkdtempSync(join(tmpdir(), "twelve-street-"));
  private readonly children = new Set<ChildProcess>();

  /** @param apart whether Ctrl-C leaves its commands alone, so that what runs comes to its end */
  constructor(
    readonly stack = "dev",
    private readonly apart = false,
  ) {}

  start(...words: string[]): { child: ChildProcess; ended: Promise<Ran> } {
    return this.spawn("sandbox/cli.ts", words);
  }

  /** The course-day command, on the stacks of this sandbox. */
  course(...words: string[]): Promise<Ran> {
    return this.startCourse(words).ended;
  }

  startCourse(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
    return this.spawn("course/cli.ts", words, env);
  }

  private spawn(
    command: string,
    words: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): { child: ChildProcess; ended: Promise<Ran> } {
    const child = spawn(process.execPath, ["scripts/run.mjs", command, ...words], {
      cwd: clone,
      env: { ...process.env, SANDBOX_HOME: this.home, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: this.apart,
    });
    this.children.add(child);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    const ended = new Promise<Ran>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        this.children.delete(child);
        resolve({ code, signal, stdout, stderr });
      });
    });
    return { child, ended };
  }

  run(...words: string[]): Promise<Ran> {
    return this.start(...words).ended;
  }

  /** Runs a command that must succeed; answers its standard output. */
  async ok(...words: string[]): Promise<string> {
    const ran = await this.run(...words);
    if (ran.code !== 0)
      throw new Error(
        `sandbox ${words.join(" ")} ended with ${String(ran.code ?? ran.signal)}\n${ran.stdout}\n${ran.stderr}`,
      );
    return ran.stdout;
  }

  up(...flags: string[]): Promise<string> {
    return this.ok("up", "--stack", this.stack, ...flags);
  }

  /** What `up --json` says at its end. */
  async upFacts(...flags: string[]): Promise<UpFacts> {
    return JSON.parse(await this.up("--json", ...flags)) as UpFacts;
  }

  kubectl(...words: string[]): Promise<string> {
    return this.ok("kubectl", "--stack", this.stack, ...words);
  }

  async list<T = KubeObject>(kind: string, ...words: string[]): Promise<T[]> {
    const text = await this.kubectl("get", kind, "-o", "json", ...words);
    return (JSON.parse(text) as { items: T[] }).items;
  }

  /** Does something in this process, on the stacks of this sandbox. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    const before = process.env.SANDBOX_HOME;
    process.env.SANDBOX_HOME = this.home;
    try {
      return await work();
    } finally {
      if (before === undefined) delete process.env.SANDBOX_HOME;
      else process.env.SANDBOX_HOME = before;
    }
  }

  /** Ends the control plane and removes every file. */
  async dispose(): Promise<void> {
    for (const child of this.children) child.kill("SIGKILL");
    await this.run("stop", "--forget", "--stack", this.stack);
    rmSync(this.home, { recursive: true, force: true });
  }
}

export interface UpFacts {
  changes: Record<string, number>;
  outputs: { gatewayUrl: string; uiUrl: string; namespace: string };
  live: { deployments: { available: number; all: number }; services: number };
  notInstalled: { chart: string; definitions: number }[];
  kubeconfig: string;
}

export interface KubeObject {
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    generation?: number;
    labels?: Record<string, string>;
  };
}
