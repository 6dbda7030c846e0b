import type * as pulumi from "@pulumi/pulumi";

import type { MicroserviceArgs } from "../../components/microservice";

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
