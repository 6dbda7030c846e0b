import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PolicyDocument } from "../pod-identity";
import type { EfsStorageArgs, NewFileSystem } from "./args";

/** The NFS port. */
const nfs = 2049;

/** The file system's id, of a new one or of the one to take up. */
export function fileSystemId(
  name: string,
  args: EfsStorageArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  if ("existingId" in args.fileSystem) return pulumi.output(args.fileSystem.existingId);
  return newFileSystem(name, args.fileSystem, args.tags ?? {}, opts).id;
}

function newFileSystem(
  name: string,
  args: NewFileSystem,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): aws.efs.FileSystem {
  const { throughput = "elastic", infrequentAccessAfterDays: days = 30, backup = false } = args;
  // The policies stay with a file system that is kept; without it they are nothing.
  const kept = { ...opts, retainOnDelete: args.onDestroy === "keep" };
  const fileSystem = new aws.efs.FileSystem(
    name,
    {
      encrypted: true,
      ...(args.kmsKeyId !== undefined && { kmsKeyId: args.kmsKeyId }),
      performanceMode: "generalPurpose",
      throughputMode: throughput,
      lifecyclePolicies: days === false ? [] : [{ transitionToIa: afterDays(days) }],
      tags: { ...tags, Name: name },
    },
    { ...kept, protect: args.onDestroy === "refuse" },
  );
  new aws.efs.FileSystemPolicy(
    name,
    {
      fileSystemId: fileSystem.id,
      policy: fileSystem.arn.apply((arn) => JSON.stringify(encryptedMountsOnly(arn))),
    },
    kept,
  );
  new aws.efs.BackupPolicy(
    name,
    { fileSystemId: fileSystem.id, backupPolicy: { status: backup ? "ENABLED" : "DISABLED" } },
    kept,
  );
  return fileSystem;
}

const afterDays = (days: number): string => `AFTER_${days}_DAY${days === 1 ? "" : "S"}`;

/**
 * Mounting through a mount target is for everyone whom its security group lets in, but by TLS alone,
 * as the driver does it.
 * Source: Amazon EFS User Guide, "Resource-based policy examples for Amazon EFS"; checked 2026-11-21.
 */
const encryptedMountsOnly = (arn: string): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "MountThroughTargets",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: [
        "elasticfilesystem:ClientMount",
        "elasticfilesystem:ClientWrite",
        "elasticfilesystem:ClientRootAccess",
      ],
      Resource: arn,
      Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
    },
    {
      Sid: "RefusePlainText",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "*",
      Resource: arn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
});

/**
 * A mount target in each private subnet, and the rule that lets the nodes reach them: who mounts waits
 * for both, but the targets need not wait for the cluster whose nodes the rule names.
 */
export function mountTargets(
  name: string,
  id: pulumi.Input<string>,
  args: EfsStorageArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const group = new aws.ec2.SecurityGroup(
    name,
    {
      description: "EFS mount targets: NFS from the nodes",
      vpcId: args.vpcId,
      tags: { ...args.tags, Name: name },
    },
    opts,
  );
  const fromNodes = new aws.vpc.SecurityGroupIngressRule(
    name,
    {
      description: "NFS from the nodes",
      securityGroupId: group.id,
      referencedSecurityGroupId: args.nodeSecurityGroupId,
      ipProtocol: "tcp",
      fromPort: nfs,
      toPort: nfs,
      tags: { ...args.tags },
    },
    opts,
  );
  const targets = args.privateSubnetIds.map(
    (subnetId, index) =>
      new aws.efs.MountTarget(
        `${name}-${index}`,
        { fileSystemId: id, subnetId, securityGroups: [group.id] },
        opts,
      ),
  );
  return [...targets, fromNodes];
}
