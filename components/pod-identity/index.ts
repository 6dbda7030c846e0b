import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * How pods come by AWS credentials: `"podIdentity"`, or on Fargate, which has no Pod Identity agent,
 * the cluster's OIDC provider (IAM roles for service accounts).
 */
export type PodIdentity = "podIdentity" | OidcProvider;

export interface OidcProvider {
  /**
   * ARN of the IAM provider for the cluster's issuer. With another one pods get no credentials.
   * @example "arn:aws:iam::123456789012:oidc-provider/oidc.eks.ap-northeast-2.amazonaws.com/id/EXAMPLE"
   */
  readonly oidcProviderArn: pulumi.Input<string>;
  /**
   * The cluster's issuer, as EKS gives it.
   * @example "https://oidc.eks.ap-northeast-2.amazonaws.com/id/EXAMPLE"
   */
  readonly oidcIssuerUrl: pulumi.Input<string>;
}

export interface ServiceAccountName {
  /** Its namespace. @example "kube-system" */
  readonly namespace: string;
  /** Its own name. @example "reports" */
  readonly name: string;
}

export interface PodRoleArgs {
  /**
   * AWS managed policies by short name, as a path below `arn:aws:iam::aws:policy/`. IAM refuses an
   * unknown one at creation. @default none @example ["service-role/AmazonEFSCSIDriverPolicy"]
   */
  readonly managedPolicies?: readonly string[];
  /**
   * A policy of the role's own, as a document. IAM refuses a malformed one at creation.
   * @default none
   * @example { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] }
   */
  readonly policy?: pulumi.Input<PolicyDocument>;
  /** Trust the OIDC provider for this service account, in place of Pod Identity. @default Pod Identity */
  readonly oidc?: OidcProvider & { readonly serviceAccount: ServiceAccountName };
  /** Tags of the role. @default none @example { course: "kubernetes" } */
  readonly tags?: Readonly<Record<string, string>>;
}

/** An IAM policy as AWS reads it. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  /** What is allowed and what is denied; a denial wins. */
  readonly Statement: readonly Statement[];
}

export interface Statement {
  /** A name for people: letters and digits. @default none */
  readonly Sid?: string;
  /** Whether it grants or forbids. */
  readonly Effect: "Allow" | "Deny";
  /**
   * Who is meant, in policies of a resource or of trust.
   * @default whoever has the policy @example { Service: "pods.eks.amazonaws.com" }
   */
  readonly Principal?: unknown;
  /** What may be done, or not. @example ["sts:AssumeRole", "sts:TagSession"] */
  readonly Action: string | readonly string[];
  /** To which resources, by ARN. @default the one that has the policy */
  readonly Resource?: string | readonly string[];
  /**
   * When it holds: operator, key, values.
   * @default always @example { StringEquals: { "aws:SourceAccount": "123456789012" } }
   */
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

/** Source: Amazon EKS User Guide, "Assign IAM roles to Kubernetes service accounts"; checked 2026-11-21. */
const oidcTrust = (
  providerArn: string,
  issuerUrl: string,
  { namespace, name }: ServiceAccountName,
): PolicyDocument => {
  const issuer = issuerUrl.replace(/^https:\/\//, "");
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: "sts.amazonaws.com",
            [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${name}`,
          },
        },
      },
    ],
  };
};

function trustOf({ oidc }: PodRoleArgs): pulumi.Input<string> {
  if (!oidc) return JSON.stringify(podIdentityTrust);
  return pulumi
    .all([oidc.oidcProviderArn, oidc.oidcIssuerUrl])
    .apply(([arn, url]) => JSON.stringify(oidcTrust(arn, url, oidc.serviceAccount)));
}

/**
 * A role for pods by EKS Pod Identity, or by OIDC. Give it to a service account by an association of its own or
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
    { assumeRolePolicy: trustOf(args), tags: { ...args.tags } },
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
    ? [
        new aws.iam.RolePolicy(
          name,
          { role: role.name, policy: pulumi.jsonStringify(args.policy) },
          opts,
        ),
      ]
    : [];
  return { arn: role.arn, policies: [...managed, ...own] };
}
