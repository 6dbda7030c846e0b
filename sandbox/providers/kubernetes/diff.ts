import type { DiffKind, DiffResult } from "../runtime/provider";
import { find } from "./apply";
import { unready } from "./await";
import type { Cluster } from "./cluster";
import { normalise } from "./check";
import { fromCheckpoint } from "./checkpoint";
import { differences, type Differences } from "./compare";
import { ApiError } from "./errors";
import { annotations, fieldManager, isOn, isPatch } from "./names";
import { isObject, type KubeObject } from "./objects";
import { pathKeys } from "./ownership";
import { dryRunUpdate } from "./preview";
import { replacingFields, touches } from "./rules";
import { hasUnknown, toPlain } from "./values";

export interface ObjectDiff {
  readonly type: string;
  readonly urn: string;
  readonly state: Record<string, unknown>;
  readonly oldInputs: Record<string, unknown>;
  readonly inputs: Record<string, unknown>;
  readonly ignoreChanges: readonly string[];
}

/**
 * What a change of the inputs means. Only inputs are compared: a refresh has put drift of declared fields into the old ones (see
 * compare.ts liveInputs), and fields that were never declared are the cluster's.
 */
export async function diffObject(cluster: Cluster, request: ObjectDiff): Promise<DiffResult> {
  const { live, inputs: recorded, fieldManager: manager } = fromCheckpoint(request.state);
  const known = Object.keys(request.oldInputs).length > 0;
  const before = known ? (toPlain(request.oldInputs) as KubeObject) : recorded;
  const object = toPlain(request.inputs) as KubeObject;
  for (const one of [before, object]) if (isObject(one.metadata)) normalise(one);
  const changed = withoutIgnored(differences(before, object), request.ignoreChanges);

  const patch = isPatch(request.type, object.kind);
  const fields = patch
    ? ["metadata.name", "metadata.namespace"]
    : replacingFields(object, cluster.config);
  const replacing = new Set(Object.keys(changed).filter((path) => touches(path, fields)));
  if (Object.keys(changed).length > 0 && replacing.size === 0 && !patch && !hasUnknown(object)) {
    const owner = fieldManager(object, request.urn, manager);
    for (const path of await immutablePaths(cluster, request.urn, object, live, owner, changed))
      replacing.add(path);
  }
  const detailed: Record<string, { kind: DiffKind; inputDiff: boolean }> = {};
  for (const [path, kind] of Object.entries(changed))
    detailed[path] = { kind: replacing.has(path) ? `${kind}-replace` : kind, inputDiff: true };
  if (
    isOn(object, annotations.replaceUnready) &&
    object.kind === "Job" &&
    (await jobFailed(cluster, live))
  )
    detailed[`metadata.annotations["${annotations.replaceUnready}"]`] = {
      kind: "update-replace",
      inputDiff: true,
    };
  return { detailed, deleteBeforeReplace: sameObject(object, live) };
}

/**
 * What the rules do not list, the API server knows: a dry-run that it refuses as immutable. Any other refusal is for the update's own
 * preview to report.
 */
async function immutablePaths(
  cluster: Cluster,
  urn: string,
  object: KubeObject,
  live: KubeObject,
  manager: string,
  changed: Differences,
): Promise<string[]> {
  try {
    await dryRunUpdate(cluster, urn, object, live, manager);
    return [];
  } catch (error) {
    if (!(error instanceof ApiError && error.immutable)) return [];
    const paths = Object.keys(changed);
    const named = paths.filter((path) =>
      touches(
        path,
        error.causes.map(({ field }) => field),
      ),
    );
    return named.length > 0 ? named : paths;
  }
}

/**
 * An explicit name cannot be taken twice, so the old object goes first. Source: pulumi-kubernetes provider.go Diff. The engine heeds it
 * only where something is replaced.
 */
function sameObject(object: KubeObject, live: KubeObject): boolean {
  const named = isObject(object.metadata) && !isOn(object, annotations.autonamed);
  return (
    named &&
    object.metadata.name === live.metadata.name &&
    (object.metadata.namespace ?? "") === (live.metadata.namespace ?? "")
  );
}

/** Paths below an ignored one are ignored too. */
export function withoutIgnored(changed: Differences, ignored: readonly string[]): Differences {
  const prefixes = ignored.map(pathKeys);
  return Object.fromEntries(
    Object.entries(changed).filter(([path]) => {
      const keys = pathKeys(path);
      return !prefixes.some((prefix) => prefix.every((key, i) => key === "*" || keys[i] === key));
    }),
  );
}

/** Errors are for the operation that follows. Source: pulumi-kubernetes provider.go Diff, replaceUnready. */
async function jobFailed(cluster: Cluster, live: KubeObject): Promise<boolean> {
  const now = await find(cluster, live).catch(() => undefined);
  return now !== undefined && unready(now) !== undefined;
}
