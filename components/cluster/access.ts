import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../argument-error";
import { studentGroup } from "./student-group";

export interface AccessArgs {
  /**
   * IAM roles or users that administer the whole cluster.
   * @default none @example ["arn:aws:iam::123456789012:role/instructors"]
   */
  readonly instructors?: readonly string[];
  /**
   * Students by their namespace: each is only a member of the Kubernetes group that
   * `studentGroup(namespace)` names, and may what RoleBindings give that group.
   * @default none @example { user35: "arn:aws:iam::123456789012:user/user35" }
   */
  readonly students?: Readonly<Record<string, string>>;
  /**
   * IAM roles that run programs like this one.
   * @default none @example [{ principalArn: "arn:aws:iam::123456789012:role/deploy" }]
   */
  readonly ci?: readonly CiAccess[];
}

export interface CiAccess {
  /**
   * The IAM role or user, without a session; anything else throws an ArgumentError.
   * @example "arn:aws:iam::123456789012:role/deploy"
   */
  readonly principalArn: string;
  /**
   * Namespaces in which it may change what is there, but not who may do what. Without them it
   * administers the cluster, as `pulumi up` of a platform must. @default the whole cluster
   */
  readonly namespaces?: readonly string[];
}

/** One principal and what it may. */
interface Grant {
  readonly name: string;
  readonly argument: string;
  readonly principalArn: string;
  readonly groups?: readonly string[];
  readonly policy?: { readonly name: string; readonly namespaces: readonly string[] };
}

const clusterAdmin = { name: "AmazonEKSClusterAdminPolicy", namespaces: [] } as const;

function grantsOf({ instructors = [], students = {}, ci = [] }: AccessArgs): Grant[] {
  return [
    ...instructors.map((principalArn, index) => ({
      name: `instructor-${inName(principalArn)}`,
      argument: `access.instructors[${index}]`,
      principalArn,
      policy: clusterAdmin,
    })),
    ...Object.entries(students).map(([namespace, principalArn]) => ({
      name: `student-${namespace}`,
      argument: `access.students.${namespace}`,
      principalArn,
      groups: [studentGroup(namespace)],
    })),
    ...ci.map(({ principalArn, namespaces }, index) => ({
      name: `ci-${inName(principalArn)}`,
      argument: `access.ci[${index}].principalArn`,
      principalArn,
      policy: namespaces ? { name: "AmazonEKSEditPolicy", namespaces } : clusterAdmin,
    })),
  ];
}

/** Account, kind and path of a principal, as part of a resource's name. */
const inName = (arn: string): string => arn.replace(/^.*::/, "").replace(/[^\w]+/g, "-");

/** Of AWS's commercial partition, as the ARNs of all policies here are. */
const principal = /^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/;

/** Refuses what EKS would refuse, and two entries of one principal. @throws ArgumentError */
export function checkAccess(access: AccessArgs): void {
  const seen = new Map<string, string>();
  for (const { argument, principalArn } of grantsOf(access)) {
    if (/^arn:aws[\w-]*:sts:/.test(principalArn)) {
      const fix = "give the role's own ARN, arn:aws:iam::ACCOUNT:role/NAME, not that of a session";
      throw new ArgumentError(argument, principalArn, fix);
    }
    if (!principal.test(principalArn)) {
      const fix =
        "give the ARN of an IAM role or user, arn:aws:iam::ACCOUNT:role/NAME; other partitions are not served";
      throw new ArgumentError(argument, principalArn, fix);
    }
    const first = seen.get(principalArn);
    if (first !== undefined) {
      const fix = `it stands at ${first} already, and EKS takes one entry a principal`;
      throw new ArgumentError(argument, principalArn, fix);
    }
    seen.set(principalArn, argument);
  }
  (access.ci ?? []).forEach(({ namespaces }, index) => {
    if (namespaces?.length === 0)
      throw new ArgumentError(`access.ci[${index}].namespaces`, [], "name one, or leave it out");
  });
  for (const namespace of Object.keys(access.students ?? {}))
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) {
      const fix = "give the student's namespace: lower-case letters, digits and dashes";
      throw new ArgumentError("access.students", namespace, fix);
    }
}

export interface AccessPlace {
  readonly clusterName: pulumi.Input<string>;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Access entries for a cluster, of this program or of another one.
 *
 * @example
 * grantAccess("class", { students: { user35: arn } }, { clusterName }, { parent: this });
 * @throws ArgumentError
 */
export function grantAccess(
  name: string,
  access: AccessArgs,
  { clusterName, tags }: AccessPlace,
  opts: pulumi.CustomResourceOptions,
): aws.eks.AccessEntry[] {
  checkAccess(access);
  return grantsOf(access).map((grant) => {
    const label = `${name}-${grant.name}`;
    const { principalArn, policy } = grant;
    const entry = new aws.eks.AccessEntry(
      label,
      {
        clusterName,
        principalArn,
        type: "STANDARD",
        ...(grant.groups && { kubernetesGroups: [...grant.groups] }),
        tags: { ...tags },
      },
      opts,
    );
    if (policy)
      new aws.eks.AccessPolicyAssociation(
        label,
        {
          clusterName,
          principalArn: entry.principalArn,
          policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy.name}`,
          accessScope:
            policy.namespaces.length === 0
              ? { type: "cluster" }
              : { type: "namespace", namespaces: [...policy.namespaces] },
        },
        opts,
      );
    return entry;
  });
}
