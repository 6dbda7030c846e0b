import type * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../argument-error";
import type { Compute } from "./args";

export interface BlockStorageArgs {
  /**
   * Name of the EKS cluster that the driver is installed in. EKS refuses an unknown one at
   * creation. @example "shop"
   */
  readonly clusterName: pulumi.Input<string>;
  /** Where pods run. Pods on Fargate cannot use EBS volumes, so Fargate alone is refused. @default "nodes" */
  readonly compute?: Compute;
  /**
   * Name of the StorageClass that is made; it must be free. A change replaces the class.
   * @default "gp3"
   */
  readonly storageClassName?: string;
  /** What claims without a class get; EKS sets no default of its own since 1.30. @default true */
  readonly isDefault?: boolean;
  /**
   * Operations a second of each volume, 3000 to 80000; above 3000 about $0.005 each a month (EBS
   * pricing, US East). Another number throws an ArgumentError. @default 3000
   */
  readonly iops?: number;
  /**
   * MiB a second of each volume, 125 to 2000 and no more than a quarter of `iops`; above 125 about
   * $0.04 each a month (EBS pricing, US East). Another number throws an ArgumentError. @default 125
   */
  readonly throughput?: number;
  /** Key for encryption, by ARN; the driver's role gets the rights on it, and the key's policy must leave them to IAM. @default the account's own aws/ebs, which is free */
  readonly kmsKeyId?: pulumi.Input<string>;
  /** What becomes of a volume when its claim is deleted: `"delete"` its data, `"retain"` volume and price. @default "delete" */
  readonly reclaim?: "delete" | "retain";
  /** `"addon"` installs EKS's add-on `aws-ebs-csi-driver` with its role; `"present"` trusts that it is there. @default "addon" */
  readonly driver?: "addon" | "present";
  /** What must stand before pods can run: node groups and the Pod Identity agent. @default nothing */
  readonly runsAfter?: readonly pulumi.Resource[];
  /** Tags of the add-on and its role. @default none @example { course: "kubernetes" } */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Bounds of gp3. Source: Amazon EBS User Guide, General Purpose SSD volumes; checked 2026-11-21. */
const bounds = { iops: [3_000, 80_000], throughput: [125, 2_000] } as const;

/** Operations a second that each MiB a second needs. Source: the same. */
const iopsPerThroughput = 4;

/** @throws ArgumentError */
export function checkBlockStorage(args: BlockStorageArgs): void {
  if (args.compute === "fargate") {
    throw new ArgumentError(
      "compute",
      "fargate",
      "add nodes or use EFS, Fargate mounts no EBS volumes",
    );
  }
  for (const name of ["iops", "throughput"] as const) {
    const [least, most] = bounds[name];
    const value = args[name];
    if (value !== undefined && (!Number.isInteger(value) || value < least || value > most)) {
      throw new ArgumentError(name, value, `give ${least} to ${most}, as gp3 volumes take it`);
    }
  }
  const { iops = bounds.iops[0], throughput = bounds.throughput[0] } = args;
  if (throughput * iopsPerThroughput > iops) {
    throw new ArgumentError(
      "throughput",
      throughput,
      `give at most ${Math.floor(iops / iopsPerThroughput)}, a quarter of iops, or raise iops to ${throughput * iopsPerThroughput}`,
    );
  }
}
