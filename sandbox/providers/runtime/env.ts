import type { SandboxPaths } from "../../paths";

export interface ProviderEnvironment {
  readonly paths: Pick<SandboxPaths, "dir" | "aws" | "pulumiHome">;
  /** Of the embedded control plane, or of the user's own cluster. */
  readonly kubeconfig: string;
  /** True where the control plane is ours; only then are nodes made in it. */
  readonly embedded: boolean;
}

/** What the engine must be started with, so that it finds the sandbox's providers, and no others. */
export function providerEnv({ paths, kubeconfig, embedded }: ProviderEnvironment) {
  return {
    PULUMI_HOME: paths.pulumiHome,
    // A plugin on PATH would win over the sandbox's home, the real aws provider included.
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // An official component asks for the aws and kubernetes it was built with; a newer one serves it as well.
    PULUMI_ENABLE_LEGACY_PLUGIN_SEARCH: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_SUPPRESS_NEO_LINK: "true",
    SANDBOX_DIR: paths.dir,
    SANDBOX_AWS: paths.aws,
    SANDBOX_KUBECONFIG: kubeconfig,
    SANDBOX_NODES: embedded ? "kwok" : "none",
  };
}
