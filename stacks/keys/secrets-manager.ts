import { z } from "zod";

import { text } from "./words";

/**
 * A secret's name or ARN. Source: AWS Secrets Manager API Reference, CreateSecret (Name) and GetSecretValue (SecretId).
 * Nothing in it needs quotes in a shell.
 */
const secretId = text(
  /^(arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[\w/+=.@-]{1,512}$/,
  "the name or ARN of a secret in AWS Secrets Manager, of letters, digits and /_+=.@-",
);

export const secretsManagerSchema = z
  .strictObject({
    secretId: secretId.meta({
      description:
        "Name or ARN of a secret in AWS Secrets Manager, in the stack's region: a JSON object of the stack's secrets, those that are not below `twelve-street:secrets`. Read at each run, by whoever runs it. Costs $0.40 a month.",
      example: "twelve-street/dev",
    }),
  })
  .optional();
