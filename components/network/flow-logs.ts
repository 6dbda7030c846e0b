import * as aws from "@pulumi/aws";

import type { RetentionDays } from "../log-retention";
import type { PolicyDocument } from "../pod-identity";
import { tagged, type NetworkPlace } from "./place";

export interface FlowLogsArgs {
  /** Connections to note; those refused by security groups are few, and what one looks for. @default "rejected" */
  readonly traffic?: "all" | "accepted" | "rejected";
  /** Days the log is kept; a number that CloudWatch does not know does not compile. @default 14 */
  readonly retentionDays?: RetentionDays;
}

const trafficTypes = { all: "ALL", accepted: "ACCEPT", rejected: "REJECT" } as const;

/** Who connected to whom, in a log group of CloudWatch that goes with the network. */
export function flowLogs(
  place: NetworkPlace,
  { traffic = "rejected", retentionDays = 14 }: FlowLogsArgs,
): void {
  const label = `${place.name}-flow-logs`;
  const group = new aws.cloudwatch.LogGroup(
    label,
    { retentionInDays: retentionDays, tags: { ...place.tags } },
    place.opts,
  );
  const { accountId } = aws.getCallerIdentityOutput({}, place.opts);
  const role = new aws.iam.Role(
    label,
    {
      assumeRolePolicy: accountId.apply((account) => JSON.stringify(trust(account))),
      tags: { ...place.tags },
    },
    place.opts,
  );
  const policy = new aws.iam.RolePolicy(
    label,
    { role: role.name, policy: group.arn.apply((arn) => JSON.stringify(mayWrite(arn))) },
    place.opts,
  );
  new aws.ec2.FlowLog(
    label,
    {
      vpcId: place.vpcId,
      trafficType: trafficTypes[traffic],
      logDestination: group.arn,
      iamRoleArn: role.arn,
      tags: tagged(place, label),
    },
    { ...place.opts, dependsOn: policy },
  );
}

/** Source: Amazon VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs"; checked 2026-11-21. */
const trust = (account: string): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
  ],
});

/** Not `CreateLogGroup`: a late record would bring the group back after it was destroyed. */
const mayWrite = (groupArn: string): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      Resource: `${groupArn}:*`,
    },
    { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
  ],
});
