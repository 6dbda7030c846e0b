import type { Stack } from "@pulumi/pulumi/automation";

import { parseStack, secretKeys, type AnyStackConfig } from "../../stacks/config";
import { UserError } from "../errors";
import { sandboxPaths } from "../paths";
import { consoleProgress, type Progress } from "../progress";
import { installProviders } from "../providers/runtime";
import { stackTools, resolveTools, type Tool, type StackToolName } from "../tools";
import { effectiveConfig, type ConfigMap } from "./config-copy";
import { openMesh, wantsMesh } from "./mesh";
import { changeConfig } from "./overrides";
import { settleManagedSecrets } from "./managed-secrets";
import { clearPendingOperations, releaseDeadLocks } from "./leftovers";
import { chooseTarget, openTarget, rememberTarget, type Target } from "./target";
import { openStack, preloadProgram, project } from "./workspace";

export type Provider = Awaited<ReturnType<typeof installProviders>>[number];

/** Everything an operation on a stack needs, ready. */
export interface Session {
  readonly name: string;
  readonly config: AnyStackConfig;
  readonly region: string;
  readonly stack: Stack;
  readonly target: Target;
  readonly tools: Record<StackToolName, Tool>;
  readonly providers: readonly Provider[];
  /** A real mesh runs beside the control plane. */
  readonly mesh: boolean;
}

/** The stack's config, checked. Errors: ConfigError with a sentence for each mistake; nothing has been started then. */
export function checkedConfig(name: string): { raw: ConfigMap; config: AnyStackConfig } {
  const raw = effectiveConfig(name);
  return { raw, config: parseStack(name, raw) };
}

const studentsOf = (config: AnyStackConfig): { students?: number } =>
  config.kind === "classroom" ? { students: Object.keys(config.students).length } : {};

/**
 * Makes a stack ready to work on: config checked first, then tools, the control plane and the plugins side by side.
 * Errors: ConfigError or UserError, each a sentence that says what to do.
 */
export async function openSession(
  name: string,
  options: {
    kubeconfig?: string;
    config?: readonly string[];
    progress?: Progress;
    /** Later runs are for the same cluster, until `destroy`. */
    remember?: boolean;
    /** The program will run: its packages are loaded while other processes are waited for. */
    program?: boolean;
    /** Whether the stack has a real mesh beside it. @default as before */
    mesh?: boolean;
  } = {},
): Promise<Session> {
  const progress = options.progress ?? consoleProgress();
  if (options.config !== undefined) changeConfig(name, options.config);
  const { raw, config } = checkedConfig(name);
  const region = raw["aws:region"] as string;
  const chosen = chooseTarget(name, options.kubeconfig);
  const platform = config.kind === "platform" ? config : undefined;
  if (!platform && options.mesh === true)
    throw new UserError(
      `--mesh: a mesh is its platform's; give it to stack "${chosen.platform ?? ""}".`,
    );
  const mesh =
    platform !== undefined &&
    wantsMesh(options.mesh, { stack: name, config: platform, target: chosen });
  if (options.program) setImmediate(preloadProgram);
  const tools = await resolveTools(chosen.embedded ? stackTools : ["pulumi", "kubectl"], progress);
  const paths = sandboxPaths(name);
  const [target, providers] = await Promise.all([
    openTarget(chosen, { stack: name, region, tools, progress, ...studentsOf(config) }),
    installProviders({ pulumiHome: paths.pulumiHome, pulumi: tools.pulumi.path, progress }),
  ]);
  if (options.remember) rememberTarget(name, target);
  if (platform) await openMesh(mesh, { stack: name, config: platform, target, progress });
  await releaseDeadLocks(name, project.name, progress);
  const stack = await openStack({
    stack: name,
    config: raw,
    secretKeys: secretKeys(config),
    pulumi: tools.pulumi,
    target,
  });
  await Promise.all([
    clearPendingOperations(stack),
    platform && settleManagedSecrets(stack, platform, progress),
  ]);
  return { name, config, region, stack, target, tools, providers, mesh };
}
