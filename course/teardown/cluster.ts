import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
  NetworkingV1Api,
  type KubernetesObject,
} from "@kubernetes/client-node";

import { UserError } from "../../sandbox/errors";
import type { Item, Live } from "./holders";
import type { Running } from "./reasons";

const isGone = (error: unknown): boolean => error instanceof ApiException && error.code === 404;

/** An owner above which nothing is looked for: deleting it would take more along than pods. */
const isTop = ({ kind }: { kind: string }): boolean => kind === "Node" || kind === "Namespace";

/** The API server, as far as a drain needs it. */
export class Cluster {
  private readonly core: CoreV1Api;
  private readonly apps: AppsV1Api;
  private readonly networking: NetworkingV1Api;
  private readonly custom: CustomObjectsApi;
  private readonly objects: KubernetesObjectApi;

  constructor(kubeconfig: string) {
    const config = new KubeConfig();
    config.loadFromString(kubeconfig);
    this.core = config.makeApiClient(CoreV1Api);
    this.apps = config.makeApiClient(AppsV1Api);
    this.networking = config.makeApiClient(NetworkingV1Api);
    this.custom = config.makeApiClient(CustomObjectsApi);
    this.objects = KubernetesObjectApi.makeApiClient(config);
  }

  /** @throws UserError where the API server does not answer. */
  async live(): Promise<Live> {
    try {
      const [ingresses, services, claims, volumes, pods, gateways, bindings] = await Promise.all([
        this.networking.listIngressForAllNamespaces(),
        this.core.listServiceForAllNamespaces(),
        this.core.listPersistentVolumeClaimForAllNamespaces(),
        this.core.listPersistentVolume(),
        this.core.listPodForAllNamespaces(),
        this.listed("gateway.networking.k8s.io", "v1", "gateways"),
        this.listed("elbv2.k8s.aws", "v1beta1", "targetgroupbindings"),
      ]);
      return {
        ingresses: named(ingresses.items, "networking.k8s.io/v1", "Ingress"),
        services: named(services.items, "v1", "Service"),
        claims: named(claims.items, "v1", "PersistentVolumeClaim"),
        volumes: named(volumes.items, "v1", "PersistentVolume"),
        pods: named(pods.items, "v1", "Pod"),
        gateways: named(gateways, "gateway.networking.k8s.io/v1", "Gateway"),
        bindings: named(bindings, "elbv2.k8s.aws/v1beta1", "TargetGroupBinding"),
      };
    } catch (error) {
      throw new UserError(`The cluster cannot be looked at: ${wordsOf(error)}.`, { cause: error });
    }
  }

  /** Deletes it, or what made it and would make it again. */
  async delete(item: Item): Promise<void> {
    const { apiVersion, kind, metadata } = await this.maker(item);
    const { name, namespace } = metadata;
    const target = { apiVersion, kind, metadata: { name, ...(namespace && { namespace }) } };
    try {
      await this.objects.delete(target, undefined, undefined, undefined, undefined, "Background");
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  async controller(label: string): Promise<Running | undefined> {
    const { items } = await this.apps.listDeploymentForAllNamespaces({ labelSelector: label });
    if (items.length === 0) return undefined;
    const sum = (of: (item: (typeof items)[number]) => number | undefined) =>
      items.reduce((total, item) => total + (of(item) ?? 0), 0);
    return {
      ready: sum(({ status }) => status?.readyReplicas),
      asked: sum(({ spec }) => spec?.replicas ?? 1),
    };
  }

  async warning({ metadata }: Item): Promise<string | undefined> {
    const fieldSelector = `type=Warning,involvedObject.uid=${metadata.uid ?? ""}`;
    const { items } = await this.core.listEventForAllNamespaces({ fieldSelector });
    return items.at(-1)?.message;
  }

  /** The topmost controller above an object; itself where nothing made it. */
  private async maker(item: Item): Promise<KubernetesObject & Item> {
    let at = item as KubernetesObject & Item;
    for (;;) {
      const owner = (at as KubernetesObject).metadata?.ownerReferences?.find(
        ({ controller }) => controller,
      );
      if (!owner || isTop(owner)) return at;
      const { apiVersion, kind, name } = owner;
      const namespace = at.metadata.namespace ?? "";
      try {
        const above = await this.objects.read({ apiVersion, kind, metadata: { name, namespace } });
        at = above as KubernetesObject & Item;
      } catch (error) {
        if (isGone(error)) return at;
        throw error;
      }
    }
  }

  /** Objects of a definition that the cluster may not have. */
  private async listed(group: string, version: string, plural: string): Promise<object[]> {
    try {
      const list: unknown = await this.custom.listClusterCustomObject({ group, version, plural });
      return (list as { items: object[] }).items;
    } catch (error) {
      if (isGone(error)) return [];
      throw error;
    }
  }
}

/** Lists leave out what their items are. */
const named = (items: readonly object[], apiVersion: string, kind: string): Item[] =>
  items.map((item) => ({ ...item, apiVersion, kind }) as Item);

function wordsOf(error: unknown): string {
  if (error instanceof ApiException) return `the API server answers ${error.code}`;
  return error instanceof Error ? error.message : String(error);
}
