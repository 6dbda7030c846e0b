import { z } from "zod";

import { flag, principalArn, text, whole } from "./words";

const repository = text(
  /^[a-z0-9]+([._-][a-z0-9]+)*$/,
  "a repository's name of lower-case letters and digits, with single . _ or - between them",
);

const studentsSchema = z.strictObject({
  principals: z
    .record(repository, principalArn)
    .default({})
    .meta({
      description:
        "Students with repositories of their own below their name, `user35/products`; only the IAM role or user named may push there.",
      expects: "a table of students' names and ARNs",
      example: { user35: "arn:aws:iam::123456789012:user/user35" },
    }),
  repositories: z
    .array(repository)
    .optional()
    .meta({
      description: "What each student has; by default what the stack has.",
      expects: "a list of repositories' names",
      example: ["products", "my-ecr"],
    }),
  keepLast: whole(1, 1000)
    .default(5)
    .meta({ description: "Images kept in each of them.", unit: "images" }),
});

export const registrySchema = z.strictObject({
  immutableTags: flag().default(false).meta({
    description: "Refuse a second push of a tag: what ran yesterday under v1 is what v1 is today.",
  }),
  keepLast: whole(1, 1000).default(30).meta({
    description:
      "Images kept in each repository; older ones expire. Storage costs $0.10 a GB-month.",
    unit: "images",
  }),
  forceDelete: flag().default(false).meta({
    description: "Let `pulumi destroy` delete repositories that still hold images.",
  }),
  labImages: flag().default(false).meta({
    description: "Repositories for the images of the labs as well, such as `cm-sandbox`.",
  }),
  pushers: z
    .array(principalArn)
    .default([])
    .meta({
      description:
        "IAM roles and users that may push, such as CI's; then everybody else is refused, an administrator too. Without any, whoever IAM lets.",
      expects: "a list of ARNs of IAM roles and users",
      example: ["arn:aws:iam::123456789012:role/ci"],
    }),
  students: studentsSchema.prefault({}).meta({
    expects: "a table with principals, repositories and keepLast",
  }),
});
