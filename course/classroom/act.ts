import { setTimeout as sleep } from "node:timers/promises";

import { ApiError } from "../../sandbox/providers/kubernetes/errors";
import type { ManagedFields } from "../../sandbox/providers/kubernetes/objects";
import { union } from "../../sandbox/providers/kubernetes/ownership";
import { isGone, type Cluster } from "./cluster";
import { differencesOf } from "./compare";
import type { Drifted } from "./judge";
import { controllerManager, type Declared, type Difference, type KubeObject } from "./model";
import {
  appliedBy,
  beside,
  isAppliedBy,
  lessIn,
  ownedFields,
  ownersOf,
  pointerTo,
  pruned,
} from "./owned";
import type { Step } from "./plan";
import { isSystemFinalizer, isSystemPath } from "./system";
import { settled } from "./values";

/** How long a replaced object may take to go, in milliseconds; after that it is seen at the next look. */
const goneMs = 10_000;

/** Kinds that are never deleted to be made anew: with a namespace goes everything, with a service account every token. */
const irreplaceable = new Set(["Namespace", "ServiceAccount"]);

export interface ActOptions {
  /** Kinds that are not deleted, whatever becomes of them. */
  readonly keeps: (object: KubeObject) => boolean;
}

/** Does one step. @throws ApiError in the API server's own words */
export async function act(cluster: Cluster, step: Step, options: ActOptions): Promise<void> {
  switch (step.do) {
    case "free":
      return free(cluster, step.object, step.finalizers);
    case "end":
      return remove(cluster, step.object, { gracePeriodSeconds: 0 });
    case "remove":
      return removeFreed(cluster, step.object);
    case "renew":
      return step.object.kind === "ServiceAccount"
        ? emptied(cluster, step.object)
        : remove(cluster, step.object);
    case "create":
      await apply(cluster, step.declared);
      return;
    case "restore":
      return restore(cluster, step.drifted, options);
  }
}

/** The API server's own apply, with Pulumi's name: what others have taken over is taken back. */
export async function apply(cluster: Cluster, { object, manager }: Declared): Promise<KubeObject> {
  return cluster.api.request("PATCH", await cluster.pathOf(object), {
    body: settled(object),
    contentType: "application/apply-patch+yaml",
    query: { fieldManager: manager, force: "true", fieldValidation: "Strict" },
  });
}

/** Brings a drifted object back in place; one of which the API server lets nothing change is replaced. */
export async function restore(
  cluster: Cluster,
  { declared, live, differences }: Drifted,
  { keeps }: ActOptions,
): Promise<void> {
  // With what a controller has made, a claim, goes what is in it.
  const stays =
    irreplaceable.has(live.kind) || declared.manager === controllerManager || keeps(live);
  const isAdded = differences.some(({ how }) => how === "added");
  try {
    if (await takeOut(cluster, declared, live, differences)) return;
    if (isAdded) await takeOver(cluster, declared, live);
    let now = await apply(cluster, declared);
    if (!isAdded && differencesOf(declared, now).length > 0) {
      // What is declared is taken back by the apply itself; what others have put beside it is not.
      await takeOver(cluster, declared, now);
      now = await apply(cluster, declared);
    }
    if (differencesOf(declared, now).length === 0 || ownersOf(live).length === 0) return;
  } catch (error) {
    if (isGone(error)) return;
    if (!isRefusal(error, 422)) throw error;
    if (stays) throw error;
  }
  if (!stays) await replace(cluster, declared, live);
}

/** Takes out what was put beside what is declared, by one write, where that is all and stands in tables. */
async function takeOut(
  cluster: Cluster,
  declared: Declared,
  live: KubeObject,
  differences: readonly Difference[],
): Promise<boolean> {
  if (differences.some(({ how }) => how !== "added")) return false;
  const pointers = differences.flatMap(({ path }) => pointerTo(live, path) ?? []);
  if (pointers.length < differences.length) return false;
  const { resourceVersion } = live.metadata;
  try {
    const now = await cluster.api.request("PATCH", await cluster.pathOf(live), {
      body: [
        { op: "test", path: "/metadata/resourceVersion", value: resourceVersion },
        ...pointers.map((path) => ({ op: "remove", path })),
      ],
      contentType: "application/json-patch+json",
    });
    return differencesOf(declared, now).length === 0;
  } catch (error) {
    if (hasChanged(error)) return false;
    throw error;
  }
}

