import { z } from "zod";

import { dnsLabel, labels, principalArn, text } from "./words";

export const accessSchema = z.strictObject({
  instructors: z
    .array(principalArn)
    .default([])
    .meta({
      description: "IAM roles or users that administer the whole cluster.",
      expects: "a list of ARNs of IAM roles and users",
      example: ["arn:aws:iam::123456789012:role/instructors"],
    }),
  students: z
    .record(dnsLabel, principalArn)
    .default({})
    .meta({
      description:
        "Students by their namespace: each is a member of the group `student:NAMESPACE`, and may what RoleBindings give it.",
      expects: "a table of namespaces and ARNs",
      example: { user35: "arn:aws:iam::123456789012:user/user35" },
    }),
  ci: z
    .array(
      z.strictObject({
        principalArn: principalArn.meta({
          description: "An IAM role that runs programs like this one.",
          example: "arn:aws:iam::123456789012:role/deploy",
        }),
        namespaces: z
          .array(dnsLabel)
          .min(1)
          .optional()
          .meta({
            description:
              "Namespaces in which it may change what is there; without them it administers the cluster.",
            expects: "a list of at least one namespace",
            example: ["twelve-street"],
          }),
      }),
    )
    .default([])
    .meta({
      description: "IAM roles that deploy.",
      expects: "a list of tables, each with principalArn",
    }),
});

/** At most five selectors. Source: Amazon EKS User Guide, "Define which Pods use AWS Fargate when launched". */
export const fargateProfileSchema = z.strictObject({
  selectors: z
    .array(
      z.strictObject({
        namespace: text(
          /^[a-z0-9*?]([a-z0-9*?-]{0,61}[a-z0-9*?])?$/,
          "a namespace; * stands for any text and ? for any letter",
        ).meta({ description: "A namespace, or a pattern of them.", example: "user*" }),
        labels: labels()
          .optional()
          .meta({
            description: "Labels that a pod must have as well.",
            example: { compute: "fargate" },
          }),
      }),
    )
    .min(1)
    .max(5)
    .meta({
      description:
        "Which pods run on Fargate, at about $0.047 a vCPU-hour and $0.0051 a GB-hour in Seoul, a quarter of a vCPU and half a GB at least. It has no Pod Identity, DaemonSets or EBS volumes.",
      expects: "a list of one to five selectors, each with a namespace",
    }),
});
