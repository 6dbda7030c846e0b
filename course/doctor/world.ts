import type {
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1EndpointSlice,
  V1Ingress,
  V1Job,
  V1Pod,
  V1ReplicaSet,
  V1ReplicationController,
  V1ResourceQuota,
  V1Service,
  V1StatefulSet,
} from "@kubernetes/client-node";

import type { Labels, NetworkPolicy } from "../../components/classroom/network-policy";

/** Routes of Istio, as far as a service's way goes by them. */
export interface VirtualService {
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly hosts?: readonly string[];
    readonly http?: readonly HttpRoute[];
  };
}

export interface HttpRoute {
  readonly match?: readonly object[];
  readonly route?: readonly { readonly destination: Destination }[];
  readonly fault?: {
    readonly abort?: {
      readonly percentage?: { readonly value?: number };
      readonly httpStatus?: number;
      readonly grpcStatus?: string;
    };
    readonly delay?: {
      readonly percentage?: { readonly value?: number };
      readonly fixedDelay?: string;
    };
  };
}

export interface Destination {
  readonly host: string;
  readonly subset?: string;
}

export interface DestinationRule {
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly host?: string;
    readonly subsets?: readonly { readonly name: string; readonly labels?: Labels }[];
  };
}

/** Istio's objects for pods by their labels; without a selector, for all of their namespace. */
interface ForPods<Spec> {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec?: Spec & { readonly selector?: { readonly matchLabels?: Labels } };
}

type Lists = Readonly<Record<string, readonly string[]>>;

export interface AuthorizationRule {
  readonly from?: readonly { readonly source?: Lists }[];
  readonly to?: readonly { readonly operation?: Lists }[];
  readonly when?: readonly {
    readonly key: string;
    readonly values?: readonly string[];
    readonly notValues?: readonly string[];
  }[];
}

export type AuthorizationPolicy = ForPods<{
  /** @default "ALLOW" */
  readonly action?: "ALLOW" | "DENY" | "AUDIT" | "CUSTOM";
  readonly rules?: readonly AuthorizationRule[];
  /** For a waypoint or a gateway, and no pod's own. */
  readonly targetRefs?: readonly object[];
}>;

interface MutualTls {
  readonly mode?: "UNSET" | "DISABLE" | "PERMISSIVE" | "STRICT";
}

export type PeerAuthentication = ForPods<{
  readonly mtls?: MutualTls;
  readonly portLevelMtls?: Readonly<Record<string, MutualTls>>;
}>;

/** What a controller or a kubelet could not do. */
export interface Warning {
  readonly involvedObject: { readonly kind?: string; readonly name?: string };
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly lastObservedTime?: string };
}

/** What lives in a student's namespace, and what of the platform a way to it goes by. */
export interface World {
  readonly student: string;
  /** Undefined where it is not there. */
  readonly namespace: { readonly terminating: boolean } | undefined;
  readonly services: readonly V1Service[];
  /** Names of Services of other namespaces, by namespace. */
  readonly elsewhere: Readonly<Record<string, readonly string[]>>;
  readonly pods: readonly V1Pod[];
  readonly slices: readonly V1EndpointSlice[];
  readonly deployments: readonly V1Deployment[];
  readonly replicaSets: readonly V1ReplicaSet[];
  readonly statefulSets: readonly V1StatefulSet[];
  readonly daemonSets: readonly V1DaemonSet[];
  readonly replicationControllers: readonly V1ReplicationController[];
  readonly jobs: readonly V1Job[];
  readonly cronJobs: readonly V1CronJob[];
  readonly warnings: readonly Warning[];
  readonly quotas: readonly V1ResourceQuota[];
  readonly policies: readonly NetworkPolicy[];
  readonly ingresses: readonly V1Ingress[];
  readonly routes: readonly VirtualService[];
  readonly cuts: readonly DestinationRule[];
  /** Of the namespace, and of Istio's own, which hold for all. */
  readonly authorizationPolicies: readonly AuthorizationPolicy[];
  readonly peerAuthentications: readonly PeerAuthentication[];
  /** Names of the student's own Role and RoleBindings that are there, such as `Role/student`. */
  readonly rights: readonly string[];
  /** Whether pods that answer for names are ready; undefined where the cluster has none, as in the sandbox. */
  readonly dnsReady: boolean | undefined;
  /** The shared entry, where the classroom has one. */
  readonly entry: { readonly host: string; readonly className: string } | undefined;
  /** Namespaces whose pods bring requests from outside, such as `ingress-nginx`. */
  readonly doors: readonly string[];
  /** What could not be looked at, and the sentence why: there it is empty, which says nothing. */
  readonly unseen: Readonly<Partial<Record<Part, string>>>;
}

/** What is looked at by itself. */
export type Part = Exclude<keyof World, "student" | "elsewhere" | "entry" | "doors" | "unseen">;

/** Whether all of it could be looked at. */
export const saw = ({ unseen }: Pick<World, "unseen">, ...parts: readonly Part[]): boolean =>
  parts.every((part) => unseen[part] === undefined);

/** Something that keeps a service from being reached, or a note on it. */
export interface Finding {
  /** A note is no fault by itself. */
  readonly level: "wrong" | "note";
  /** @example "Service/web" */
  readonly object: string;
  /** One sentence: what is wrong. */
  readonly what: string;
  /** The command that mends it, or shows more. */
  readonly command: string;
}

export const wrong = (object: string, what: string, command: string): Finding => ({
  level: "wrong",
  object,
  what,
  command,
});

export const note = (object: string, what: string, command: string): Finding => ({
  ...wrong(object, what, command),
  level: "note",
});

export const nameOf = (object: { readonly metadata?: { readonly name?: string } }): string =>
  object.metadata?.name ?? "";

/** Names in a sentence: a few, and how many more. */
export function namesOf(objects: readonly { readonly metadata?: { readonly name?: string } }[]) {
  const names = objects.map(nameOf);
  const most = 3;
  return names.length > most
    ? `${names.slice(0, most).join(", ")} and ${names.length - most} more`
    : names.join(", ");
}

/** Those of the same answer together, in the order in which the answers came. */
export function grouped<T, A>(items: readonly T[], answerOf: (item: T) => A | undefined) {
  const groups = new Map<string, { readonly answer: A; readonly items: T[] }>();
  for (const item of items) {
    const answer = answerOf(item);
    if (answer === undefined) continue;
    const key = JSON.stringify(answer);
    const group = groups.get(key) ?? { answer, items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** kubectl in the student's namespace. */
export const kubectl = ({ student }: Pick<World, "student">, words: string): string =>
  `kubectl -n ${student} ${words}`;
