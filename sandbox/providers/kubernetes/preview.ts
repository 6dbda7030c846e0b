import { unknownValue, type Operation, type Properties } from "../runtime/provider";
import { apply, forces, update, type Apply } from "./apply";
import type { Cluster } from "./cluster";
import { ApiError, refusal, UnknownKindError, UnreachableError } from "./errors";
import { at, describe, isObject, type KubeObject } from "./objects";
import { conflictYields } from "./ownership";
import { hasUnknown, withoutUnknowns } from "./values";

/** A namespace that every cluster has. */
const standIn = "default";

/**
 * Asks the API server what it would make of an object.
 *
 * @returns the object it would store; undefined where it cannot tell, or the preview knows too little to ask
 * @throws the server's refusal, with the object's name
 */
export async function previewCreate(
  cluster: Cluster,
  operation: Operation,
  object: KubeObject,
  fieldManager: string,
): Promise<KubeObject | undefined> {
  // With force, as the official plugin: what a replacement will delete first is still there. Source: pulumi-kubernetes await.go patchForce.
  const options: Apply = { fieldManager, force: true, dryRun: true };
  if (hasUnknown(object)) return checkShape(cluster, operation, object, options);
  return answer(cluster, operation, object, async () => {
    try {
      return await apply(cluster, object, options);
    } catch (error) {
      if (!(error instanceof ApiError && error.immutable)) throw error;
      // A replacement's dry-run meets the old object, whose fields cannot change: ask under a name that is free.
      const name = `${object.metadata.name ?? ""}-preview`;
      const other = await apply(cluster, withMetadata(object, { name }), options);
      return withMetadata(other, { name: object.metadata.name ?? "" });
    }
  });
}

export async function previewUpdate(
  cluster: Cluster,
  operation: Operation,
  object: KubeObject,
  live: KubeObject,
  fieldManager: string,
): Promise<KubeObject | undefined> {
  const options: Apply = { fieldManager, force: forces(cluster, object), dryRun: true };
  if (hasUnknown(object)) return checkShape(cluster, operation, object, options);
  return answer(cluster, operation, object, () =>
    dryRunUpdate(cluster, operation.urn, object, live, fieldManager),
  );
}

/** The dry-run of an update; asked once, though a preview compares and then previews. */
export function dryRunUpdate(
  cluster: Cluster,
  urn: string,
  object: KubeObject,
  live: KubeObject,
  fieldManager: string,
): Promise<KubeObject> {
  const of = JSON.stringify(object);
  const known = cluster.dryRuns.get(urn);
  if (known?.of === of) return known.answer;
  const run = async (force: boolean) =>
    update(cluster, object, live, { fieldManager, force, dryRun: true });
  const answer = run(forces(cluster, object)).catch((error: unknown) => {
    if (error instanceof ApiError && error.code === 409 && conflictYields(error)) return run(true);
    throw error;
  });
  cluster.dryRuns.set(urn, { of, answer });
  return answer;
}

/** Which refusals end a preview, and which only say that the server cannot tell yet. */
async function answer(
  cluster: Cluster,
  operation: Operation,
  object: KubeObject,
  ask: () => Promise<KubeObject>,
): Promise<KubeObject | undefined> {
  const { namespace } = object.metadata;
  try {
    if (namespace !== undefined && cluster.missingNamespaces.has(namespace))
      return await askStandIn(cluster, object);
    return await ask();
  } catch (error) {
    if (error instanceof ApiError && error.namespaceMissing && namespace !== undefined) {
      cluster.missingNamespaces.add(namespace);
      return answer(cluster, operation, object, ask);
    }
    afterRefusal(operation, object, error);
    return;
  }
}

function afterRefusal(operation: Operation, object: KubeObject, error: unknown): undefined {
  if (error instanceof UnknownKindError) return undefined;
  if (error instanceof UnreachableError) {
    operation.log("warning", `${describe(object)} could not be checked: ${error.message}`);
    return undefined;
  }
  // Quota, Pod Security and rights may be changed by this very update, so that they do not end a preview.
  if (error instanceof ApiError && error.code === 403) {
    operation.log("warning", `${describe(object)}: ${error.message}`);
    return undefined;
  }
  throw refusal(object, error);
}

/**
 * The object's own namespace is only being created by this program, so the dry-run goes to one that exists: schema and field checks
 * hold there too; quota, Pod Security and whatever else belongs to the namespace cannot be checked.
 */
async function askStandIn(cluster: Cluster, object: KubeObject): Promise<KubeObject> {
  const namespace = object.metadata.namespace ?? standIn;
  // A name of its own: the stand-in may have an object of the same name.
  const moved = withMetadata(object, { namespace: standIn });
  const options: Apply = { fieldManager: "twelve-street-preview", force: true, dryRun: true };
  return withMetadata(await apply(cluster, moved, options), { namespace });
}

/** What is not known yet is left out; what then is missing is no error, but a field that does not exist is. */
async function checkShape(
  cluster: Cluster,
  operation: Operation,
  object: KubeObject,
  options: Apply,
): Promise<undefined> {
  const known = withoutUnknowns(object) as KubeObject;
  if (!known.metadata.name || known.metadata.namespace === unknownValue) return;
  try {
    await apply(
      cluster,
      withMetadata(known, known.metadata.namespace ? { namespace: standIn } : {}),
      {
        ...options,
        force: true,
      },
    );
  } catch (error) {
    if (error instanceof ApiError && error.malformed) afterRefusal(operation, object, error);
  }
}

const withMetadata = (object: KubeObject, changes: Record<string, string>): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, ...changes },
});

/** The outputs of a previewed object, without what the server makes up anew in the update: addresses, ids, times. */
export function previewOutputs(object: KubeObject, inputs: Properties): Properties {
  const outputs: Properties = { ...object, metadata: { ...object.metadata } };
  for (const key of ["uid", "creationTimestamp", "resourceVersion", "generation", "managedFields"])
    if (key in object.metadata) (outputs.metadata as Properties)[key] = unknownValue;
  if (object.status !== undefined) outputs.status = unknownValue;
  if (object.kind === "Service" && isObject(object.spec)) {
    const made = ["clusterIP", "clusterIPs", "healthCheckNodePort", "ports"];
    const unknown = made
      .filter((key) => key in (object.spec as Properties) && at(inputs, "spec", key) === undefined)
      .map((key) => [key, unknownValue]);
    outputs.spec = { ...object.spec, ...Object.fromEntries(unknown) };
  }
  return outputs;
}
