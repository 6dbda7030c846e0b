import type * as pulumi from "@pulumi/pulumi";

import type { MicroserviceArgs } from "../../components/microservice";

/** Load balancers that send requests to the pods of public services themselves. */
export interface PodTargets {
  /** Labels by which new pods of a namespace count only when their load balancer has found them healthy. @example { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" } */
  readonly readinessGates: Readonly<Record<string, string>>;
  /** What puts those gates in: pods come after it. */
  readonly controller: readonly pulumi.Resource[];
  /** Whether it also makes the load balancers of the shop's own Services, which then come after it and go before it. */
  readonly ownsServices: boolean;
  /** How long they go on sending to a pod that was told to go, in seconds. */
  readonly drainSeconds: number;
}

export const backingServiceNames = ["database", "cache", "messaging"] as const;
export type BackingServiceName = (typeof backingServiceNames)[number];

/** What a service needs to use a database, a cache or messaging. */
export interface BackingService {
  /** The Secret with address and credentials, each value a key; named after its content. */
  readonly secretName: pulumi.Input<string>;
  /** What pods that use it wait for. */
  readonly ready: readonly pulumi.Resource[];
}

export type BackingServices = Readonly<Partial<Record<BackingServiceName, BackingService>>>;

/** Where a service finds its credentials: in a folder of files, which a variable names. */
const folderOf = (name: BackingServiceName): string => `/run/secrets/${name}`;

/** The part of a service's arguments that lets it use what it says it does. */
export function usesOf(
  uses: readonly BackingServiceName[],
  made: BackingServices,
): Required<Pick<MicroserviceArgs, "volumes" | "env" | "podsDependOn">> {
  const used = [...new Set(uses)].flatMap((name) => {
    const of = made[name];
    return of ? [{ name, ...of }] : [];
  });
  return {
    volumes: used.map(({ name, secretName }) => ({
      kind: "givenSecret",
      name,
      secretName,
      folder: folderOf(name),
    })),
    env: Object.fromEntries(
      used.map(({ name }) => [`${name.toUpperCase()}_SECRETS`, folderOf(name)]),
    ),
    podsDependOn: used.flatMap(({ ready }) => ready),
  };
}
