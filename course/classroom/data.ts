import { listAt, textAt } from "../../sandbox/providers/kubernetes/objects";
import { remove } from "./act";
import { breadth, type Cluster } from "./cluster";
import type { KubeObject } from "./model";
import { pooled } from "./pool";

/**
 * Deletes every volume claim of some students, the pods that hold them, and volumes that stayed behind a claim: what is
 * declared comes back empty.
 */
export async function clearData(cluster: Cluster, students: readonly string[]): Promise<void> {
  const of = async (kind: string, namespaces: readonly (string | undefined)[]) =>
    cluster.list(await cluster.kindOf({ apiVersion: "v1", kind }), namespaces);
  const [claims, pods, volumes] = await Promise.all([
    of("PersistentVolumeClaim", students),
    of("Pod", students),
    of("PersistentVolume", [undefined]),
  ]);
  const holders = pods.filter((pod) =>
    listAt(pod, "spec", "volumes").some(
      (volume) => textAt(volume, "persistentVolumeClaim", "claimName") !== "",
    ),
  );
  const isLeft = (volume: KubeObject) =>
    students.includes(textAt(volume, "spec", "claimRef", "namespace")) &&
    textAt(volume, "status", "phase") === "Released";
  const all = [...claims, ...holders, ...volumes.filter(isLeft)];
  await pooled(all, breadth, (object) => remove(cluster, object));
}
