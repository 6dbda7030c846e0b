import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import type { DatabaseEndpoint } from "./database";
import type { AskedDatabase } from "./database-in-cluster";
import { networkAccess } from "./network-access";
import type { OnAws } from "./places";

/** PostgreSQL on RDS, encrypted, in private subnets; takes some ten minutes to make. */
export interface DatabaseOnAws extends OnAws {
  /**
   * What `pulumi destroy` does with the data; there is no default, for each choice hurts somebody.
   * - `"delete"`: the database goes, and its automatic backups with it.
   * - `{ snapshot }`: a last snapshot of this name stays in the account, at $0.095 a GB-month in US East
   *   (RDS pricing); the name must be free.
   * - `"refuse"`: destroy stops with an error before it deletes anything, until this is changed by an `up`.
   */
  readonly onDestroy: "delete" | "refuse" | { readonly snapshot: string };
  /**
   * db.t4g.micro has 1 GiB and costs $11.68 a month in US East, twice that with `multiAz` (RDS
   * pricing). What is no class throws an ArgumentError, an unknown one is refused by RDS.
   * @default "db.t4g.micro"
   */
  readonly instanceClass?: string;
  /** A standby in another zone that takes over by itself within minutes; doubles the price. @default false */
  readonly multiAz?: boolean;
  /**
   * Disk in GiB, 20 at least; $0.115 a GiB-month as gp3 in US East, twice that with `multiAz` (RDS
   * pricing). Less throws an ArgumentError. @default 20
   */
  readonly storageGiB?: number;
  /**
   * How far the disk may grow by itself; it never shrinks. Less than `storageGiB` throws an
   * ArgumentError. @default 100
   */
  readonly maxStorageGiB?: number;
  /**
   * Days that daily backups are kept, 0 to 35; 0 switches them off. Free up to the size of the
   * disk. Another number throws an ArgumentError. @default 7
   */
  readonly backupDays?: number;
  /** Key for encryption, by ARN. @default the account's own aws/rds, which is free */
  readonly kmsKeyId?: pulumi.Input<string>;
}

const port = 5432;
const [majorVersion = ""] = platformVersions.postgres.version.split(".");

export function databaseOnAws(
  name: string,
  { username, databaseName, password }: AskedDatabase,
  place: DatabaseOnAws,
  opts: pulumi.CustomResourceOptions,
): DatabaseEndpoint {
  const { multiAz = false, storageGiB = 20, maxStorageGiB = 100, backupDays = 7 } = place;
  const access = networkAccess(name, "PostgreSQL", port, place, opts);
  const subnets = new aws.rds.SubnetGroup(
    name,
    { subnetIds: [...place.subnetIds], tags: { ...place.tags } },
    opts,
  );
  const instance = new aws.rds.Instance(
    name,
    {
      engine: "postgres",
      engineVersion: majorVersion,
      autoMinorVersionUpgrade: true,
      instanceClass: place.instanceClass ?? "db.t4g.micro",
      allocatedStorage: storageGiB,
      maxAllocatedStorage: maxStorageGiB,
      storageType: "gp3",
      storageEncrypted: true,
      ...(place.kmsKeyId !== undefined && { kmsKeyId: place.kmsKeyId }),
      dbName: databaseName,
      username,
      password,
      port,
      multiAz,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [access.group.id],
      publiclyAccessible: false,
      backupRetentionPeriod: backupDays,
      copyTagsToSnapshot: true,
      // Otherwise a change would wait for the week's maintenance window, after `up` has said it is done.
      applyImmediately: true,
      ...endOf(place.onDestroy),
      tags: { ...place.tags, Name: name },
    },
    { ...opts, protect: place.onDestroy === "refuse" },
  );
  return { host: instance.address, port, tls: true, ready: [instance, access.rule] };
}

const endOf = (onDestroy: DatabaseOnAws["onDestroy"]) => ({
  deletionProtection: onDestroy === "refuse",
  ...(typeof onDestroy === "object"
    ? { skipFinalSnapshot: false, finalSnapshotIdentifier: onDestroy.snapshot }
    : { skipFinalSnapshot: true }),
});
