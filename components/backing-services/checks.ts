import { ArgumentError } from "../argument-error";
import type { CacheArgs } from "./cache";
import type { CacheOnAws } from "./cache-on-aws";
import type { DatabaseArgs } from "./database";
import type { DatabaseOnAws } from "./database-on-aws";
import type { MessagingArgs } from "./messaging";
import type { MessagingOnAws } from "./messaging-on-aws";
import type { InCluster } from "./places";
import {
  checkDatabaseName,
  checkInCluster,
  checkName,
  checkOnAws,
  checkService,
  whole,
} from "./rules";

/** Refuses what cannot work before anything is created. @throws ArgumentError */
export function checkDatabase(name: string, args: DatabaseArgs): void {
  checkService(args);
  if (args.place.on === "aws") checkDatabaseOnAws(name, args.databaseName, args.place);
  else checkDatabaseInCluster(name, args.databaseName, args.place);
}

/** Refuses what cannot work before anything is created. @throws ArgumentError */
export function checkCache(name: string, args: CacheArgs): void {
  checkService(args);
  if (args.place.on === "aws") checkCacheOnAws(name, args.place);
  else checkCacheInCluster(name, args.place);
}

/** Refuses what cannot work before anything is created. @throws ArgumentError */
export function checkMessaging(name: string, args: MessagingArgs): void {
  checkService(args);
  if (args.place.on === "aws") checkMessagingOnAws(name, args.place);
  else checkMessagingInCluster(name, args.place);
}

function checkDatabaseInCluster(
  name: string,
  databaseName: string | undefined,
  place: InCluster,
): void {
  checkName(name, 50);
  checkDatabaseName(databaseName);
  checkInCluster(place);
}

function checkDatabaseOnAws(
  name: string,
  databaseName: string | undefined,
  place: DatabaseOnAws,
): void {
  const { storageGiB = 20, maxStorageGiB = 100, backupDays = 7, onDestroy } = place;
  // Pulumi adds a hyphen and seven characters.
  checkName(name, 63 - 8);
  checkDatabaseName(databaseName);
  checkOnAws(place);
  if (place.instanceClass !== undefined && !place.instanceClass.startsWith("db.")) {
    throw new ArgumentError(
      "place.instanceClass",
      place.instanceClass,
      "name a class of RDS, such as db.t4g.micro",
    );
  }
  whole("place.storageGiB", storageGiB, 20, 65_536);
  whole("place.maxStorageGiB", maxStorageGiB, storageGiB, 65_536);
  whole("place.backupDays", backupDays, 0, 35);
  if (
    typeof onDestroy === "object" &&
    !/^[a-zA-Z](-?[a-zA-Z0-9]){0,254}$/.test(onDestroy.snapshot)
  ) {
    throw new ArgumentError(
      "place.onDestroy.snapshot",
      onDestroy.snapshot,
      "give up to 255 letters, digits and single hyphens, starting with a letter",
    );
  }
}

function checkCacheInCluster(name: string, place: InCluster): void {
  checkName(name, 50);
  checkInCluster(place);
}

function checkCacheOnAws(name: string, place: CacheOnAws): void {
  // Pulumi adds a hyphen and seven characters to the name of the replication group, which has 40.
  checkName(name, 40 - 8);
  checkOnAws(place);
  whole("place.nodes", place.nodes ?? 1, 1, 6);
  whole("place.snapshotDays", place.snapshotDays ?? 0, 0, 35);
  if (place.nodeType !== undefined && !place.nodeType.startsWith("cache.")) {
    throw new ArgumentError(
      "place.nodeType",
      place.nodeType,
      "name a node type of ElastiCache, such as cache.t4g.micro",
    );
  }
}

function checkMessagingInCluster(name: string, place: InCluster): void {
  checkName(name, 50);
  checkInCluster(place);
}

function checkMessagingOnAws(name: string, place: MessagingOnAws): void {
  const { brokerType, subnetIds, brokersPerSubnet = 1, storageGiB = 20 } = place;
  // Pulumi adds a hyphen and seven characters.
  checkName(name, 64 - 8);
  checkOnAws(place);
  if (subnetIds.length > 3) {
    throw new ArgumentError("place.subnetIds", subnetIds.length, "MSK takes two or three subnets");
  }
  whole("place.brokersPerSubnet", brokersPerSubnet, 1, 5);
  whole("place.storageGiB", storageGiB, 1, 16_384);
  if (brokerType !== undefined && !/^kafka\.m(5|7g)\.\w+$/.test(brokerType)) {
    throw new ArgumentError(
      "place.brokerType",
      brokerType,
      "name a broker that MSK makes new clusters of: kafka.m7g.large or larger, or kafka.m5.large or larger",
    );
  }
}
