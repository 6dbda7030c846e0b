import type { PolicyDocument } from "../pod-identity";

/** Source: Amazon ECR User Guide, "Repository policies" and "Pushing an image"; checked 2026-11-21. */
const pull = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
] as const;
const push = [
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
] as const;

export interface Parties {
  /** ARNs of roles that may pull. */
  readonly pullers: readonly string[];
  /** ARNs of roles and users that may push, and nobody else; without any, whoever IAM lets. */
  readonly pushers: readonly string[];
}

/**
 * Who may pull and push. In one account an Allow only adds to what IAM grants, so that "nobody else"
 * takes a Deny for all others. A session counts as its role.
 */
export function repositoryPolicy({ pullers, pushers }: Parties): PolicyDocument | undefined {
  if (pullers.length + pushers.length === 0) return undefined;
  const readers = [...new Set([...pullers, ...pushers])].sort();
  const writers = [...new Set(pushers)].sort();
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "Pull", Effect: "Allow", Principal: { AWS: readers }, Action: [...pull] },
      ...(writers.length === 0
        ? []
        : [
            {
              Sid: "Push",
              Effect: "Allow" as const,
              Principal: { AWS: writers },
              Action: [...push],
            },
            {
              Sid: "PushByNobodyElse",
              Effect: "Deny" as const,
              Principal: "*",
              Action: [...push],
              Condition: { ArnNotEquals: { "aws:PrincipalArn": writers } },
            },
          ]),
    ],
  };
}

/** Days an image without a tag is kept: a pull that has begun must be able to end. */
const untaggedDays = 7;

export const lifecycle = (keepLast: number) => ({
  rules: [
    {
      rulePriority: 1,
      description: `Drop untagged images after ${untaggedDays} days`,
      selection: {
        tagStatus: "untagged",
        countType: "sinceImagePushed",
        countUnit: "days",
        countNumber: untaggedDays,
      },
      action: { type: "expire" },
    },
    {
      rulePriority: 2,
      description: `Keep the last ${keepLast} images`,
      selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keepLast },
      action: { type: "expire" },
    },
  ],
});
