import { execFile } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import * as k8s from "@pulumi/kubernetes";
import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import {
  deleteControlPlane,
  startControlPlane,
  type ControlPlane,
} from "../../../../sandbox/control-plane";
import { sandboxPaths } from "../../../../sandbox/paths";
import { silentProgress } from "../../../../sandbox/progress";
import { catalogue } from "../../../../sandbox/providers/runtime/catalogue";
import { installProviders } from "../../../../sandbox/providers/runtime/install";
import { providerEnv } from "../../../../sandbox/providers/runtime/env";
import { stackTools, resolveTools, type Tool, type StackToolName } from "../../../../sandbox/tools";

const name = "provider";

/** A control plane of its own with one node, and the provider of this clone. */
export class LiveCluster {
  private constructor(
    readonly home: string,
    private readonly tools: Record<StackToolName, Tool>,
    private readonly plane: ControlPlane,
    private readonly before: string | undefined,
  ) {}

  static async start(): Promise<LiveCluster> {
    const before = process.env.SANDBOX_HOME;
    const home = mkdtempSync(join(tmpdir(), "twelve-street-provider-"));
    process.env.SANDBOX_HOME = home;
    const tools = await resolveTools(stackTools, silentProgress);
    const paths = sandboxPaths(name);
    const plane = await startControlPlane({
      stack: name,
      region: "ap-northeast-2",
      tools,
      progress: silentProgress,
    });
    await installProviders({
      pulumiHome: paths.pulumiHome,
      pulumi: tools.pulumi.path,
      progress: silentProgress,
      // Never the vendor's: it is this one that is tested.
      rows: [{ package: "kubernetes", folder: "kubernetes", kind: "thin", official: [] }],
    });
    const cluster = new LiveCluster(home, tools, plane, before);
    await cluster.apply(node);
    return cluster;
  }

  /**
   * Lets this clone's provider play the vendor's plugin on PATH, which the engine then reaches through what
   * the sandbox puts before it.
   */
  async playOfficial(): Promise<void> {
    const { pulumiHome } = sandboxPaths(name);
    const bin = join(this.home, "bin");
    const plugin = "pulumi-resource-kubernetes";
    const [folder = ""] = readdirSync(join(pulumiHome, "plugins"));
    mkdirSync(bin);
    copyFileSync(join(pulumiHome, "plugins", folder, plugin), join(bin, plugin));
    const { PATH } = process.env;
    process.env.PATH = `${bin}${delimiter}${PATH ?? ""}`;
    const [installed] = await installProviders({
      pulumiHome,
      pulumi: this.tools.pulumi.path,
      progress: silentProgress,
      rows: catalogue.filter((row) => row.package === "kubernetes"),
    }).finally(() => (process.env.PATH = PATH));
    if (installed?.kind !== "official") throw new Error("the plugin on PATH was not taken");
  }

  async kubectl(...words: string[]): Promise<string> {
    const args = ["--kubeconfig", this.plane.kubeconfig, ...words];
    return (await promisify(execFile)(this.tools.kubectl.path, args)).stdout;
  }

  async apply(object: unknown, ...flags: string[]): Promise<void> {
    const file = join(this.home, "object.json");
    writeFileSync(file, JSON.stringify(object));
    await this.kubectl("apply", "-f", file, ...flags);
  }

  async get(kind: string, id: string): Promise<LiveObject> {
    const [namespace = "", one = ""] = id.split("/");
    const flags = ["-n", namespace, "-o", "json", "--show-managed-fields"];
    return JSON.parse(await this.kubectl("get", kind, one, ...flags)) as LiveObject;
  }

