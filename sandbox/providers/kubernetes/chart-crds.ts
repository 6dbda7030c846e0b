import type { CrdSet } from "../../istio";
import type { Operation } from "../runtime/provider";
import { apply, find, manages } from "./apply";
import { awaitReady, Unready } from "./await";
import type { Cluster } from "./cluster";
import { describe, type KubeObject } from "./objects";
import { remove } from "./remove";

/** Whoever else made such an object keeps it: it is neither changed nor removed. */
const fieldManager = "twelve-street-sandbox";

/**
 * Installs the custom resource definitions that a chart would, so that the API server knows and checks the
 * kinds of the objects that follow.
 *
 * @returns their names
 */
export async function bringCrds(
  cluster: Cluster,
  operation: Operation,
  set: CrdSet,
): Promise<string[]> {
  const objects = await objectsOf(set);
  await Promise.all(
    objects.map(async (object) => {
      const live = await find(cluster, object, operation.signal);
      if (live && !manages(fieldManager, live)) return;
      const options = { fieldManager, force: true, signal: operation.signal };
      await established(cluster, operation, await apply(cluster, object, options));
    }),
  );
  return objects.map(({ metadata }) => metadata.name ?? "");
}

/** Whether all of them are there. */
export async function hasCrds(cluster: Cluster, set: CrdSet): Promise<boolean> {
  const found = await Promise.all((await objectsOf(set)).map((object) => find(cluster, object)));
  return found.every((object) => object !== undefined);
}

/** On AWS they go with the cluster; here the cluster stays, so they go with the chart's release. */
export async function removeCrds(
  cluster: Cluster,
  operation: Operation,
  set: CrdSet,
): Promise<void> {
  await Promise.all(
    (await objectsOf(set)).map(async (object) => {
      const live = await find(cluster, object, operation.signal);
      if (live && manages(fieldManager, live))
        await remove(cluster, operation, { live, inputs: object });
    }),
  );
}

/** Loaded late: few releases bring any. */
async function objectsOf(set: CrdSet): Promise<KubeObject[]> {
  const { crdManifest, manifestObjects } = await import("../../istio/index.js");
  return manifestObjects(await crdManifest(set));
}

async function established(
  cluster: Cluster,
  operation: Operation,
  object: KubeObject,
): Promise<void> {
  try {
    await awaitReady(cluster, operation, object);
  } catch (error) {
    if (error instanceof Unready)
      throw new Error(`${describe(object)}: ${error.message}`, { cause: error });
    throw error;
  }
}
