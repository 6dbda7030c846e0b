import { textAt } from "../../sandbox/providers/kubernetes/objects";
import { remove } from "./act";
import type { Cluster } from "./cluster";
import { claimsOf, isGoing } from "./judge";
import { nameOf, type KubeObject } from "./model";
import { sentence } from "./sentences";

/** A write that answers no finding: what a student is brought to, and data that is not to stay. */
export interface Errand {
  readonly do: "mark" | "clear";
  readonly object: KubeObject;
  readonly text: string;
  readonly run: (cluster: Cluster) => Promise<unknown>;
}

/** What a reset does for one student beside its plan. */
export interface Errands {
  /** Before all else, and again where it was refused. */
  readonly first: readonly Errand[];
  /** In place of the write that would make the namespace without a word of what its student is brought to. */
  readonly making?: Errand;
  /** Before a namespace that is being deleted goes. */
  readonly leaving?: Errand;
}

/** The kinds of which `--clear-data` deletes objects in namespaces. */
export const dataKinds: readonly string[] = ["PersistentVolumeClaim", "Pod"];

/** What is deleted so that storage begins empty, by student. */
export interface Data {
  readonly of: ReadonlyMap<string, readonly Errand[]>;
  readonly problems: readonly string[];
}

/** Every volume claim of some students, the pods that hold them, and volumes that stayed behind a claim. Nothing is written. */
export async function dataOf(cluster: Cluster, students: readonly string[]): Promise<Data> {
  const problems: string[] = [];
  const list = async (kind: string, namespaces: readonly (string | undefined)[]) => {
    try {
      const known = await cluster.kindOf({ apiVersion: "v1", kind });
      return (await cluster.list(known, namespaces)).filter((object) => !isGoing(object));
    } catch (error) {
      problems.push(sentence(error, `The data in objects of kind ${kind} cannot be looked at`));
      return [];
    }
  };
  const [claims, pods, volumes] = await Promise.all([
    list("PersistentVolumeClaim", students),
    list("Pod", students),
    list("PersistentVolume", [undefined]),
  ]);
  const of = new Map(students.map((student) => [student, [] as Errand[]]));
  const put = (student: string | undefined, object: KubeObject, why = "") =>
    of.get(student ?? "")?.push({
      do: "clear",
      object,
      text: `clear   ${nameOf(object)}${why}`,
      run: (it) => remove(it, object),
    });
  for (const claim of claims) put(claim.metadata.namespace, claim);
  for (const pod of pods.filter((it) => claimsOf(it).length > 0))
    put(pod.metadata.namespace, pod, ", which holds a claim");
  for (const volume of volumes)
    if (textAt(volume, "status", "phase") === "Released")
      put(textAt(volume, "spec", "claimRef", "namespace"), volume, ", which stayed behind a claim");
  return { of, problems };
}
