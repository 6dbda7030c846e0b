import { readFileSync } from "node:fs";
import { join } from "node:path";

import { classroomFrom, type Classroom } from "../../../course/classroom/classroom";
import { isLookedAt } from "../../../course/classroom/cluster";
import { classroomConfig } from "../../../course/places/classroom";
import { committedConfig } from "../../../sandbox/engine/config-copy";
import { recordedResources } from "../../../sandbox/engine/state";
import {
  isObject,
  type Json,
  type KubeObject,
} from "../../../sandbox/providers/kubernetes/objects";
import type { TestSandbox } from "../sandbox";

/** The classroom of a test's sandbox, as the course-day command sees it. */
export function roomOf({ home }: TestSandbox): Classroom {
  const kubeconfig = readFileSync(join(home, "dev", "kubeconfig"), "utf8");
  const resources = recordedResources("classroom", join(home, "dev", "backend")) ?? [];
  const place = { name: "a test's sandbox", kubeconfig };
  return classroomFrom(
    place,
    classroomConfig("classroom", committedConfig("classroom")),
    resources,
  );
}

/** What the API server and controllers alone say, and in each life of an object anew. */
const anew = [
  ["metadata", "uid"],
  ["metadata", "resourceVersion"],
  ["metadata", "generation"],
  ["metadata", "creationTimestamp"],
  ["metadata", "managedFields"],
  ["metadata", "annotations", "deployment.kubernetes.io/revision"],
  ["metadata", "annotations", "pv.kubernetes.io/bind-completed"],
  ["metadata", "annotations", "pv.kubernetes.io/bound-by-controller"],
  ["metadata", "annotations", "volume.kubernetes.io/storage-provisioner"],
  ["metadata", "annotations", "volume.beta.kubernetes.io/storage-provisioner"],
  ["metadata", "annotations", "volume.kubernetes.io/selected-node"],
  // A note of what admission has filled in; who takes it out changes nothing.
  ["metadata", "annotations", "kubernetes.io/limit-ranger"],
  ["status"],
  ["spec", "volumeName"],
  ["spec", "nodeName"],
] as const;

function whole(object: KubeObject): string {
  const copy = structuredClone(object) as Json;
  for (const path of anew) {
    let at: unknown = copy;
    for (const key of path.slice(0, -1)) at = isObject(at) ? at[key] : undefined;
    if (isObject(at)) Reflect.deleteProperty(at, path.at(-1) ?? "");
  }
  const { metadata, spec } = copy;
  // Another address is as good; none is not.
  if (isObject(spec) && object.kind === "Service")
    for (const key of ["clusterIP", "clusterIPs"])
      if (spec[key] !== undefined) spec[key] = JSON.stringify(spec[key]).includes("None");
  if (
    isObject(metadata) &&
    isObject(metadata.annotations) &&
    Object.keys(metadata.annotations).length === 0
  )
    delete metadata.annotations;
  const text = JSON.stringify(sorted(copy));
  if (object.kind === "Service") return text.replace(/("\w*[nN]odePort"):\d+/g, '$1:"some"');
  if (object.kind !== "Pod") return text;
  // Named by chance, and by whichever node it was that took the pod.
  return text
    .replace(/kube-api-access-[a-z0-9]{5}/g, "kube-api-access")
    .replace(/("topology\.kubernetes\.io\/zone"):"[^"]*"/g, '$1:"some"');
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort()
      .map(([key, its]) => [key, sorted(its)]),
  );
};

/**
 * A student's environment by whole objects, read here and not by what is tested: each as the API server answers it, and of
 * what controllers make how much there is.
 */
export async function snapshot({ cluster }: Classroom, student: string): Promise<string[]> {
  const { kinds } = await cluster.discovered();
  const made = new Map<string, number>();
  const lines: string[] = [];
  await Promise.all(
    kinds.filter(isLookedAt).map(async (kind) => {
      for (const object of await cluster.list(kind, [student])) {
        const owner = (
          object.metadata.ownerReferences as { kind: string; name: string }[] | undefined
        )?.[0];
        const name = `${object.kind} ${object.metadata.name ?? ""}`;
        if (owner) {
          const key = `${object.kind} of ${owner.kind} ${owner.name.replace(/-[a-z0-9]{6,10}$/, "")}`;
          made.set(key, (made.get(key) ?? 0) + 1);
        } else if (object.kind === "Endpoints") lines.push(name);
        else lines.push(`${name} ${whole(object)}`);
      }
    }),
  );
  const metadata = { name: student };
  const space = await cluster.read({ apiVersion: "v1", kind: "Namespace", metadata });
  const rights = await cluster.read({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: `classroom-reads-${student}` },
  });
  for (const object of [space, rights]) lines.push(object ? whole(object) : "gone");
  for (const [what, count] of made) lines.push(`${count.toString()} × ${what}`);
  return lines.sort();
}
