import type { Cluster as AwsCluster } from "@pulumi/aws/eks/cluster";
import { FargateProfile } from "@pulumi/aws/eks/fargateProfile";
import type { input as eksInputs } from "@pulumi/eks/types";
import { all, Output, type Input, type Resource } from "@pulumi/pulumi";
import type { Tags } from "./security-groups";
import { ServiceRole } from "./service-role";

export interface FargateOptions {
  readonly cluster: AwsCluster;
  readonly partition: Input<string>;
  /** Where pods may run: the private subnets, if the cluster names them. */
  readonly subnetIds: Input<string[]>;
  readonly tags: Tags;
  readonly parent: Resource;
  readonly dependsOn: Resource[];
}

type FargateInput = Input<boolean | eksInputs.FargateProfileArgs> | undefined;

/** The profile that `fargate: true` or its options ask for. An Output says only when it is known whether there is one. */
export const fargateProfile = (
  name: string,
  fargate: FargateInput,
  options: FargateOptions,
): Output<FargateProfile | undefined> => {
  const make = (given: boolean | eksInputs.FargateProfileArgs | undefined) =>
    given === undefined || given === false
      ? undefined
      : profile(name, given === true ? {} : given, options);
  if (Output.isInstance(fargate) || fargate instanceof Promise)
    return Output.create(fargate).apply((given) => make(given as eksInputs.FargateProfileArgs));
  return Output.create(make(fargate));
};

function profile(
  name: string,
  args: eksInputs.FargateProfileArgs,
  { cluster, partition, subnetIds, tags, parent, dependsOn }: FargateOptions,
): FargateProfile {
  const podExecutionRoleArn =
    args.podExecutionRoleArn ??
    new ServiceRole(
      `${name}-podExecutionRole`,
      {
        service: "eks-fargate-pods.amazonaws.com",
        policies: ["AmazonEKSFargatePodExecutionRolePolicy"],
        partition,
        tags,
      },
      { parent },
    ).resolved.arn;
  return new FargateProfile(
    profileName(name),
    {
      clusterName: cluster.name,
      podExecutionRoleArn,
      selectors: args.selectors ?? [{ namespace: "default" }, { namespace: "kube-system" }],
      subnetIds: all([args.subnetIds, subnetIds]).apply(([own, all]) =>
        own && own.length > 0 ? own : all,
      ),
    },
    { parent, dependsOn },
  );
}

/** AWS keeps names that start with `eks` for itself. */
const profileName = (name: string) =>
  name === "eks" || /^eks-/i.test(name)
    ? `${name.replace("-", "_")}fargateProfile`
    : `${name}-fargateProfile`;
