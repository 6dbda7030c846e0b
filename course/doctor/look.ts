import type { V1Pod, V1Service } from "@kubernetes/client-node";

import { systemNamespace } from "../../components/istio-mesh/names";
import type { Api } from "../../sandbox/providers/kubernetes/api";
import { collectionPath } from "../../sandbox/providers/kubernetes/kinds";
import { isGone } from "../classroom/cluster";
import { endsAll, sentence } from "../classroom/sentences";
import { isReady } from "./rules/pods";
import { nameOf, type Part, type World } from "./world";

/** What of a world does not stand in the cluster. */
export type Known = Pick<World, "student" | "entry" | "doors">;

type Listed = {
  [P in Part as World[P] extends readonly object[] ? P : never]: World[P];
};

/** Lists of the student's namespace. */
const lists = {
  pods: ["v1", "pods"],
  slices: ["discovery.k8s.io/v1", "endpointslices"],
  deployments: ["apps/v1", "deployments"],
  replicaSets: ["apps/v1", "replicasets"],
  statefulSets: ["apps/v1", "statefulsets"],
  daemonSets: ["apps/v1", "daemonsets"],
  replicationControllers: ["v1", "replicationcontrollers"],
  jobs: ["batch/v1", "jobs"],
  cronJobs: ["batch/v1", "cronjobs"],
  warnings: ["v1", "events", { fieldSelector: "type=Warning" }],
  quotas: ["v1", "resourcequotas"],
  policies: ["networking.k8s.io/v1", "networkpolicies"],
  ingresses: ["networking.k8s.io/v1", "ingresses"],
} as const satisfies Partial<Record<keyof Listed, List>>;

/** The same of a mesh, which a cluster may not have; some of them hold for all where they stand in Istio's namespace. */
const meshLists = {
  routes: ["networking.istio.io/v1", "virtualservices"],
  cuts: ["networking.istio.io/v1", "destinationrules"],
  authorizationPolicies: ["security.istio.io/v1", "authorizationpolicies", systemNamespace],
  peerAuthentications: ["security.istio.io/v1", "peerauthentications", systemNamespace],
} as const;

type Query = Readonly<Record<string, string>>;
type List = readonly [apiVersion: string, plural: string, query?: Query];
type Named = Readonly<{ metadata: { readonly name: string } }>;

/**
 * Reads what the rules look at; nothing is written. A list that fails takes nothing from the others.
 * @throws UnreachableError, ApiError where nothing at all can be looked at
 */
export async function lookAt(api: Pick<Api, "request">, known: Known): Promise<World> {
  const { student } = known;
  const unseen: Partial<Record<Part, string>> = {};
  const failures: unknown[] = [];
  let parts = 0;
  const part = async <T>(name: Part, what: string, read: () => Promise<T>, otherwise: T) => {
    parts += 1;
    try {
      return await read();
    } catch (error) {
      if (endsAll(error)) throw error;
      failures.push(error);
      unseen[name] = sentence(error, `could not look at ${what}`);
      return otherwise;
    }
  };
  const get = <T>(path: string, query: Query = {}) =>
    api.request<T>("GET", path, { query, retries: 2 });
  const list = async <T>([apiVersion, plural, query]: List, namespace: string | undefined) =>
    (await get<{ items: T[] }>(collectionPath(apiVersion, plural, namespace), query)).items;
  const own = Object.entries(lists).map(async ([name, of]) => [
    name,
    await part(name as Part, of[1], () => list<object>(of, student), []),
  ]);
  const mesh = Object.entries(meshLists).map(async ([name, [apiVersion, plural, ...others]]) => [
    name,
    await part(
      name as Part,
      plural,
      async () => {
        const all = [student, ...others].map((at) => list<object>([apiVersion, plural], at));
        return (await Promise.all(all.map(noneWithoutIts))).flat();
      },
      [],
    ),
  ]);
  const [namespace, services, rights, dnsReady, ...found] = await Promise.all([
    part<World["namespace"]>(
      "namespace",
      "the namespace",
      async () => {
        try {
          const path = `${collectionPath("v1", "namespaces")}/${encodeURIComponent(student)}`;
          const { status } = await get<{ status?: { phase?: string } }>(path);
          return { terminating: status?.phase === "Terminating" };
        } catch (error) {
          if (isGone(error)) return undefined;
          throw error;
        }
      },
      { terminating: false },
    ),
    part("services", "services", () => list<V1Service>(["v1", "services"], undefined), []),
    part("rights", "roles and rolebindings", () => rightsOf(list, student), []),
    part<World["dnsReady"]>(
      "dnsReady",
      "the pods of DNS",
      async () => {
        const dns: List = ["v1", "pods", { labelSelector: "k8s-app=kube-dns" }];
        const pods = await list<V1Pod>(dns, "kube-system");
        return pods.length === 0 ? undefined : pods.some(isReady);
      },
      undefined,
    ),
    ...own,
    ...mesh,
  ]);
  // Twenty times the same says less than once.
  if (failures.length === parts) throw failures[0];
  const theirs = services.filter(({ metadata }) => metadata?.namespace === student);
  return {
    ...known,
    ...(Object.fromEntries(found) as unknown as Listed),
    namespace,
    services: theirs,
    elsewhere: byNamespace(services.filter((it) => !theirs.includes(it))),
    rights,
    dnsReady,
    unseen,
  };
}

/** A cluster without a mesh does not know its kinds. */
const noneWithoutIts = async <T>(listed: Promise<T[]>): Promise<T[]> => {
  try {
    return await listed;
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
};

async function rightsOf(
  list: (of: List, namespace: string) => Promise<Named[]>,
  student: string,
): Promise<string[]> {
  const api = "rbac.authorization.k8s.io/v1";
  const [roles, bindings] = await Promise.all([
    list([api, "roles"], student),
    list([api, "rolebindings"], student),
  ]);
  return [
    ...roles.map((it) => `Role/${nameOf(it)}`),
    ...bindings.map((it) => `RoleBinding/${nameOf(it)}`),
  ];
}

function byNamespace(
  objects: readonly {
    readonly metadata?: { readonly name?: string; readonly namespace?: string };
  }[],
): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const object of objects)
    (found[object.metadata?.namespace ?? ""] ??= []).push(nameOf(object));
  return found;
}
