import fc from "fast-check";

import type { Cluster } from "../../../course/classroom/cluster";
import { isLookedAt } from "../../../course/classroom/cluster";
import { ApiError } from "../../../sandbox/providers/kubernetes/errors";
import { isObject, type KubeObject } from "../../../sandbox/providers/kubernetes/objects";
import { without } from "../../../course/classroom/values";
import { manifests } from "./manifests";

/** Something that is done to an environment; numbers pick among what is there then. */
export type Deed =
  | { readonly do: "delete"; readonly which: number; readonly cascade: "Background" | "Orphan" }
  | { readonly do: "label" | "annotate"; readonly which: number; readonly by: string }
  | { readonly do: "change" | "apply"; readonly which: number; readonly by: string }
  | { readonly do: "strip"; readonly which: number; readonly leaf: number }
  | { readonly do: "debug"; readonly which: number }
  | { readonly do: "scale"; readonly which: number; readonly to: number }
  | { readonly do: "add"; readonly which: number; readonly name: string }
  | { readonly do: "hang"; readonly which: number; readonly finalizer: string }
  | {
      readonly do: "own";
      readonly which: number;
      readonly by: "nobody" | "another";
      readonly owner: number;
    }
  | { readonly do: "release"; readonly which: number }
  | { readonly do: "wipe" }
  | { readonly do: "forget"; readonly which: number }
  | { readonly do: "replace"; readonly which: number }
  | { readonly do: "webhook" }
  | { readonly do: "rights" }
  | { readonly do: "end"; readonly hung: boolean };

const which = fc.nat({ max: 999 });
const by = fc.constantFrom(
  "kubectl-edit",
  "kubectl-patch",
  "node-fetch",
  "pulumi-kubernetes",
  "twelve-street-course",
);

