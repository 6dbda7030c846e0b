import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** The operating system of nodes. */
export type NodeSystem = "AL2023" | "Bottlerocket";

export interface LaunchTemplateArgs {
  readonly system: NodeSystem;
  readonly diskGiB?: number;
  readonly metadataHops?: 1 | 2;
}

/**
 * Disks by device. Bottlerocket keeps its system on a disk of its own, whose size its image says,
 * and images, logs and emptyDir on a second one.
 * Sources: awslabs/amazon-eks-ami, doc/usage/al2023.md; bottlerocket-os/bottlerocket, README, default volumes; checked 2026-11-21.
 */
const disks: Readonly<Record<NodeSystem, { system?: string; data: string }>> = {
  AL2023: { data: "/dev/xvda" },
  Bottlerocket: { system: "/dev/xvda", data: "/dev/xvdb" },
};

const disk = (deviceName: string, volumeSize?: number) => ({
  deviceName,
  ebs: {
    ...(volumeSize !== undefined && { volumeSize }),
    volumeType: "gp3",
    encrypted: "true",
    deleteOnTermination: "true",
  },
});

/** What nodes start with: guarded credentials, encrypted disks, and tags on what EC2 makes of it. */
export function launchTemplate(
  name: string,
  { system, diskGiB = 20, metadataHops = 1 }: LaunchTemplateArgs,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.LaunchTemplate {
  const { system: systemDevice, data } = disks[system];
  return new aws.ec2.LaunchTemplate(
    name,
    {
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: metadataHops,
      },
      blockDeviceMappings: [
        ...(systemDevice === undefined ? [] : [disk(systemDevice)]),
        disk(data, diskGiB),
      ],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({
        resourceType,
        tags: { ...tags, Name: name },
      })),
      tags: { ...tags },
    },
    opts,
  );
}
