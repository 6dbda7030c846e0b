import { AppsV1Api, CoreV1Api, CustomObjectsApi, type V1Deployment } from "@kubernetes/client-node";
import type { ConfigurationOptions, KubeConfig, V1Pod } from "@kubernetes/client-node";

import { releaseAnnotation } from "../../components/microservice/names";
import {
  leastPods,
  releaseKey,
  slotNames,
  type Picture,
  type Slot,
  type SlotName,
} from "../../components/rollout";
import { routeText, type HttpRoute } from "./route-text";
import { until } from "./until";

/** A slot as the API server has it. */
export interface LiveSlot {
  readonly name: SlotName;
  readonly version: string;
  /** What its annotation says of its release; undefined where somebody else made it. */
  readonly release: string | undefined;
  /** Pods asked for now; an autoscaler may own the number. */
  readonly asked: number;
  /** Of the newest template, and long enough ready to count. */
  readonly available: number;
  /** Pods of an older template that are still there. */
  readonly old: number;
  /** Whether the controller has seen the newest version of it. */
  readonly seen: boolean;
}

export interface Live {
  readonly slots: readonly LiveSlot[];
  /** Who is served, as the root Service or the route has it. */
  readonly traffic: string;
}

/** Reads what stands of one service. */
export class Cluster {
  private readonly until: ConfigurationOptions | undefined;
  private readonly apps: AppsV1Api;
  private readonly core: CoreV1Api;
  private readonly objects: CustomObjectsApi;

  /** @param signal ends what is asked by it; without one each answer is waited for */
  constructor(
    config: KubeConfig,
    private readonly namespace: string,
    private readonly app: string,
    signal?: AbortSignal,
  ) {
    this.until = signal && until(signal);
    this.apps = config.makeApiClient(AppsV1Api);
    this.core = config.makeApiClient(CoreV1Api);
    this.objects = config.makeApiClient(CustomObjectsApi);
  }

  async live(): Promise<Live> {
    const [slots, traffic] = await Promise.all([this.slots(), this.traffic()]);
    return { slots, traffic };
  }

  async slots(): Promise<LiveSlot[]> {
    const { items } = await this.apps.listNamespacedDeployment(this.about(), this.until);
    const found = items.flatMap((item) => slotOf(item) ?? []);
    return slotNames.flatMap((name) => found.find((slot) => slot.name === name) ?? []);
  }

  /** What keeps a picture's pods in these slots from coming; none may mean soon. */
  async troubles(picture: Picture, awaited: readonly SlotName[]): Promise<string[]> {
    const [{ items: pods }, { items: deployments }] = await Promise.all([
      this.core.listNamespacedPod(this.about(), this.until),
      this.apps.listNamespacedDeployment(this.about(), this.until),
    ]);
    const slots = picture.slots.filter(({ name }) => awaited.includes(name));
    return troublesOf(slots, deployments, pods);
  }

  private about() {
    return { namespace: this.namespace, labelSelector: `app=${this.app}` };
  }

  private async traffic(): Promise<string> {
    const routes = await this.routes();
    if (routes) return routeText(routes);
    const at = { namespace: this.namespace, name: this.app };
    const service = await this.core.readNamespacedService(at, this.until);
    return service.spec?.selector?.slot ?? "all slots, by their pods";
  }

  /** Of its VirtualService; undefined where there is none. */
  async routes(): Promise<readonly HttpRoute[] | undefined> {
    const about = { group: "networking.istio.io", version: "v1", plural: "virtualservices" };
    const at = { ...about, namespace: this.namespace, name: this.app };
    const found: unknown = await this.objects
      .getNamespacedCustomObject(at, this.until)
      .catch(() => undefined);
    return (found as Routed | undefined)?.spec.http;
  }

  /** The DestinationRules of its namespace. */
  async cuts(): Promise<readonly Cut[]> {
    const about = { group: "networking.istio.io", version: "v1", plural: "destinationrules" };
    const at = { ...about, namespace: this.namespace };
    const found: unknown = await this.objects.listNamespacedCustomObject(at, this.until);
    return (found as { items: readonly Cut[] }).items;
  }
}

