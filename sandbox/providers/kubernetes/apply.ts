import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "./cluster";
import { ApiError, UnknownKindError } from "./errors";
import { annotations, isOn } from "./names";
import { describe, isCrd, type KubeObject } from "./objects";
import { takeOver } from "./ownership";

export interface Apply {
  readonly fieldManager: string;
  readonly force: boolean;
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
}

/** Server-side apply: the server creates or merges, and remembers which fields are ours. Unknown fields are refused, not dropped. */
export async function apply(
  cluster: Cluster,
  object: KubeObject,
  options: Apply,
): Promise<KubeObject> {
  return cluster.api.request("PATCH", await cluster.kinds.pathOf(object), {
    body: object,
    contentType: "application/apply-patch+yaml",
    query: query(options),
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

const query = ({ fieldManager, force, dryRun }: Apply): Record<string, string> => ({
  fieldManager,
  force: String(force),
  fieldValidation: "Strict",
  ...(dryRun ? { dryRun: "All" } : {}),
});

/** Fields that others own are taken only where the program asks for it. Source: pulumi-kubernetes await.go patchForce. */
export const forces = (cluster: Cluster, object: KubeObject): boolean =>
  isOn(object, annotations.patchForce) ||
  cluster.config.patchForce ||
  process.env.PULUMI_K8S_ENABLE_PATCH_FORCE === "true";

/** The live object; undefined where there is none, or no such kind. */
export async function find(
  cluster: Cluster,
  object: KubeObject,
  signal?: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    const path = await cluster.kinds.pathOf(object);
    return await cluster.api.request("GET", path, signal ? { signal } : {});
  } catch (error) {
    if (error instanceof UnknownKindError) return undefined;
    if (error instanceof ApiError && error.code === 404) return undefined;
    throw error;
  }
}

/**
 * Creates an object, or goes on with the one that an interrupted run of this resource has created already. One that is someone else's
 * is refused: destroyed with this stack it would be lost. Source: @pulumi/kubernetes provider.d.ts upsertExistingObjects.
 */
export async function create(
  cluster: Cluster,
  object: KubeObject,
  options: Apply & { patch: boolean },
): Promise<KubeObject> {
  return whenPossible(options.signal, async () => {
    if (!options.patch && !cluster.config.upsertExisting) {
      const live = await find(cluster, object, options.signal);
      if (live && !manages(options.fieldManager, live)) throw new ExistsError(live);
    }
    return apply(cluster, object, options);
  });
}

export class ExistsError extends Error {
  constructor(live: KubeObject) {
    const owner = live.metadata.managedFields?.[0]?.manager;
    super(
      `${describe(live)} exists already${owner ? ` (made by "${owner}")` : ""}. Import it, delete it, ` +
        "or set upsertExistingObjects on the provider to take it over.",
    );
    this.name = "ExistsError";
  }
}

export const manages = (manager: string, live: KubeObject): boolean =>
  live.metadata.managedFields?.some((one) => one.manager === manager) ?? false;

/** Milliseconds between tries, about six seconds in all. */
const patience = [100, 200, 400, 800, 1600, 3200];

/** An object may come just before what it needs: its namespace, that one's service account, its CRD. Source: pulumi-kubernetes await.go Creation. */
async function whenPossible<T>(
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  for (const wait of patience) {
    try {
      return await work();
    } catch (error) {
      if (!mayStillCome(error)) throw error;
      await sleep(wait, undefined, signal ? { signal } : {});
    }
  }
  return work();
}

const mayStillCome = (error: unknown): boolean =>
  error instanceof UnknownKindError ||
  (error instanceof ApiError &&
    (error.code === 404 ||
      (error.code === 403 && error.message.includes("error looking up service account"))));

/** Brings an object to its new inputs. A CRD is put as a whole, so that versions and fields left out go. Source: pulumi-kubernetes await.go Update. */
export async function update(
  cluster: Cluster,
  object: KubeObject,
  live: KubeObject | undefined,
  options: Apply,
): Promise<KubeObject> {
  if (!live) return apply(cluster, object, options);
  if (isCrd(object)) {
    const { resourceVersion } = live.metadata;
    return cluster.api.request("PUT", await cluster.kinds.pathOf(object), {
      body: {
        ...object,
        metadata: { ...object.metadata, ...(resourceVersion ? { resourceVersion } : {}) },
      },
      query: query(options),
    });
  }
  if (!options.dryRun) await takeOver(cluster, live, options.fieldManager);
  return apply(cluster, object, options);
}

/** Gives back all fields of a manager; what nobody owns then goes. Source: pulumi-kubernetes ssa/actions.go Relinquish. */
export async function relinquish(
  cluster: Cluster,
  live: KubeObject,
  fieldManager: string,
): Promise<void> {
  const { name, namespace } = live.metadata;
  const metadata = { ...(name ? { name } : {}), ...(namespace ? { namespace } : {}) };
  const empty: KubeObject = { apiVersion: live.apiVersion, kind: live.kind, metadata };
  await apply(cluster, empty, { fieldManager, force: false });
}