export const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("delete" as const),
      which,
      cascade: fc.constantFrom("Background" as const, "Orphan" as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom("label" as const, "annotate" as const), which, by }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("change" as const), which, by }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("apply" as const), which, by }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("strip" as const), which, leaf: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("debug" as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("scale" as const), which, to: fc.nat({ max: 4 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("add" as const),
      which,
      name: fc.constantFrom("mine", "hello-cm", "cm-deployment", "student"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("hang" as const),
      which,
      finalizer: fc.constantFrom(
        "example.com/mine",
        "foregroundDeletion-not",
        "kubernetes.io/unknown",
        "kubernetes.io/pvc-protection",
        "elbv2.k8s.aws/resources",
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("own" as const),
      which,
      by: fc.constantFrom("nobody" as const, "another" as const),
      owner: which,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("release" as const), which }) },
  { weight: 1, arbitrary: fc.constant({ do: "wipe" as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("forget" as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("replace" as const), which }) },
  { weight: 1, arbitrary: fc.constant({ do: "webhook" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "rights" as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("end" as const), hung: fc.boolean() }) },
);

export const deeds = fc.array(deed, { minLength: 1, maxLength: 6 });

/** Does it as an administrator, for whom the guards do not hold; what the API server refuses was no damage. */
export async function doTo(cluster: Cluster, student: string, it: Deed): Promise<void> {
  try {
    await perform(cluster, student, it);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

async function perform(cluster: Cluster, student: string, it: Deed): Promise<void> {
  const { api } = cluster;
  const there = await thingsIn(cluster, student);
  const pick = (number: number, of = there): KubeObject | undefined => of[number % of.length];
  const merge = async (object: KubeObject | undefined, body: object, manager = "kubectl-patch") => {
    if (!object) return;
    const contentType = "application/merge-patch+json";
    const query = { fieldManager: manager };
    await api.request("PATCH", await cluster.pathOf(object), { body, contentType, query });
  };
  const remove = async (object: KubeObject | undefined, propagationPolicy = "Background") => {
    if (object)
      await api.request("DELETE", await cluster.pathOf(object), { body: { propagationPolicy } });
  };
  const create = async (object: KubeObject) => {
    const kind = await cluster.kindOf(object);
    const root = kind.apiVersion.includes("/")
      ? `/apis/${kind.apiVersion}`
      : `/api/${kind.apiVersion}`;
    const space = kind.namespaced ? `/namespaces/${student}` : "";
    const query = { fieldManager: "kubectl-create" };
    await api.request("POST", `${root}${space}/${kind.plural}`, { body: object, query });
  };
  switch (it.do) {
    case "delete":
      return remove(pick(it.which), it.cascade);
    case "label":
      return merge(pick(it.which), { metadata: { labels: { app: "other", mine: "yes" } } }, it.by);
    case "annotate":
      return merge(pick(it.which), { metadata: { annotations: { note: "mine" } } }, it.by);
    case "change": {
      const object = pick(it.which);
      return merge(object, changeOf(object, it.which), it.by);
    }
    case "apply": {
      const object = pick(it.which);
      if (!object) return;
      const { apiVersion, kind, metadata } = object;
      const body = { apiVersion, kind, metadata: { name: metadata.name } };
      const contentType = "application/apply-patch+yaml";
      const query = { fieldManager: it.by, force: "true" };
      const change = { ...body, ...changeOf(object, it.which) };
      const named = { ...change, metadata: { ...change.metadata, name: metadata.name } };
      await api.request("PATCH", await cluster.pathOf(object), { body: named, contentType, query });
      return;
    }
    case "strip": {
      const object = pick(it.which);
      if (!object) return;
      const leaves = leavesOf(object);
      const path = leaves[it.leaf % Math.max(1, leaves.length)] ?? [];
      const body = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), null);
      return merge(object, body as object);
    }
    case "debug": {
      const pod = pick(
        it.which,
        there.filter(({ kind }) => kind === "Pod"),
      );
      if (!pod) return;
      const body = { spec: { ephemeralContainers: [{ name: "debug", image: "busybox" }] } };
      const contentType = "application/strategic-merge-patch+json";
      const path = `${await cluster.pathOf(pod)}/ephemeralcontainers`;
      await api.request("PATCH", path, { body, contentType });
      return;
    }
    case "scale": {
      const object = pick(
        it.which,
        there.filter(({ kind }) => kind === "Deployment"),
      );
      if (!object) return;
      const body = { spec: { replicas: it.to } };
      const contentType = "application/merge-patch+json";
      await api.request("PATCH", `${await cluster.pathOf(object)}/scale`, { body, contentType });
      return;
    }
    case "add": {
      const all = manifests(it.name);
      const object = pick(it.which, all);
      return object && create(object);
    }
    case "hang": {
      const object = pick(it.which);
      await merge(object, { metadata: { finalizers: [it.finalizer] } });
      return remove(object);
    }
    case "own": {
      const owner = pick(it.owner);
      const named = it.by === "another" && owner ? owner : undefined;
      const reference = {
        apiVersion: named?.apiVersion ?? "v1",
        kind: named?.kind ?? "ConfigMap",
        name: named?.metadata.name ?? "never-was",
        uid: named?.metadata.uid ?? "00000000-0000-4000-8000-000000000000",
      };
      return merge(pick(it.which), { metadata: { ownerReferences: [reference] } });
    }
    case "release": {
      const pod = pick(
        it.which,
        there.filter(({ kind }) => kind === "Pod"),
      );
      return merge(pod, { metadata: { labels: { app: null } } });
    }
    case "wipe": {
      for (const kind of ["Service", "Deployment", "Pod"])
        for (const object of there.filter((one) => one.kind === kind)) await remove(object);
      return;
    }
    case "forget":
      return merge(pick(it.which), { metadata: { managedFields: [{}] } });
    case "replace": {
      const object = pick(
        it.which,
        there.filter(({ kind }) => kind !== "Pod" && kind !== "ReplicaSet"),
      );
      if (!object) return;
      await remove(object);
      const other = manifests(object.metadata.name ?? "").find(({ kind }) => kind === object.kind);
      return other && create(other);
    }
    case "webhook":
      return create(webhook(student));
    case "rights":
      for (const object of there.filter(({ kind }) => kind.startsWith("Role")))
        await remove(object);
      return remove({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name: `classroom-reads-${student}` },
      });
    case "end":
      if (it.hung) await merge(pick(0), { metadata: { finalizers: ["example.com/mine"] } });
      return remove({ apiVersion: "v1", kind: "Namespace", metadata: { name: student } });
  }
}

/** Everything in a namespace, in a fixed order. */
async function thingsIn(cluster: Cluster, student: string): Promise<KubeObject[]> {
  const { kinds } = await cluster.discovered();
  const lists = await Promise.all(
    kinds.filter(isLookedAt).map((kind) => cluster.list(kind, [student])),
  );
  return lists.flat().sort((a, b) => sortKey(a).localeCompare(sortKey(b)));
}

/** Plain fields in tables, of which a merge patch can take one out. */
function leavesOf(object: KubeObject): string[][] {
  const walk = (value: unknown, path: string[]): string[][] =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, below]) => walk(below, [...path, key]))
      : [path];
  const { labels, annotations } = object.metadata;
  const fields = without(object, "apiVersion", "kind", "metadata", "status");
  return walk({ ...fields, metadata: { labels, annotations } }, []);
}

