import { Addon } from "@pulumi/aws/eks/addon";
import { getAddonVersionOutput } from "@pulumi/aws/eks/getAddonVersion";
import type { input as eksInputs } from "@pulumi/eks/types";
import { all, output, type Input, type Output, type Resource } from "@pulumi/pulumi";
import type { Tags } from "./security-groups";

export interface AddonOptions {
  readonly clusterName: Input<string>;
  readonly clusterVersion: Input<string>;
  readonly tags: Tags;
  readonly parent: Resource;
}

/** The newest version of an add-on for a Kubernetes version, where the user names none. */
export const addonVersion = (
  addonName: string,
  wanted: Input<string> | undefined,
  kubernetesVersion: Input<string>,
  parent: Resource,
): Output<string> =>
  wanted === undefined
    ? getAddonVersionOutput({ addonName, kubernetesVersion, mostRecent: true }, { parent }).version
    : output(wanted);

/** Keys in a fixed order, or a map in another order would be an update. */
export const configurationText = (
  values: Input<Record<string, unknown> | undefined> | undefined,
): Output<string | undefined> => output(values).apply((map) => map && JSON.stringify(sorted(map)));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

export function kubeProxyAddon(
  name: string,
  options: eksInputs.KubeProxyAddonOptionsArgs | undefined,
  cluster: AddonOptions,
): void {
  if (options?.enabled === false) return;
  new Addon(
    `${name}-kube-proxy`,
    {
      ...common("kube-proxy", options, cluster),
      configurationValues: configurationText(options?.configurationValues),
    },
    { parent: cluster.parent },
  );
}

export interface CoreDnsOptions extends AddonOptions {
  readonly onFargate: Output<boolean>;
  readonly dependsOn: Input<Resource[]>;
}

export function coreDnsAddon(
  name: string,
  options: eksInputs.CoreDnsAddonOptionsArgs | undefined,
  cluster: CoreDnsOptions,
): void {
  const values = all([cluster.onFargate, options?.configurationValues]).apply(([fargate, given]) =>
    fargate ? { computeType: "Fargate", ...given } : given,
  );
  new Addon(
    `${name}-coredns`,
    { ...common("coredns", options, cluster), configurationValues: configurationText(values) },
    { parent: cluster.parent, dependsOn: cluster.dependsOn },
  );
}

type CommonOptions = Pick<
  eksInputs.CoreDnsAddonOptionsArgs,
  "version" | "resolveConflictsOnCreate" | "resolveConflictsOnUpdate"
>;

function common(addonName: string, options: CommonOptions | undefined, cluster: AddonOptions) {
  return {
    clusterName: cluster.clusterName,
    addonName,
    addonVersion: addonVersion(addonName, options?.version, cluster.clusterVersion, cluster.parent),
    preserve: true,
    resolveConflictsOnCreate: options?.resolveConflictsOnCreate ?? "OVERWRITE",
    resolveConflictsOnUpdate: options?.resolveConflictsOnUpdate ?? "OVERWRITE",
    ...(cluster.tags && { tags: cluster.tags }),
  };
}
