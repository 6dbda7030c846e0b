import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { helmRelease } from "../helm";
import { podRole, type PolicyDocument } from "../pod-identity";
import type { CloudWatchLogs, ElasticsearchLogs, ObservabilityArgs } from "./args";
import { eckOperatorValues, eckStackValues } from "./elasticsearch";
import {
  cloudWatchValues,
  fluentBitAccount,
  logRouterConfig,
  toElasticsearchValues,
} from "./fluent-bit";
import { charts, loggingNamespace } from "./names";

/** Where logs are to be made, and of what. */
interface Place {
  readonly name: string;
  readonly args: ObservabilityArgs;
  readonly inside: pulumi.CustomResourceOptions;
}

/** Keeps what pods print in a log group, by Fluent Bit on the nodes and by Fargate's own log router. */
export function cloudWatchLogs(
  place: Place,
  logs: CloudWatchLogs,
  namespace: () => pulumi.Input<string>,
): aws.cloudwatch.LogGroup {
  const { compute = "nodes" } = place.args;
  const group = logGroup(place, logs);
  if (compute !== "nodes") logRouter(place, logs, group);
  if (compute !== "fargate") fluentBitToCloudWatch(place, logs, group, namespace());
  return group;
}

function logGroup({ name, args, inside }: Place, logs: CloudWatchLogs): aws.cloudwatch.LogGroup {
  const label = `${name}-logs`;
  if (logs.existingGroup) return aws.cloudwatch.LogGroup.get(label, logs.group, undefined, inside);
  return new aws.cloudwatch.LogGroup(
    label,
    {
      name: logs.group,
      retentionInDays: logs.retentionDays ?? 14,
      skipDestroy: logs.onDestroy === "keep",
      tags: { ...args.tags },
      ...(logs.kmsKeyArn !== undefined && { kmsKeyId: logs.kmsKeyArn }),
    },
    inside,
  );
}

/** No more than writing into this one group; the region and the account are the role's own. */
const writeTo = (group: string): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [`arn:aws:logs:*:*:log-group:${group}`, `arn:aws:logs:*:*:log-group:${group}:*`],
    },
  ],
});

function fluentBitToCloudWatch(
  { name, args, inside }: Place,
  logs: CloudWatchLogs,
  group: pulumi.Resource,
  namespace: pulumi.Input<string>,
): void {
  const label = `${name}-fluent-bit`;
  const role = podRole(label, { policy: writeTo(logs.group), tags: { ...args.tags } }, inside);
  const association = new aws.eks.PodIdentityAssociation(
    label,
    {
      clusterName: args.clusterName,
      namespace: loggingNamespace,
      serviceAccount: fluentBitAccount,
      roleArn: role.arn,
      tags: { ...args.tags },
    },
    // It is the cluster's: a name alone says neither that there is one yet, nor that there still is.
    { ...inside, dependsOn: [...(args.runsAfter ?? [])] },
  );
  helmRelease(
    label,
    {
      source: charts.fluentBit,
      releaseName: fluentBitAccount,
      namespace,
      values: {
        ...cloudWatchValues(logs),
        env: [{ name: "AWS_REGION", value: args.region }],
      },
    },
    // Pods ask for credentials once: role and group must be there before.
    {
      ...inside,
      dependsOn: [group, association, ...role.policies, ...(args.runsAfter ?? [])],
    },
  );
}

function logRouter(
  { name, args, inside }: Place,
  logs: CloudWatchLogs,
  group: pulumi.Resource,
): void {
  const label = `${name}-log-router`;
  const policy = new aws.iam.RolePolicy(
    label,
    { role: args.podExecutionRoleName ?? "", policy: JSON.stringify(writeTo(logs.group)) },
    inside,
  );
  const space = new k8s.core.v1.Namespace(
    label,
    { metadata: { name: "aws-observability", labels: { "aws-observability": "enabled" } } },
    inside,
  );
  new k8s.core.v1.ConfigMap(
    label,
    {
      metadata: { name: "aws-logging", namespace: space.metadata.name },
      data: pulumi.output(args.region).apply((region) => logRouterConfig(region, logs)),
    },
    { ...inside, dependsOn: [group, policy] },
  );
}

/** Keeps what pods print in an Elasticsearch of the cluster's own. */
export function elasticsearchLogs(
  { name, args, inside }: Place,
  logs: ElasticsearchLogs,
  namespace: pulumi.Input<string>,
): void {
  const operator = helmRelease(
    `${name}-elastic-operator`,
    {
      source: charts.eckOperator,
      releaseName: "elastic-operator",
      namespace,
      values: eckOperatorValues,
    },
    { ...inside, dependsOn: [...(args.runsAfter ?? [])] },
  );
  const stack = helmRelease(
    `${name}-elastic-stack`,
    {
      source: charts.eckStack,
      releaseName: "elastic-stack",
      namespace,
      values: eckStackValues(logs),
    },
    // Deleted, Elasticsearch needs its operator to go.
    { ...inside, dependsOn: [operator] },
  );
  helmRelease(
    `${name}-fluent-bit`,
    {
      source: charts.fluentBit,
      releaseName: fluentBitAccount,
      namespace,
      values: toElasticsearchValues(logs),
    },
    { ...inside, dependsOn: [stack] },
  );
}