const sortKey = ({ kind, metadata }: KubeObject) => `${kind} ${metadata.name ?? ""}`;

/** Something that can be changed in an object of that kind. */
function changeOf(object: KubeObject | undefined, number: number): object {
  const pick = (...of: object[]): object => of[number % of.length] ?? {};
  switch (object?.kind) {
    case "ConfigMap":
      return pick(
        { data: { language: "cobol" } },
        { data: { more: "x" } },
        { immutable: true, data: { language: "ada" } },
      );
    case "Secret":
      return { data: { more: "eA==" } };
    case "Deployment":
      return pick(
        {
          spec: {
            template: { spec: { containers: [{ name: "main", image: "busybox:does-not-exist" }] } },
          },
        },
        { spec: { paused: true, template: { metadata: { labels: { mine: "yes" } } } } },
        { spec: { replicas: 3, minReadySeconds: 5, progressDeadlineSeconds: 77 } },
        { spec: { template: { spec: { terminationGracePeriodSeconds: 3, hostname: "mine" } } } },
        { spec: { strategy: { type: "Recreate", rollingUpdate: null } } },
      );
    case "Service":
      return pick(
        { spec: { type: "NodePort" } },
        { spec: { selector: { app: "nobody" } } },
        { spec: { ports: [{ port: 81 }] } },
      );
    case "Role":
      return pick(
        { rules: [] },
        { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] },
      );
    case "RoleBinding":
      return {
        subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "mallory" }],
      };
    case "ResourceQuota":
      return pick({ spec: { hard: { pods: "1" } } }, { spec: { hard: { "requests.cpu": "9" } } });
    case "LimitRange":
      return { spec: { limits: [] } };
    case "NetworkPolicy":
      return pick({ spec: { egress: [{}] } }, { spec: { ingress: null, policyTypes: ["Egress"] } });
    case "ServiceAccount":
      return pick(
        { imagePullSecrets: [{ name: "mine" }] },
        { automountServiceAccountToken: false },
      );
    case "PersistentVolumeClaim":
      return pick(
        { spec: { resources: { requests: { storage: "2Gi" } } } },
        { metadata: { annotations: { mine: "yes" } } },
      );
    case "ReplicationController":
      return pick(
        { spec: { replicas: 3 } },
        { spec: { template: { spec: { nodeSelector: { disktype: "ssd" } } } } },
        { spec: { template: { metadata: { annotations: { mine: "yes" } } } } },
      );
    case "VirtualService":
      return pick({ spec: { http: [] } }, { spec: { hosts: ["other"] } });
    case "DestinationRule":
      return pick({ spec: { subsets: null } }, { spec: { host: "other" } });
    case "Pod":
      return pick(
        { metadata: { labels: { mine: "yes" } } },
        { metadata: { annotations: { note: "x" } } },
      );
    case "ReplicaSet":
      return pick(
        { spec: { replicas: 4 }, metadata: { labels: { mine: "yes" } } },
        { spec: { template: { spec: { nodeSelector: { disktype: "ssd" } } } } },
      );
    default:
      return { metadata: { labels: { mine: "yes" } } };
  }
}

/** Refuses everything in the namespace, by a server that is not there. */
const webhook = (student: string): KubeObject => ({
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingWebhookConfiguration",
  metadata: { name: `broken-${student}` },
  webhooks: [
    {
      name: "broken.example.com",
      clientConfig: { service: { namespace: student, name: "nowhere", path: "/" } },
      rules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*/*"] }],
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": student } },
      failurePolicy: "Fail",
      sideEffects: "None",
      admissionReviewVersions: ["v1"],
      timeoutSeconds: 1,
    },
  ],
});
