import { readFileSync } from "node:fs";
import { join } from "node:path";
import { clone } from "../../paths";

/** Who plays a provider: the vendor's own plugin, or one of ours in its place. */
export type ProviderKind = "official" | "simulated" | "thin";

export interface ProviderRow {
  /** The Pulumi package, as in `@pulumi/PACKAGE`. */
  readonly package: string;
  /** The folder of ours that stands in, with a `main.ts` that serves it. */
  readonly folder: string;
  readonly kind: Exclude<ProviderKind, "official">;
  /**
   * Where an official plugin may come from, the first that has one: PATH, the user's own `~/.pulumi`, the plugin's download.
   * A person puts a plugin on PATH on purpose. The official eks component is taken from there alone: its kubeconfig needs the
   * `aws` command and a real account. The official aws provider is never taken: a sandbox must not reach an account; nor is
   * docker-build's, whose images would be pushed to it.
   */
  readonly official: readonly ("path" | "home" | "download")[];
  /** A program of ours that stands before an official plugin where nodes are simulated; it is given the plugin's path. */
  readonly front?: string;
}

/** Every package that the stacks use. A new one is a folder beside this one and a row here. */
export const catalogue: readonly ProviderRow[] = [
  {
    package: "kubernetes",
    folder: "kubernetes",
    kind: "thin",
    official: ["path", "home", "download"],
    front: "kubernetes/front/main.ts",
  },
  { package: "aws", folder: "aws", kind: "simulated", official: [] },
  { package: "docker-build", folder: "docker-build", kind: "simulated", official: [] },
  { package: "eks", folder: "eks", kind: "simulated", official: ["path"] },
  {
    package: "kubernetes-ingress-nginx",
    folder: "ingress-nginx",
    kind: "simulated",
    official: ["path", "home"],
  },
];

/** The version of the package's SDK: what the engine asks its plugin to be. */
export function sdkVersion(packageName: string): string {
  const file = join(clone, "node_modules", "@pulumi", packageName, "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
