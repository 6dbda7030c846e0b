import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { PolicyDocument } from "../pod-identity";
import { labelOf } from "./fargate-check";
import type { FargateSelector } from "./fargate-selector";

export interface FargateProfileArgs {
  /**
   * Which pods run on Fargate, one to five; another count throws an ArgumentError. A change replaces
   * the profile. A pod on Fargate costs about $0.047 a vCPU-hour and $0.0051 a GB-hour in Seoul, at
   * least a quarter of a vCPU and half a GB (AWS Fargate pricing); it has no Pod Identity, no DaemonSets,
   * no EBS volumes and no network policies.
   * @example [{ namespace: "default" }, { namespace: "kube-system" }]
   */
  readonly selectors: readonly FargateSelector[];
}

export interface FargatePlace {
  readonly name: string;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Output<string>;
  readonly subnetIds: pulumi.Input<string[]>;
  readonly tags: Readonly<Record<string, string>>;
  readonly opts: { readonly parent: pulumi.Resource };
}

export interface FargateProfiles {
  readonly profiles: readonly aws.eks.FargateProfile[];
  /** By which Fargate pulls images and registers its nodes. */
  readonly roleArn: pulumi.Output<string>;
}

/** The profiles, with one role for all. */
export function fargateProfiles(
  place: FargatePlace,
  profiles: Readonly<Record<string, FargateProfileArgs>>,
): FargateProfiles {
  const label = labelOf(place.name);
  const role = new aws.iam.Role(
    label,
    {
      assumeRolePolicy: place.clusterArn.apply((arn) => JSON.stringify(trust(arn))),
      tags: { ...place.tags },
    },
    place.opts,
  );
  const policy = new aws.iam.RolePolicyAttachment(
    label,
    {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy",
    },
    place.opts,
  );
  const made = Object.entries(profiles).map(
    ([name, { selectors }]) =>
      new aws.eks.FargateProfile(
        `${label}-${name}`,
        {
          clusterName: place.clusterName,
          podExecutionRoleArn: role.arn,
          subnetIds: place.subnetIds,
          selectors: selectors.map(({ namespace, labels }) => ({
            namespace,
            ...(labels && { labels: { ...labels } }),
          })),
          tags: { ...place.tags },
        },
        { ...place.opts, dependsOn: policy },
      ),
  );
  return { profiles: made, roleArn: role.arn };
}

/**
 * Fargate for this cluster alone.
 * Source: Amazon EKS User Guide, "Amazon EKS Pod execution IAM role"; checked 2026-11-21.
 */
const trust = (clusterArn: string): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "eks-fargate-pods.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        ArnLike: { "aws:SourceArn": `${clusterArn.replace(":cluster/", ":fargateprofile/")}/*` },
      },
    },
  ],
});
