import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  DiscoveryV1Api,
  KubeConfig,
  NetworkingV1Api,
  RbacAuthorizationV1Api,
} from "@kubernetes/client-node";

import type { NetworkPolicy } from "../../components/classroom/network-policy";
import { UserError } from "../../sandbox/errors";
import { isReady } from "./rules/pods";
import { nameOf, type DestinationRule, type VirtualService, type World } from "./world";

/** What of a world does not stand in the cluster. */
export type Known = Pick<World, "student" | "entry" | "doors">;

const isMissing = (error: unknown): boolean => error instanceof ApiException && error.code === 404;

/** Reads what the rules look at; nothing is written. @throws UserError where the API server does not answer, or refuses. */
export async function lookAt(kubeconfig: string, known: Known): Promise<World> {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const networking = config.makeApiClient(NetworkingV1Api);
  const rbac = config.makeApiClient(RbacAuthorizationV1Api);
  const discovery = config.makeApiClient(DiscoveryV1Api);
  const namespace = known.student;
  const at = { namespace };
  try {
    const [space, all, pods, slices, deployments, sets, stateful, quotas] = await Promise.all([
      core.readNamespace({ name: namespace }).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      }),
      core.listServiceForAllNamespaces(),
      core.listNamespacedPod(at),
      discovery.listNamespacedEndpointSlice(at),
      apps.listNamespacedDeployment(at),
      apps.listNamespacedReplicaSet(at),
      apps.listNamespacedStatefulSet(at),
      core.listNamespacedResourceQuota(at),
    ]);
    const [policies, ingresses, roles, bindings, routes, cuts, dns] = await Promise.all([
      networking.listNamespacedNetworkPolicy(at),
      networking.listNamespacedIngress(at),
      rbac.listNamespacedRole(at),
      rbac.listNamespacedRoleBinding(at),
      istio<VirtualService>(config, namespace, "virtualservices"),
      istio<DestinationRule>(config, namespace, "destinationrules"),
      core.listNamespacedPod({ namespace: "kube-system", labelSelector: "k8s-app=kube-dns" }),
    ]);
    const own = all.items.filter(({ metadata }) => metadata?.namespace === namespace);
    return {
      ...known,
      namespace: space && { terminating: space.status?.phase === "Terminating" },
      services: own,
      elsewhere: byNamespace(all.items.filter((it) => !own.includes(it))),
      pods: pods.items,
      slices: slices.items,
      deployments: deployments.items,
      replicaSets: sets.items,
      statefulSets: stateful.items,
      quotas: quotas.items,
      policies: policies.items as unknown as readonly NetworkPolicy[],
      ingresses: ingresses.items,
      routes,
      cuts,
      rights: [
        ...roles.items.map((it) => `Role/${nameOf(it)}`),
        ...bindings.items.map((it) => `RoleBinding/${nameOf(it)}`),
      ],
      dnsReady: dns.items.length === 0 ? undefined : dns.items.some(isReady),
    };
  } catch (error) {
    throw asUserError(error);
  }
}

async function istio<T>(config: KubeConfig, namespace: string, plural: string): Promise<T[]> {
  const group = { group: "networking.istio.io", version: "v1", namespace, plural };
  try {
    const api = config.makeApiClient(CustomObjectsApi);
    return ((await api.listNamespacedCustomObject(group)) as { items: T[] }).items;
  } catch (error) {
    // A cluster without a mesh.
    if (isMissing(error)) return [];
    throw error;
  }
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

function asUserError(error: unknown): unknown {
  if (error instanceof ApiException && (error.code === 401 || error.code === 403))
    return new UserError(
      `The API server does not let you look (${error.code}): take the instructor's kubeconfig, and log in anew if its credentials have expired.`,
    );
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  const reason = cause?.code ?? code;
  if (typeof reason === "string" && /^(ECONN|ENOTFOUND|ETIMEDOUT|EAI_)/.test(reason))
    return new UserError(
      `The API server does not answer (${reason}): is the cluster up, and your network's address among its publicAccessCidrs?`,
    );
  return error;
}
