import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../argument-error";
import type { PolicyDocument } from "../pod-identity";
import { takesAllOf, type FargateSelector } from "./fargate-selector";

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

/** Source: Amazon EKS User Guide, "Define which Pods use AWS Fargate when launched"; checked 2026-11-21. */
const mostSelectors = 5;

/** A profile's whole name becomes the value of a label of its pods. */
const longestLabelValue = 63;
/** What Pulumi puts behind a name to make it unique. */
const suffixLength = 8;

const labelOf = (name: string): string => `${name}-fargate`;

/** @throws ArgumentError */
export function checkFargateProfiles(
  cluster: string,
  profiles: Readonly<Record<string, FargateProfileArgs>>,
  alone: boolean,
): void {
  for (const [name, { selectors }] of Object.entries(profiles)) {
    const argument = `fargateProfiles.${name}`;
    const most = longestLabelValue - suffixLength - labelOf(cluster).length - 1;
    if (!/^[A-Za-z0-9][\w-]*$/.test(name) || name.length > most) {
      const fix = `name a profile by at most ${most} letters, digits, _ or -`;
      throw new ArgumentError("fargateProfiles", name, fix);
    }
    if (selectors.length < 1 || selectors.length > mostSelectors) {
      const fix = `give one to ${mostSelectors} selectors, and more in a second profile`;
      throw new ArgumentError(`${argument}.selectors`, selectors.length, fix);
    }
  }
  const all = Object.values(profiles).flatMap(({ selectors }) => selectors);
  if (alone && !all.some((selector) => takesAllOf("kube-system", selector))) {
    const fix = "without nodes CoreDNS has no place, so select kube-system without labels";
    throw new ArgumentError(
      "fargateProfiles",
      all.map(({ namespace }) => namespace),
      fix,
    );
  }
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
