import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import { ArgumentError } from "../argument-error";
import { podRole } from "../pod-identity";
import type { Compute } from "./args";

export interface BlockStorageArgs {
  readonly clusterName: pulumi.Input<string>;
  /** Where pods run. Pods on Fargate cannot use EBS volumes, so Fargate alone is refused. @default "nodes" */
  readonly compute?: Compute;
  /** @default "gp3" */
  readonly storageClassName?: string;
  /** What claims without a class get; EKS sets no default of its own since 1.30. @default true */
  readonly isDefault?: boolean;
  /** Operations a second of each volume, 3000 to 80000; above 3000 about $0.005 each a month (EBS pricing, US East). @default 3000 */
  readonly iops?: number;
  /** MiB a second of each volume, 125 to 2000; above 125 about $0.04 each a month (EBS pricing, US East). @default 125 */
  readonly throughput?: number;
  /** Key for encryption, by ARN. @default the account's own aws/ebs, which is free */
  readonly kmsKeyId?: pulumi.Input<string>;
  /** What becomes of a volume when its claim is deleted: `"delete"` its data, `"retain"` volume and price. @default "delete" */
  readonly reclaim?: "delete" | "retain";
  /** `"addon"` installs EKS's add-on `aws-ebs-csi-driver` with its role; `"present"` trusts that it is there. @default "addon" */
  readonly driver?: "addon" | "present";
  /** What must stand before pods can run: node groups and the Pod Identity agent. */
  readonly runsAfter?: readonly pulumi.Resource[];
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Disks for one node at a time: the EBS CSI driver with a role by Pod Identity, and a default
 * StorageClass of encrypted gp3 volumes ($0.08 a GB-month in US East, EBS pricing). A new EKS
 * cluster has neither driver nor default class, and claims wait for ever.
 *
 * @example
 * const disks = new BlockStorage("disks", { clusterName, runsAfter: [nodeGroup] });
 * new k8s.core.v1.PersistentVolumeClaim("data", { … }, { dependsOn: [...disks.ready] });
 */
export class BlockStorage extends pulumi.ComponentResource {
  readonly storageClassName: string;
  /** What every claim depends on: claims go first, so that their disks are deleted. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: BlockStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    checkBlockStorage(args);
    super("twelve-street:components:BlockStorage", name, {}, opts);
    this.storageClassName = args.storageClassName ?? "gp3";
    const driver = args.driver === "present" ? [] : [this.driver(name, args)];
    this.ready = [...driver, this.storageClass(name, args)];
    this.registerOutputs({ storageClassName: this.storageClassName });
  }

  private driver(name: string, args: BlockStorageArgs): aws.eks.Addon {
    const role = podRole(
      `${name}-driver`,
      // The second edition reaches only volumes that the driver itself has made.
      { managedPolicies: ["AmazonEBSCSIDriverPolicyV2"], tags: { ...args.tags } },
      { parent: this },
    );
    return new aws.eks.Addon(
      `${name}-driver`,
      {
        clusterName: args.clusterName,
        addonName: "aws-ebs-csi-driver",
        addonVersion: platformVersions.ebsCsiDriver.version,
        podIdentityAssociations: [{ serviceAccount: "ebs-csi-controller-sa", roleArn: role.arn }],
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        tags: { ...args.tags },
      },
      { parent: this, dependsOn: [...role.policies, ...(args.runsAfter ?? [])] },
    );
  }

  private storageClass(name: string, args: BlockStorageArgs): k8s.storage.v1.StorageClass {
    const { isDefault = true, iops, throughput, kmsKeyId } = args;
    return new k8s.storage.v1.StorageClass(
      name,
      {
        metadata: {
          name: this.storageClassName,
          annotations: { "storageclass.kubernetes.io/is-default-class": String(isDefault) },
        },
        provisioner: "ebs.csi.aws.com",
        parameters: {
          type: "gp3",
          encrypted: "true",
          ...(iops !== undefined && { iops: String(iops) }),
          ...(throughput !== undefined && { throughput: String(throughput) }),
          ...(kmsKeyId !== undefined && { kmsKeyId }),
        },
        reclaimPolicy: args.reclaim === "retain" ? "Retain" : "Delete",
        // A disk is bound to its zone: made before the pod has a node, it may be in another.
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
      },
      { parent: this, deleteBeforeReplace: true },
    );
  }
}

/** Bounds of gp3. Source: Amazon EBS User Guide, General Purpose SSD volumes; checked 2026-11-21. */
const bounds = { iops: [3_000, 80_000], throughput: [125, 2_000] } as const;

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
}
