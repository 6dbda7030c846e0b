import type { CheckFailure, DiffResult, Properties } from "../runtime/provider";
import { unknownValue } from "../runtime/provider";

/** The options of a `kubernetes.Provider` that this provider knows. Source: @pulumi/kubernetes provider.d.ts. */
export interface ProviderConfig {
  /** Content of a kubeconfig, or its path; undefined: $KUBECONFIG or ~/.kube/config. */
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly cluster: string | undefined;
  /** For objects that name none. */
  readonly namespace: string | undefined;
  readonly configMapsMutable: boolean;
  readonly secretsMutable: boolean;
  readonly patchForce: boolean;
  readonly upsertExisting: boolean;
  readonly deleteUnreachable: boolean;
}

const texts = ["kubeconfig", "context", "cluster", "namespace", "clusterIdentifier"];
const switches = [
  "enableConfigMapMutable",
  "enableSecretMutable",
  "enablePatchForce",
  "upsertExistingObjects",
  "deleteUnreachable",
];
/** Nothing here depends on them: no release is installed, no client is throttled, no deprecation is warned of. */
const harmless = [
  "suppressDeprecationWarnings",
  "suppressHelmHookWarnings",
  "helmReleaseSettings",
  "kubeClientSettings",
  "version",
  "pluginDownloadURL",
];
/** Options whose being set to this would change what the provider does, in a way it cannot. */
const refused: Record<string, { unless: string; why: string }> = {
  enableServerSideApply: { unless: "true", why: "objects are written by server-side apply only" },
  renderYamlToDirectory: { unless: "", why: "objects go to an API server, not to files" },
  alwaysRender: { unless: "false", why: "objects go to an API server, not to files" },
  skipUpdateUnreachable: {
    unless: "false",
    why: "an update that is skipped in silence would look like a success",
  },
};

/** An option that is not supported is refused by its name: ignored, it would change what the user gets. */
export function checkConfig(inputs: Properties): CheckFailure[] {
  return Object.entries(inputs).flatMap(([property, raw]): CheckFailure[] => {
    if (raw === undefined || raw === null || raw === unknownValue) return [];
    const rule = refused[property];
    if (rule) {
      if (asText(raw) === rule.unless) return [];
      const fix = "Leave it out, or install the official plugin.";
      return [
        {
          property,
          reason: `the sandbox's Kubernetes provider has no such mode: ${rule.why}. ${fix}`,
        },
      ];
    }
    if (switches.includes(property) && !["true", "false"].includes(asText(raw)))
      return [{ property, reason: `expected true or false` }];
    if ([...texts, ...switches, ...harmless].includes(property) || property.startsWith("__"))
      return [];
    return [{ property, reason: "the sandbox's Kubernetes provider has no option of this name" }];
  });
}

/** Switches reach a provider as JSON in a string, or from the environment as they are. Source: @pulumi/kubernetes provider.js. */
export function parseConfig(inputs: Properties): ProviderConfig {
  const text = (key: string) => {
    const raw = inputs[key];
    return raw === undefined || raw === null || raw === "" ? undefined : asText(raw);
  };
  const on = (key: string, environment?: string) =>
    (text(key) ?? (environment ? process.env[environment] : undefined)) === "true";
  return {
    kubeconfig: text("kubeconfig"),
    context: text("context"),
    cluster: text("cluster"),
    namespace: text("namespace"),
    configMapsMutable: on("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE"),
    secretsMutable: on("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE"),
    patchForce: on("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE"),
    upsertExisting: on("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS"),
    deleteUnreachable: on("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE"),
  };
}

/**
 * A provider is replaced, and with it every object, when it points to another cluster: by `clusterIdentifier` where that is set on
 * both sides, else by the cluster that the kubeconfig names. Source: pulumi-kubernetes provider.go DiffConfig.
 *
 * @param clusterOf the active cluster of a provider's inputs, as one text; undefined where it cannot be told
 */
export function diffConfig(
  old: Properties,
  inputs: Properties,
  clusterOf: (inputs: Properties) => string | undefined,
): DiffResult {
  const changed = [...new Set([...Object.keys(old), ...Object.keys(inputs)])].filter(
    (key) => JSON.stringify(old[key]) !== JSON.stringify(inputs[key]),
  );
  const replacing = changed.filter(replaces(old, inputs, clusterOf));
  return {
    detailed: Object.fromEntries(
      changed.map((key) => [
        key,
        { kind: replacing.includes(key) ? "update-replace" : "update", inputDiff: true } as const,
      ]),
    ),
  };
}

function replaces(
  old: Properties,
  inputs: Properties,
  clusterOf: (inputs: Properties) => string | undefined,
): (key: string) => boolean {
  const [before, after] = [old.clusterIdentifier, inputs.clusterIdentifier];
  if (before !== undefined && after !== undefined) return (key) => key === "clusterIdentifier";
  const pointers = ["kubeconfig", "context", "cluster"];
  const unknown = pointers.some((key) => inputs[key] === unknownValue);
  const [from, to] = [clusterOf(old), unknown ? undefined : clusterOf(inputs)];
  const moved = unknown || (from !== undefined && to !== undefined && from !== to);
  return (key) => moved && pointers.includes(key);
}

const asText = (raw: unknown): string => (typeof raw === "string" ? raw : JSON.stringify(raw));
