import { z } from "zod";

import { vpcCidr } from "../cidr-schema";
import { enabled, part, retentionDays } from "./words";

const flowLogs = part(
  z.strictObject({
    enabled: enabled(),
    traffic: z.enum(["all", "accepted", "rejected"]).default("rejected").meta({
      description:
        "Connections to note in CloudWatch, at $0.76 a GB taken in and $0.0314 a GB-month kept in Seoul. Those that security groups refuse are few, and what one looks for.",
      expects: "all, accepted or rejected",
    }),
    retentionDays: retentionDays().default(14).meta({ description: "Days the log is kept." }),
  }),
);

export const networkSchema = z.strictObject({
  cidr: vpcCidr.meta({
    description:
      "Addresses of the VPC; nodes and pods share them. They cannot change while the cluster stands.",
    example: "10.64.0.0/16",
  }),
  zones: z.literal([2, 3]).default(2).meta({
    description: "Availability zones that nodes and load balancers are spread over.",
    expects: "2 or 3",
    unit: "zones",
  }),
  nat: z.enum(["none", "one", "onePerZone"]).default("one").meta({
    description:
      "How nodes reach the internet: `one` NAT gateway (if its zone fails, all lose it), `onePerZone`, or `none`: nodes stand in the public subnets with public addresses. A NAT gateway costs about $0.059 an hour ($43 a month) and $0.059 a GB in Seoul.",
    expects: "none, one or onePerZone",
  }),
  endpoints: z
    .array(z.enum(["ecr", "sts", "ec2", "eks", "eksAuth", "elb", "logs"]))
    .default([])
    .meta({
      description:
        "AWS services that private subnets reach without NAT. Each costs about $9.50 a month and zone and $0.01 a GB in Seoul; `ecr` needs two. S3 has its free gateway endpoint always.",
      expects: "a list out of ecr, sts, ec2, eks, eksAuth, elb and logs",
      example: ["ecr", "sts"],
    }),
  flowLogs: flowLogs.meta({ expects: "a table with traffic and retentionDays" }),
});
