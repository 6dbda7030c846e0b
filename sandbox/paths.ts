import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where a sandbox keeps its things. Everything below `root` is this clone's own, readable by its owner only. */
export interface SandboxPaths {
  /** `.sandbox` of this clone; shared by the stacks. */
  readonly root: string;
  /** The stack's own folder. */
  readonly dir: string;
  readonly kubeconfig: string;
  /** Data, keys and logs of the embedded control plane. */
  readonly controlPlane: string;
  /** The simulated AWS account: one JSON file. */
  readonly aws: string;
  /** A PULUMI_HOME of this clone's own, so that its simulated plugins reach no other project. */
  readonly pulumiHome: string;
  /** The folder Pulumi runs in, with the sandbox's own copy of the stack's config. */
  readonly work: string;
  /** Pulumi's file backend. */
  readonly backend: string;
  readonly logs: string;
  /** What others may rely on while the stack's mesh runs: see mesh/facts.ts. */
  readonly mesh: string;
}

/** The clone this file stands in. */
export const clone = resolve(__dirname, "..");

/**
 * The folders of one stack's sandbox. SANDBOX_HOME puts them elsewhere, so that one clone can have several.
 *
 * @param platform Whose cluster, account and state the stack shares, where it stands on another one.
 */
export function sandboxPaths(stack: string, platform = stack): SandboxPaths {
  const root = resolve(setting("SANDBOX_HOME") ?? join(clone, ".sandbox"));
  const dir = join(root, stack);
  const ground = join(root, platform);
  return {
    root,
    dir,
    kubeconfig: join(ground, "kubeconfig"),
    controlPlane: join(ground, "control-plane"),
    aws: join(ground, "aws.json"),
    pulumiHome: join(root, "pulumi-home"),
    work: join(dir, "work"),
    backend: join(ground, "backend"),
    logs: join(dir, "logs"),
    mesh: join(dir, "mesh.json"),
  };
}

/** Where built and downloaded tools are kept for all clones of one user. */
export function cacheDir(): string {
  return join(setting("XDG_CACHE_HOME") ?? join(homedir(), ".cache"), "twelve-street");
}

/** An empty variable is as good as none: it would mean the folder one happens to stand in. */
function setting(name: string): string | undefined {
  return process.env[name] === "" ? undefined : process.env[name];
}
