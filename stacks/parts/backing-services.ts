import type * as pulumi from "@pulumi/pulumi";

import type { BackingServices } from "../../apps/twelve-street";
import {
  Cache,
  Database,
  Messaging,
  type InCluster,
  type OnAws,
} from "../../components/backing-services";
import { computeOf } from "../compute";
import type { BackingServiceName } from "../../apps/twelve-street/neighbours";
import { backingServiceLabel, databasePlace } from "../backing-service-args";
import type { StackConfig } from "../config";
import { usersOf } from "../shop-place";
import { platformSecret, type SecretTable } from "../platform-secrets";
import type { Foundation } from "./foundation";
import type { Storage } from "./storage";

/** Each that the config has, with its credentials in the namespace of those who use it. */
export function backingServices(
  base: Foundation,
  { disks }: Storage,
  namespace: pulumi.Output<string>,
  secrets: pulumi.Output<SecretTable>,
): BackingServices {
  const { database, cache, messaging } = base.config.backingServices;
  const opts = base.forWorkloads;
  const aws = onAws(base);
  const inside = (name: BackingServiceName, place: InConfig) => {
    const clients = usersOf(name, base.config);
    return { ...inCluster(base, disks, place), ...(clients && { clients }) };
  };
  const made = {
    database:
      database &&
      new Database(
        backingServiceLabel(base.name, "database", database.place),
        {
          namespace,
          username: database.username,
          databaseName: database.databaseName,
          password: platformSecret(secrets, "databasePassword"),
          place:
            database.place.on === "aws"
              ? { ...databasePlace(database.place), ...aws }
              : inside("database", database.place),
        },
        opts,
      ),
    cache:
      cache &&
      new Cache(
        backingServiceLabel(base.name, "cache", cache.place),
        {
          namespace,
          username: cache.username,
          password: platformSecret(secrets, "cachePassword"),
          place:
            cache.place.on === "aws" ? { ...cache.place, ...aws } : inside("cache", cache.place),
        },
        opts,
      ),
    messaging:
      messaging &&
      new Messaging(
        backingServiceLabel(base.name, "messaging", messaging.place),
        {
          namespace,
          username: messaging.username,
          autoCreateTopics: messaging.autoCreateTopics,
          password: platformSecret(secrets, "messagingPassword"),
          place:
            messaging.place.on === "aws"
              ? { ...messaging.place, ...aws }
              : inside("messaging", messaging.place),
        },
        opts,
      ),
  };
  return Object.fromEntries(Object.entries(made).filter(([, service]) => service));
}

/** What a person mounts in pods of their own. */
export const secretNames = (made: BackingServices): Record<string, pulumi.Input<string>> =>
  Object.fromEntries(
    Object.entries(made).map(([name, { secretName }]) => [name, secretName] as const),
  );

const onAws = ({ network, cluster, tags }: Foundation): OnAws => ({
  on: "aws",
  vpcId: network.vpcId,
  subnetIds: network.unrouted.privateSubnets,
  clientSecurityGroupId: cluster.securityGroupId,
  tags,
});

type Wanted = NonNullable<StackConfig["backingServices"]["database"]>["place"];
type InConfig = Extract<Wanted, { on: "cluster" }>;

const inCluster = (
  { config, cluster }: Foundation,
  disks: Storage["disks"],
  place: InConfig,
): InCluster => ({
  ...place,
  storageClassName: place.storageClassName ?? disks?.storageClassName ?? "",
  compute: computeOf(config),
  runsAfter: [...cluster.readyFor(config.shop.namespace), ...(disks?.ready ?? [])],
});