/** The part of a DestinationRule that cuts a service's pods, by whoever wrote it. */
export interface Cut {
  readonly spec: {
    readonly host: string;
    readonly subsets?: readonly {
      readonly name: string;
      readonly labels?: Readonly<Record<string, string>>;
    }[];
  };
}

interface Routed {
  readonly spec: {
    readonly http?: readonly HttpRoute[];
  };
}

function slotOf({ metadata, spec, status }: V1Deployment): LiveSlot | undefined {
  const name = slotNames.find((slot) => slot === metadata?.labels?.slot);
  if (!name) return undefined;
  const updated = status?.updatedReplicas ?? 0;
  const old = Math.max(0, (status?.replicas ?? 0) - updated);
  return {
    name,
    version: metadata?.labels?.version ?? "?",
    release: metadata?.annotations?.[releaseAnnotation],
    asked: spec?.replicas ?? 1,
    available: Math.max(0, Math.min(updated, (status?.availableReplicas ?? 0) - old)),
    old,
    seen: (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0),
  };
}

/** What these slots' pods still lack in a picture; empty where they are settled. */
export function lacking(
  { slots }: Picture,
  live: readonly LiveSlot[],
  awaited: readonly SlotName[],
): string[] {
  return slots.flatMap((slot) => {
    if (!awaited.includes(slot.name)) return [];
    const found = live.find(({ name }) => name === slot.name);
    if (!found?.seen) return [`${slot.name} is not there yet`];
    if (found.release !== releaseKey(slot.release))
      return [`${slot.name} is not ${slot.release.version} yet`];
    const wanted = Math.max(found.asked, leastPods(slot));
    if (found.old > 0) return [`${slot.name} still has ${found.old} old pods`];
    return found.available < wanted
      ? [`${slot.name} has ${found.available} of ${wanted} pods`]
      : [];
  });
}

/**
 * In the words of the API server, the scheduler and the kubelet. Those of a version that is to go are none: an
 * abort would else take the pods that it removes for its own.
 */
export function troublesOf(
  slots: readonly Slot[],
  deployments: readonly V1Deployment[],
  pods: readonly V1Pod[],
): string[] {
  const isWanted = ({ metadata }: V1Deployment | V1Pod) => {
    const { slot, version } = metadata?.labels ?? {};
    return slots.some(({ name, release }) => name === slot && release.version === version);
  };
  const found = [
    ...deployments.filter(isWanted).flatMap(refusal),
    ...pods.filter(isWanted).flatMap(trouble),
  ];
  return [...new Set(found)];
}

const refusals: readonly (readonly [type: string, status: string])[] = [
  ["ReplicaFailure", "True"],
  ["Progressing", "False"],
];

function refusal({ metadata, status }: V1Deployment): string[] {
  // What it says of the template before says nothing of this one.
  if ((status?.observedGeneration ?? 0) < (metadata?.generation ?? 0)) return [];
  return (status?.conditions ?? [])
    .filter(({ type, status: is }) => refusals.some(([of, bad]) => type === of && is === bad))
    .flatMap(({ message }) => message ?? []);
}

const hopeless = [
  "ImagePullBackOff",
  "ErrImagePull",
  "InvalidImageName",
  "CrashLoopBackOff",
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
];

function trouble({ metadata, status }: V1Pod): string[] {
  const name = metadata?.name ?? "a pod";
  const unplaced = (status?.conditions ?? [])
    .filter(({ type, reason }) => type === "PodScheduled" && reason === "Unschedulable")
    .map(({ message }) => `${name}: ${message ?? "no node has room"}`);
  const containers = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ].flatMap(({ name: container, state }) => {
    const reason = state?.waiting?.reason ?? "";
    const words = [`${name}:`, `${container}:`, reason, state?.waiting?.message];
    return hopeless.includes(reason) ? [words.join(" ").trim()] : [];
  });
  return [...unplaced, ...containers];
}
