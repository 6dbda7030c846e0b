import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import { cachePort, cacheRights, type CacheEndpoint } from "./cache-protocol";
import { contentSecret } from "./credentials";
import type { InCluster } from "./places";
import { runServer } from "./server";
import { serverSizes } from "./sizes";

export interface AskedCache {
  readonly namespace: pulumi.Input<string>;
  readonly username: string;
  readonly password: pulumi.Output<string>;
}

const settingsPath = "/etc/valkey";

/** Valkey as one pod, which writes what it holds to its disk each second. */
export function cacheInCluster(
  name: string,
  { namespace, username, password }: AskedCache,
  place: InCluster,
  opts: pulumi.CustomResourceOptions,
): CacheEndpoint {
  const settings = password.apply((plain) => settingsOf(username, plain));
  const secret = contentSecret(
    `${name}-server`,
    `${name}-server`,
    namespace,
    password,
    { "valkey.conf": settings },
    opts,
  );
  const ready = runServer(
    {
      app: name,
      namespace,
      image: place.image ?? `docker.io/valkey/valkey:${platformVersions.valkey.version}`,
      port: cachePort,
      size: serverSizes.cache,
      dataPath: "/data",
      secret: { name: secret.metadata.name, path: settingsPath },
      command: ["valkey-server", `${settingsPath}/valkey.conf`],
    },
    place,
    opts,
  );
  return { host: pulumi.interpolate`${name}.${namespace}`, tls: false, ready };
}

/** Three quarters of the memory hold data: writing a snapshot takes some more. */
const maxMemoryMiB = Math.floor(serverSizes.cache.memoryLimitMiB * 0.75);

const settingsOf = (username: string, password: string): string =>
  [
    "bind * -::*",
    `port ${cachePort}`,
    "dir /data",
    "appendonly yes",
    `maxmemory ${maxMemoryMiB}mb`,
    "maxmemory-policy allkeys-lru",
    "user default off",
    `user ${username} on #${createHash("sha256").update(password).digest("hex")} ${cacheRights}`,
    "",
  ].join("\n");