/**
 * Makes what is not declared the declaring manager's alone, so that the apply that follows takes it out. What is declared stays
 * whose it is: where a table has one owner, another than the declarer is all that tells of a change, should the apply not follow.
 * Source: Kubernetes documentation, Server-Side Apply, Transferring Ownership.
 */
async function takeOver(cluster: Cluster, declared: Declared, live: KubeObject) {
  const { resourceVersion } = live.metadata;
  const value = handedOver(declared, live);
  if (!value) return;
  try {
    await cluster.api.request("PATCH", await cluster.pathOf(live), {
      body: [
        { op: "test", path: "/metadata/resourceVersion", value: resourceVersion },
        { op: "replace", path: "/metadata/managedFields", value },
      ],
      contentType: "application/json-patch+json",
    });
  } catch (error) {
    // The next look sees how.
    if (!hasChanged(error)) throw error;
  }
}

/** An object's owners after that; undefined where there is nothing to hand over. */
export function handedOver(
  { manager, object }: Declared,
  live: KubeObject,
): ManagedFields[] | undefined {
  const more = pruned(beside(ownedFields(live), settled(object)), (path) =>
    isSystemPath(live, path),
  );
  if (Object.keys(more).length === 0) return undefined;
  const { apiVersion } = object;
  const fieldsV1 = union(appliedBy(live, manager) ?? {}, more);
  const ours = {
    manager,
    operation: "Apply" as const,
    apiVersion,
    fieldsType: "FieldsV1",
    fieldsV1,
  };
  const entries = live.metadata.managedFields ?? [];
  const others = entries
    .filter((one) => !isAppliedBy(one, manager))
    .map((one) => lessIn(one, more));
  return [...others.filter(({ fieldsV1 = {} }) => Object.keys(fieldsV1).length > 0), ours];
}

/** A patch that tests the revision finds another than that which was looked at, or loses against a write at the same moment. */
const hasChanged = (error: unknown): boolean => isRefusal(error, 422, 409);

const isRefusal = (error: unknown, ...codes: readonly number[]): boolean =>
  error instanceof ApiError && codes.includes(error.code);

async function replace(cluster: Cluster, declared: Declared, live: KubeObject): Promise<void> {
  await removeFreed(cluster, live);
  const { uid } = live.metadata;
  for (const end = Date.now() + goneMs; Date.now() < end;) {
    const now = await cluster.read(live);
    if (now?.metadata.uid !== uid) {
      await apply(cluster, declared);
      return;
    }
    await sleep(100);
  }
}

/** Deletes an object and takes off at once what a student has hung it on. */
async function removeFreed(cluster: Cluster, object: KubeObject): Promise<void> {
  const { finalizers = [] } = object.metadata;
  await remove(cluster, object);
  const kept = finalizers.filter((it) => isSystemFinalizer(object, it));
  if (kept.length < finalizers.length) await free(cluster, object, kept);
}

export async function remove(
  cluster: Cluster,
  object: KubeObject,
  how: object = {},
): Promise<void> {
  const { uid } = object.metadata;
  const body = { propagationPolicy: "Background", preconditions: { uid }, ...how };
  try {
    await cluster.api.request("DELETE", await cluster.pathOf(object), { body });
  } catch (error) {
    // Gone already, or another of the same name: the next look sees what there is.
    if (!isRefusal(error, 404, 409)) throw error;
  }
}

async function free(cluster: Cluster, object: KubeObject, kept: readonly string[]): Promise<void> {
  try {
    await cluster.api.request("PATCH", await cluster.pathOf(object), {
      body: { metadata: { uid: object.metadata.uid, finalizers: kept.length > 0 ? kept : null } },
      contentType: "application/merge-patch+json",
    });
  } catch (error) {
    if (!isRefusal(error, 404, 409)) throw error;
  }
}

/** A service account of the namespace's own, without what was written into it; its tokens stay good. */
async function emptied(cluster: Cluster, { apiVersion, kind, metadata }: KubeObject) {
  const { name, namespace, uid, resourceVersion } = metadata;
  const object = {
    apiVersion,
    kind,
    metadata: {
      ...{ name, namespace, uid, resourceVersion },
      managedFields: [{}],
    },
  } as unknown as KubeObject;
  await cluster.api.request("PUT", await cluster.pathOf(object), { body: object });
}
