import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import { podRole } from "../pod-identity";
import { checkEfsStorage, isStatic, type EfsStorageArgs } from "./args";
import { dynamicClaim, staticClaim, type ClaimArgs, type ClaimPlace } from "./claim";
import { fileSystemId, mountTargets } from "./file-system";
import { storageClassParameters, type DynamicProvisioning } from "./parameters";

export type {
  Compute,
  EfsStorageArgs,
  ExistingFileSystem,
  NewFileSystem,
  StaticProvisioning,
} from "./args";
export type { ClaimArgs } from "./claim";
export type { DynamicProvisioning } from "./parameters";
export { BlockStorage } from "./block-storage";
export type { BlockStorageArgs } from "./block-storage-args";
export { checkBlockStorage, checkEfsStorage } from "./checks";

/**
 * Files that many pods share: an encrypted EFS file system with a mount target in each private
 * subnet, the CSI driver with a role by Pod Identity, the StorageClass `aws-efs`, and claims.
 *
 * @example
 * const storage = new EfsStorage("files", {
 *   clusterName, vpcId, privateSubnetIds: [subnetA.id, subnetB.id], nodeSecurityGroupId,
 *   fileSystem: { onDestroy: "keep", backup: true },
 *   provisioning: { gidRangeStart: 1000, gidRangeEnd: 2000, basePath: "/classroom" },
 *   runsAfter: [nodeGroup],
 * }, { providers: [awsProvider, kubernetesProvider] });
 * const claim = storage.claim("shared", { namespace: "user35" });
 */
export class EfsStorage extends pulumi.ComponentResource {
  readonly fileSystemId: pulumi.Output<string>;
  readonly storageClassName: string;
  /** What every pod with such a volume depends on: volumes go before it, so that nothing hangs on a finalizer. */
  readonly ready: readonly pulumi.Resource[];

  constructor(
    name: string,
    private readonly args: EfsStorageArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    checkEfsStorage(args);
    super("twelve-street:components:EfsStorage", name, {}, opts);
    const inside = { parent: this };
    this.storageClassName = args.storageClassName ?? "aws-efs";
    this.fileSystemId = fileSystemId(name, args, inside);

    const targets = mountTargets(name, this.fileSystemId, args, inside);
    const driver = this.driver(name);
    const storageClass = isStatic(args.provisioning)
      ? []
      : [this.storageClass(name, args.provisioning ?? {})];
    this.ready = [...targets, ...driver, ...storageClass];
    this.registerOutputs({
      fileSystemId: this.fileSystemId,
      storageClassName: this.storageClassName,
    });
  }

  /**
   * A volume that many pods read and write at once, made on demand or by this program as
   * `provisioning` says. Mount it by the claim's name.
   */
  claim(name: string, args: ClaimArgs): k8s.core.v1.PersistentVolumeClaim {
    const { provisioning, tags = {} } = this.args;
    const place: ClaimPlace = {
      fileSystemId: this.fileSystemId,
      storageClassName: isStatic(provisioning) ? "" : this.storageClassName,
      dependsOn: this.ready,
      tags,
    };
    return isStatic(provisioning)
      ? staticClaim(name, args, provisioning, place, { parent: this })
      : dynamicClaim(name, args, place, { parent: this });
  }

  private driver(name: string): pulumi.Resource[] {
    const { compute, driver = "addon", runsAfter = [], tags } = this.args;
    if (compute === "fargate") return [];
    if (driver === "present") return [...runsAfter];
    const role = podRole(
      `${name}-driver`,
      { managedPolicies: ["service-role/AmazonEFSCSIDriverPolicy"], tags: { ...tags } },
      { parent: this },
    );
    return [
      new aws.eks.Addon(
        `${name}-driver`,
        {
          clusterName: this.args.clusterName,
          addonName: "aws-efs-csi-driver",
          addonVersion: platformVersions.efsCsiDriver.version,
          podIdentityAssociations: [{ serviceAccount: "efs-csi-controller-sa", roleArn: role.arn }],
          resolveConflictsOnCreate: "OVERWRITE",
          resolveConflictsOnUpdate: "OVERWRITE",
          tags: { ...tags },
        },
        { parent: this, dependsOn: [...role.policies, ...runsAfter] },
      ),
    ];
  }

  private storageClass(
    name: string,
    provisioning: DynamicProvisioning,
  ): k8s.storage.v1.StorageClass {
    return new k8s.storage.v1.StorageClass(
      name,
      {
        metadata: { name: this.storageClassName },
        provisioner: "efs.csi.aws.com",
        parameters: { ...storageClassParameters(provisioning), fileSystemId: this.fileSystemId },
        reclaimPolicy: this.args.reclaim === "retain" ? "Retain" : "Delete",
        volumeBindingMode: "Immediate",
      },
      // All of a class is immutable and its name is fixed: the new one cannot stand beside the old.
      { parent: this, deleteBeforeReplace: true },
    );
  }
}
