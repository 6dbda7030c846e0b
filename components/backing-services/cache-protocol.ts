import type * as pulumi from "@pulumi/pulumi";

export interface CacheEndpoint {
  readonly host: pulumi.Input<string>;
  readonly tls: boolean;
  readonly ready: readonly pulumi.Resource[];
}

export const cachePort = 6379;

/** What the user may do: everything with keys and channels, nothing with the server itself. */
export const cacheRights = "~* &* +@all -@admin";
