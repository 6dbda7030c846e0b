import type * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../argument-error";
import { checkProvisioning, type DynamicProvisioning } from "./parameters";

export interface EfsStorageArgs {
  /**
   * Name of the EKS cluster that the driver is installed in. EKS refuses an unknown one at
   * creation. @example "shop"
   */
  readonly clusterName: pulumi.Input<string>;
  /**
   * The cluster's VPC, for the mount targets' security group. EFS refuses subnets of another one at
   * creation. @example "vpc-0123456789abcdef0"
   */
  readonly vpcId: pulumi.Input<string>;
  /**
   * Private subnets, one a zone: each gets a mount target, and AWS takes one a zone. None at all
   * throws an ArgumentError, two in one zone EFS refuses.
   */
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  /** Whose members may mount the file system, and nobody else: the nodes', on EKS the cluster security group. */
  readonly nodeSecurityGroupId: pulumi.Input<string>;
  /**
   * A new file system, or one that is there.
   * @example { onDestroy: "keep", backup: true } @example { existingId: "fs-0123456789abcdef0" }
   */
  readonly fileSystem: NewFileSystem | ExistingFileSystem;
  /**
   * Where pods run. On `"fargate"` alone volumes cannot be made on demand: choose static provisioning.
   * @default "nodes"
   */
  readonly compute?: Compute;
  /**
   * Volumes made on demand by a StorageClass, or one by one by this program. Half a range or half
   * an owner, or what the driver would refuse at the first claim, throws an ArgumentError.
   * @default {} (on demand) @example { mode: "static", basePath: "/classroom" }
   */
  readonly provisioning?: DynamicProvisioning | StaticProvisioning;
  /**
   * Name of the StorageClass that is made, and of its claims' class; it must be free. A change
   * replaces the class. @default "aws-efs"
   */
  readonly storageClassName?: string;
  /**
   * What becomes of a volume when its claim is deleted. `"delete"` removes its access point, and the
   * directory with its files stays in the file system; `"retain"` leaves the volume too, to be bound again.
   * @default "delete"
   */
  readonly reclaim?: "delete" | "retain";
  /**
   * The driver: `"addon"` installs EKS's add-on `aws-efs-csi-driver` with its role; `"present"`
   * trusts that it is there. Not needed on Fargate alone, which mounts EFS by itself.
   * @default "addon"
   */
  readonly driver?: "addon" | "present";
  /**
   * What must stand before pods can run: node groups and the Pod Identity agent; or, where the
   * driver is there already, the driver. The file system does not wait for it. @default nothing
   */
  readonly runsAfter?: readonly pulumi.Resource[];
  /** Tags of every AWS resource. @default none @example { course: "kubernetes" } */
  readonly tags?: Readonly<Record<string, string>>;
}

export type Compute = "nodes" | "nodesAndFargate" | "fargate";

/**
 * A file system of this stack: encrypted, over all zones, $0.30 a GB-month in US East, and with
 * elastic throughput $0.03 a GB read and $0.06 a GB written (EFS pricing). An empty one is free.
 */
export interface NewFileSystem {
  /**
   * What `pulumi destroy` does with the data; there is no default, for each choice hurts somebody.
   * - `"delete"`: the file system goes, with everything in it.
   * - `"keep"`: the file system stays in the account, data and price included, and Pulumi forgets it;
   *   what hinders the VPC's deletion goes. A later stack takes it up by `existingId`.
   * - `"refuse"`: destroy stops with an error before it deletes anything, until this is changed by an `up`.
   *
   * A replacement (a changed `kmsKeyId`) follows the same choice.
   */
  readonly onDestroy: "delete" | "keep" | "refuse";
  /** Key for encryption at rest, by ARN. @default the account's own aws/elasticfilesystem, which is free */
  readonly kmsKeyId?: pulumi.Input<string>;
  /** `"elastic"` bills by use; `"bursting"` is free and grows with the data, slow while there is little. @default "elastic" */
  readonly throughput?: "elastic" | "bursting";
  /** Days without access after which files move to Infrequent Access, at about a tenth of the price. `false` keeps them. @default 30 */
  readonly infrequentAccessAfterDays?: 1 | 7 | 14 | 30 | 60 | 90 | false;
  /** Daily backups by AWS Backup, kept 35 days; about $0.05 a GB-month in US East (AWS Backup pricing). They survive the file system. @default false */
  readonly backup?: boolean;
}

/** A file system that another stack made or left, taken up as it is; destroy never deletes it. */
export interface ExistingFileSystem {
  /**
   * Its id. EFS refuses one that is not there, or is of another VPC, when mount targets are made.
   * @example "fs-0123456789abcdef0"
   */
  readonly existingId: pulumi.Input<string>;
}

/** Volumes that this program makes: an access point, a PersistentVolume and a claim each. Works on Fargate. */
export interface StaticProvisioning {
  readonly mode: "static";
  /** POSIX user every pod acts as. Below 0 throws an ArgumentError. @default 1000 */
  readonly uid?: number;
  /** POSIX group every pod acts as. Below 0 throws an ArgumentError. @default 1000 */
  readonly gid?: number;
  /**
   * Permissions of a volume's root directory, octal. What is not octal throws an ArgumentError.
   * @default "770"
   */
  readonly directoryPerms?: string;
  /**
   * Directory under which volumes are made, as `basePath/namespace/claim`. More than two
   * directories deep, or without a slash in front, throws an ArgumentError.
   * @default the file system's root @example "/classroom"
   */
  readonly basePath?: string;
}

export const isStatic = (args: EfsStorageArgs["provisioning"]): args is StaticProvisioning =>
  args?.mode === "static";

/** Refuses what cannot work before anything is created. @throws ArgumentError */
export function checkEfsStorage(args: EfsStorageArgs): void {
  const { compute = "nodes", driver = "addon", provisioning } = args;
  if (args.privateSubnetIds.length === 0) {
    throw new ArgumentError("privateSubnetIds", [], "name a private subnet for each zone");
  }
  if (compute === "fargate" && !isStatic(provisioning)) {
    throw new ArgumentError(
      "provisioning.mode",
      "dynamic",
      "choose static provisioning, or add nodes: EFS volumes are not made on demand on Fargate",
    );
  }
  if (compute === "fargate" && driver === "addon" && args.driver !== undefined) {
    throw new ArgumentError("driver", driver, "leave it out, Fargate mounts EFS by itself");
  }
  if (isStatic(provisioning)) checkStatic(provisioning);
  else checkProvisioning(provisioning ?? {});
}

/** The same bounds hold; uid and gid have defaults of their own. */
function checkStatic({
  directoryPerms,
  basePath,
  uid = 1000,
  gid = 1000,
}: StaticProvisioning): void {
  checkProvisioning({
    uid,
    gid,
    // The claim's own two directories.
    subPathPattern: "${.PVC.namespace}/${.PVC.name}",
    ...(directoryPerms !== undefined && { directoryPerms }),
    ...(basePath !== undefined && { basePath }),
  });
}
