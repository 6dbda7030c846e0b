import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export interface PodRoleArgs {
  /** AWS managed policies by short name, as a path below `arn:aws:iam::aws:policy/`. @example ["service-role/AmazonEFSCSIDriverPolicy"] */
  readonly managedPolicies?: readonly string[];
  /** A policy of the role's own, as a document. */
  readonly policy?: PolicyDocument;
  readonly tags?: Readonly<Record<string, string>>;
}

/** An IAM policy as AWS reads it. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

/** A role that pods can take on, and what must stand before it is of use. */
export interface PodRole {
  readonly arn: pulumi.Output<string>;
  readonly policies: readonly pulumi.Resource[];
}

/**
 * Who may take the role on: the EKS Pod Identity agent, for the pods of an association.
 * Source: Amazon EKS User Guide, "Create IAM role with trust policy required by EKS Pod Identity";
 * checked 2026-11-21.
 */
const podIdentityTrust: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    },
  ],
};

/**
 * A role for pods by EKS Pod Identity. Give it to a service account by an association of its own or
 * by an add-on's; the cluster needs the add-on `eks-pod-identity-agent` (none on Fargate).
 *
 * @example
 * const role = podRole("efs", { managedPolicies: ["service-role/AmazonEFSCSIDriverPolicy"] }, { parent: this });
 */
export function podRole(
  name: string,
  args: PodRoleArgs,
  opts: pulumi.CustomResourceOptions,
): PodRole {
  const role = new aws.iam.Role(
    name,
    { assumeRolePolicy: JSON.stringify(podIdentityTrust), tags: { ...args.tags } },
    opts,
  );
  const managed = (args.managedPolicies ?? []).map(
    (policy) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-${policy.slice(policy.lastIndexOf("/") + 1)}`,
        { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
        opts,
      ),
  );
  const own = args.policy
    ? [new aws.iam.RolePolicy(name, { role: role.name, policy: JSON.stringify(args.policy) }, opts)]
    : [];
  return { arn: role.arn, policies: [...managed, ...own] };
}
