import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { studentGroup } from "../cluster/student-group";
import { Registry, type StudentRegistry } from "../registry";
import type { ClassroomArgs } from "./args";

/** A student as AWS knows them. */
interface Principal {
  readonly arn: pulumi.Input<string>;
  /** What must stand before others name it. */
  readonly made: readonly pulumi.Resource[];
}

export interface AwsSide {
  readonly principals: Readonly<Record<string, pulumi.Output<string>>>;
  readonly registries: Readonly<Record<string, StudentRegistry>>;
}

/** IAM users and their group, access entries of the cluster, and repositories: as far as the arguments ask for them. */
export function awsSide(
  name: string,
  args: ClassroomArgs,
  opts: pulumi.CustomResourceOptions,
): AwsSide {
  const principals = principalsOf(name, args, opts);
  const { access, registry, tags = {} } = args;
  if (access)
    for (const [student, { arn, made }] of Object.entries(principals))
      new aws.eks.AccessEntry(
        `${name}-${student}`,
        {
          clusterName: access.clusterName,
          principalArn: arn,
          type: "STANDARD",
          kubernetesGroups: [studentGroup(student)],
          tags: { ...tags },
        },
        { ...opts, dependsOn: [...made] },
      );
  const arns = Object.fromEntries(
    Object.entries(principals).map(([student, { arn }]) => [student, pulumi.output(arn)]),
  );
  const repositories = registry && studentRegistry(name, args, arns, opts);
  return { principals: arns, registries: repositories?.students ?? {} };
}

const studentRegistry = (
  name: string,
  { registry = {}, tags = {} }: ClassroomArgs,
  principals: Record<string, pulumi.Output<string>>,
  opts: pulumi.CustomResourceOptions,
): Registry =>
  new Registry(
    name,
    {
      prefix: name,
      repositories: [],
      students: {
        principals,
        repositories: registry.repositories ?? ["my-ecr"],
        keepLast: registry.keepLast ?? 5,
      },
      tags,
    },
    opts,
  );

/** Users that are there already, and those that are made. */
function principalsOf(
  name: string,
  { students, access, tags = {} }: ClassroomArgs,
  opts: pulumi.CustomResourceOptions,
): Record<string, Principal> {
  const makes = access?.makeUsers ?? false;
  const group = makes && access ? studentsGroup(name, access.clusterName, opts) : undefined;
  return Object.fromEntries(
    Object.entries(students).flatMap(([student, { principalArn }]): [string, Principal][] => {
      if (principalArn !== undefined) return [[student, { arn: principalArn, made: [] }]];
      if (!group) return [];
      const user = new aws.iam.User(
        `${name}-${student}`,
        {
          name: student,
          path: `/${name}/`,
          // Keys and passwords are given by hand, and go with the user.
          forceDestroy: true,
          tags: { ...tags, student },
        },
        opts,
      );
      new aws.iam.UserGroupMembership(
        `${name}-${student}`,
        { user: user.name, groups: [group.name] },
        opts,
      );
      return [[student, { arn: user.arn, made: [user] }]];
    }),
  );
}

/** May ask for the cluster's address and for a password to ECR; all else the cluster and the repositories say. */
function studentsGroup(
  name: string,
  clusterName: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): aws.iam.Group {
  const group = new aws.iam.Group(name, { name: `${name}-students`, path: `/${name}/` }, opts);
  const { region } = aws.getRegionOutput({}, opts);
  const { accountId } = aws.getCallerIdentityOutput({}, opts);
  const cluster = pulumi.interpolate`arn:aws:eks:${region}:${accountId}:cluster/${clusterName}`;
  new aws.iam.GroupPolicy(
    name,
    {
      group: group.name,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "eks:DescribeCluster", Resource: cluster },
          { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
        ],
      }),
    },
    opts,
  );
  return group;
}
