import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import { podRole, type PolicyDocument } from "../pod-identity";
import { checkBlockStorage, type BlockStorageArgs } from "./block-storage-args";

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
      {
        managedPolicies: ["AmazonEBSCSIDriverPolicyV2"],
        ...(args.kmsKeyId !== undefined && { policy: mayUse(args.kmsKeyId) }),
        tags: { ...args.tags },
      },
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

/**
 * For a key of one's own the driver's policy has no rights.
 * Source: Amazon EKS User Guide, "Use Kubernetes volume storage with Amazon EBS", custom KMS key; checked 2026-11-21.
 */
const mayUse = (key: pulumi.Input<string>): pulumi.Output<PolicyDocument> =>
  pulumi.output(key).apply((arn): PolicyDocument => ({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
        Resource: [arn],
        Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
      {
        Effect: "Allow",
        Action: [
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:DescribeKey",
        ],
        Resource: [arn],
      },
    ],
  }));
