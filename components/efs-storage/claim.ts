import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { StaticProvisioning } from "./args";

export interface ClaimArgs {
  /** Namespace of the claim and of the pods that use it; it must exist. @example "user35" */
  readonly namespace: pulumi.Input<string>;
  /** The claim's name. @default the name given to `claim` */
  readonly claimName?: string;
  /** A number Kubernetes asks for; EFS grows by itself and knows no such limit. @default "5Gi" */
  readonly size?: string;
}

/** What a claim is made against. */
export interface ClaimPlace {
  readonly fileSystemId: pulumi.Output<string>;
  readonly storageClassName: string;
  /** What must outlive the claim, for its finalizer to be served. */
  readonly dependsOn: readonly pulumi.Resource[];
  readonly tags: Readonly<Record<string, string>>;
}

/** EFS lets many nodes read and write at once. */
const accessModes = ["ReadWriteMany"];

/** A claim that the StorageClass answers. */
export function dynamicClaim(
  name: string,
  args: ClaimArgs,
  place: ClaimPlace,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.PersistentVolumeClaim {
  return new k8s.core.v1.PersistentVolumeClaim(
    name,
    {
      metadata: { name: args.claimName ?? name, namespace: args.namespace },
      spec: {
        accessModes,
        storageClassName: place.storageClassName,
        resources: { requests: { storage: args.size ?? "5Gi" } },
      },
    },
    { ...opts, dependsOn: [...place.dependsOn] },
  );
}

/**
 * A claim with a volume of its own: an access point on `basePath/namespace/claim`. The directory and
 * its files stay when the claim goes, and are found again by a claim of the same place.
 */
export function staticClaim(
  name: string,
  args: ClaimArgs,
  provisioning: StaticProvisioning,
  place: ClaimPlace,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.PersistentVolumeClaim {
  const { uid = 1000, gid = 1000, directoryPerms = "770", basePath = "" } = provisioning;
  const { size = "5Gi", claimName = name } = args;
  const accessPoint = new aws.efs.AccessPoint(
    name,
    {
      fileSystemId: place.fileSystemId,
      posixUser: { uid, gid },
      rootDirectory: {
        path: pulumi.interpolate`${basePath}/${args.namespace}/${claimName}`,
        creationInfo: { ownerUid: uid, ownerGid: gid, permissions: directoryPerms },
      },
      tags: { ...place.tags, Name: name },
    },
    opts,
  );
  const volumeName = pulumi.interpolate`${args.namespace}-${claimName}`;
  const volume = new k8s.core.v1.PersistentVolume(
    name,
    {
      metadata: { name: volumeName },
      spec: {
        accessModes,
        capacity: { storage: size },
        // Nothing provisions it, so nothing may try to delete it.
        persistentVolumeReclaimPolicy: "Retain",
        storageClassName: place.storageClassName,
        claimRef: { namespace: args.namespace, name: claimName },
        csi: {
          driver: "efs.csi.aws.com",
          volumeHandle: pulumi.interpolate`${place.fileSystemId}::${accessPoint.id}`,
        },
      },
    },
    { ...opts, dependsOn: [...place.dependsOn] },
  );
  return new k8s.core.v1.PersistentVolumeClaim(
    name,
    {
      metadata: { name: claimName, namespace: args.namespace },
      spec: {
        accessModes,
        storageClassName: place.storageClassName,
        volumeName: volume.metadata.name,
        resources: { requests: { storage: size } },
      },
    },
    { ...opts, dependsOn: [...place.dependsOn] },
  );
}
