import type {
  V1Deployment,
  V1EndpointSlice,
  V1Ingress,
  V1Pod,
  V1ReplicaSet,
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
    readonly http?: readonly {
      readonly route?: readonly { readonly destination: Destination }[];
    }[];
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
  readonly quotas: readonly V1ResourceQuota[];
  readonly policies: readonly NetworkPolicy[];
  readonly ingresses: readonly V1Ingress[];
  readonly routes: readonly VirtualService[];
  readonly cuts: readonly DestinationRule[];
  /** Names of the student's own Role and RoleBindings that are there, such as `Role/student`. */
  readonly rights: readonly string[];
  /** Whether pods that answer for names are ready; undefined where the cluster has none, as in the sandbox. */
  readonly dnsReady: boolean | undefined;
  /** The shared entry, where the classroom has one. */
  readonly entry: { readonly host: string; readonly className: string } | undefined;
  /** Namespaces whose pods bring requests from outside, such as `ingress-nginx`. */
  readonly doors: readonly string[];
}

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

/** kubectl in the student's namespace. */
export const kubectl = ({ student }: Pick<World, "student">, words: string): string =>
  `kubectl -n ${student} ${words}`;
