import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";

import { log } from "@pulumi/pulumi";
import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { parse } from "yaml";

import { writePrivate } from "../files";
import { fetchWithManifests } from "../istio";
import { clone } from "../paths";
import { providerEnv } from "../providers/runtime";
import type { Tool } from "../tools";
import { folderWithAws } from "./aws-command";
import { generatedSecret, hasKey, writeConfigCopy, type ConfigMap } from "./config-copy";
import { passphrase } from "./passphrase";
import { stackPaths } from "./platform";
import type { Target } from "./target";

interface ProjectFile {
  name: string;
  main: string;
}

export const project = parse(readFileSync(join(clone, "Pulumi.yaml"), "utf8")) as ProjectFile;

const webFetch = globalThis.fetch;

/** The very program that `pulumi up` runs on AWS. Loaded late: its packages take a second. */
const loadProgram = () =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a path known at run time only
  require(join(clone, project.main)) as () => Promise<Record<string, unknown>>;

/** Loads it ahead. One that cannot be loaded is told of by the run itself, which tries again. */
export function preloadProgram(): void {
  try {
    loadProgram();
  } catch {
    return;
  }
}

const committedProgram: PulumiFn = async () => {
  globalThis.fetch = fetchWithManifests(webFetch, { warn: (text) => void log.warn(text) });
  const run = loadProgram();
  // Pulumi notes a stack for each of some thousand promises; to map them all takes a sixth of a preview.
  process.setSourceMapsEnabled(false);
  try {
    return await run();
  } catch (error) {
    process.setSourceMapsEnabled(true);
    throw error;
  }
};

export interface OpenStack {
  readonly stack: string;
  readonly config: ConfigMap;
  readonly secretKeys: readonly string[];
  readonly pulumi: Tool;
  readonly target: Target;
  /** Default: the program of this project. */
  readonly program?: PulumiFn;
}

/** Opens the stack on a file backend of the sandbox's own, with the sandbox's own copy of the config. */
export async function openStack(o: OpenStack): Promise<Stack> {
  const paths = stackPaths(o.stack);
  for (const folder of [paths.work, paths.backend, paths.pulumiHome])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The program is ours to run: the engine gets a project without `main` or options of the real language host.
  writePrivate(join(paths.work, "Pulumi.yaml"), `name: ${project.name}\nruntime: nodejs\n`);
  const { secrets } = writeConfigCopy(o.stack, o.config);
  const workspace = await LocalWorkspace.create({
    workDir: paths.work,
    pulumiHome: paths.pulumiHome,
    pulumiCommand: await PulumiCommand.get({ root: pulumiRoot(paths.root, o.pulumi) }),
    program: o.program ?? committedProgram,
    envVars: {
      // Attributes beside each file are of no use, and one that is half written makes the state unreadable.
      PULUMI_BACKEND_URL: `file://${paths.backend}?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE: passphrase(paths.root),
      // A backup and a history of every step cost time and are of no use in a sandbox.
      PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
      // Behind PATH: a command of the person's own wins.
      PATH: [process.env.PATH, folderWithAws(paths.root)].join(delimiter),
      ...providerEnv({ paths, kubeconfig: o.target.kubeconfig, embedded: o.target.embedded }),
    },
  });
  const stack = await Stack.createOrSelect(o.stack, workspace);
  for (const key of o.secretKeys)
    if (!hasKey(secrets, key))
      await stack.setConfig(key, { value: generatedSecret(), secret: true }, true);
  return stack;
}

/** The Automation API wants the CLI at `ROOT/bin/pulumi`, wherever it was found. */
function pulumiRoot(sandbox: string, pulumi: Tool): string {
  const root = join(sandbox, "pulumi");
  const link = join(root, "bin", "pulumi");
  mkdirSync(join(root, "bin"), { recursive: true, mode: 0o700 });
  rmSync(link, { force: true });
  symlinkSync(pulumi.path, link);
  return root;
}