  /** A new, empty stack, and the file with the number of the engine that runs it. */
  async stack(stackName: string): Promise<TestStack> {
    const paths = sandboxPaths(name);
    const root = join(this.home, "pulumi");
    const pidFile = join(this.home, `${stackName}.pid`);
    mkdirSync(join(root, "bin"), { recursive: true });
    mkdirSync(paths.backend, { recursive: true });
    const script = `#!/bin/sh\necho $$ > "$ENGINE_PID"\nexec '${this.tools.pulumi.path}' "$@"\n`;
    writeFileSync(join(root, "bin", "pulumi"), script, { mode: 0o755 });
    const workspace = await LocalWorkspace.create({
      projectSettings: { name: "provider-test", runtime: "nodejs" },
      pulumiHome: paths.pulumiHome,
      pulumiCommand: await PulumiCommand.get({ root }),
      program: () => Promise.resolve(),
      envVars: {
        PULUMI_BACKEND_URL: `file://${paths.backend}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
        ENGINE_PID: pidFile,
        ...providerEnv({ paths, kubeconfig: this.plane.kubeconfig, embedded: true }),
      },
    });
    return new TestStack(
      await Stack.createOrSelect(stackName, workspace),
      this.plane.kubeconfig,
      pidFile,
      join(paths.backend, ".pulumi", "stacks", "provider-test", `${stackName}.json`),
    );
  }

  async dispose(): Promise<void> {
    await deleteControlPlane(name);
    rmSync(this.home, { recursive: true, force: true });
    if (this.before === undefined) delete process.env.SANDBOX_HOME;
    else process.env.SANDBOX_HOME = this.before;
  }
}

export interface LiveObject {
  metadata: {
    uid: string;
    managedFields?: { manager: string }[];
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec: Record<string, unknown>;
  data?: Record<string, string>;
}

type Program = (options: { provider: k8s.Provider }) => unknown;

/** What an operation did or said. */
export interface Outcome {
  changes: Record<string, number>;
  output: string;
  failed: boolean;
}

export class TestStack {
  constructor(
    private readonly stack: Stack,
    private readonly kubeconfig: string,
    private readonly pidFile: string,
    private readonly stateFile: string,
  ) {}

  up(
    program: Program,
    flags: { refresh?: boolean; provider?: k8s.ProviderArgs } = {},
  ): Promise<Outcome> {
    return this.run(program, flags, async (onOutput) => {
      const { summary } = await this.stack.up({
        onOutput,
        ...(flags.refresh ? { refresh: true } : {}),
      });
      return summary.resourceChanges ?? {};
    });
  }

  preview(program: Program, flags: { provider?: k8s.ProviderArgs } = {}): Promise<Outcome> {
    return this.run(
      program,
      flags,
      async (onOutput) => (await this.stack.preview({ onOutput })).changeSummary,
    );
  }

  destroy(): Promise<Outcome> {
    return this.run(
      () => undefined,
      {},
      async (onOutput) => {
        const { summary } = await this.stack.destroy({ onOutput });
        return summary.resourceChanges ?? {};
      },
    );
  }

  state(): string {
    return readFileSync(this.stateFile, "utf8");
  }

  /** Ends the engine as a crash does, and gives its lock back. */
  async kill(): Promise<void> {
    process.kill(Number(readFileSync(this.pidFile, "utf8")), "SIGKILL");
    await this.stack.cancel();
  }

  private async run(
    program: Program,
    { provider }: { provider?: k8s.ProviderArgs },
    operation: (onOutput: (text: string) => void) => Promise<Record<string, number>>,
  ): Promise<Outcome> {
    this.stack.workspace.program = () => {
      const args = { kubeconfig: this.kubeconfig, clusterIdentifier: "test", ...provider };
      program({ provider: new k8s.Provider("cluster", args) });
      return Promise.resolve();
    };
    let output = "";
    try {
      return { changes: await operation((text) => (output += text)), output, failed: false };
    } catch (error) {
      return { changes: {}, output: output + String(error), failed: true };
    }
  }
}

const room = { cpu: "8", memory: "32Gi", "ephemeral-storage": "100Gi", pods: "110" };

const node = {
  apiVersion: "v1",
  kind: "Node",
  metadata: {
    name: "test-node",
    annotations: { "kwok.x-k8s.io/node": "fake" },
    labels: {
      type: "kwok",
      "kubernetes.io/hostname": "test-node",
      "kubernetes.io/os": "linux",
    },
  },
  status: { allocatable: room, capacity: room },
};
