import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import { cachePort, cacheRights, type CacheEndpoint } from "./cache-protocol";
import type { AskedCache } from "./cache-in-cluster";
import { networkAccess } from "./network-access";
import type { OnAws } from "./places";

/** Valkey on ElastiCache, encrypted at rest and on the way; takes some ten minutes to make. `destroy` deletes what it holds. */
export interface CacheOnAws extends OnAws {
  /**
   * cache.t4g.micro has 0.5 GiB and costs $9.34 a month and node in US East (ElastiCache pricing,
   * Valkey). What is no node type throws an ArgumentError, an unknown one is refused by
   * ElastiCache. @default "cache.t4g.micro"
   */
  readonly nodeType?: string;
  /**
   * Nodes, 1 to 6, over the zones: one is primary, and another takes over by itself. Another number
   * throws an ArgumentError. @default 1
   */
  readonly nodes?: number;
  /**
   * Days that daily snapshots are kept, 0 to 35; 0 makes none. $0.085 a GiB-month (ElastiCache
   * pricing). Another number throws an ArgumentError. @default 0
   */
  readonly snapshotDays?: number;
}

const engineVersion = platformVersions.valkey.version.split(".").slice(0, 2).join(".");

export function cacheOnAws(
  name: string,
  { username, password }: AskedCache,
  place: CacheOnAws,
  opts: pulumi.CustomResourceOptions,
): CacheEndpoint {
  const { nodes = 1, nodeType = "cache.t4g.micro", snapshotDays = 0 } = place;
  const tags = { ...place.tags };
  const access = networkAccess(name, "Valkey", cachePort, place, opts);
  const subnets = new aws.elasticache.SubnetGroup(
    name,
    { subnetIds: [...place.subnetIds], tags },
    opts,
  );
  const user = new aws.elasticache.User(
    name,
    {
      userId: name,
      userName: username,
      engine: "valkey",
      accessString: `on ${cacheRights}`,
      passwords: [password],
      tags,
    },
    opts,
  );
  const users = new aws.elasticache.UserGroup(
    name,
    { userGroupId: name, engine: "valkey", userIds: [user.userId], tags },
    opts,
  );
  const cache = new aws.elasticache.ReplicationGroup(
    name,
    {
      description: `Cache ${name}`,
      engine: "valkey",
      engineVersion,
      nodeType,
      numCacheClusters: nodes,
      automaticFailoverEnabled: nodes > 1,
      multiAzEnabled: nodes > 1,
      port: cachePort,
      subnetGroupName: subnets.name,
      securityGroupIds: [access.group.id],
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
      userGroupIds: [users.userGroupId],
      snapshotRetentionLimit: snapshotDays,
      applyImmediately: true,
      tags,
    },
    opts,
  );
  return { host: cache.primaryEndpointAddress, tls: true, ready: [cache, access.rule] };
}
