import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { managedSecretKeys, type StackConfig } from "./config";
import { managedProblem, mendManaged, readManaged, type ManagedSecret } from "./managed-secrets";
import type { SecretTable } from "./platform-secrets";
import { ConfigError, type Problem } from "./problems";

/**
 * The stack's secrets in AWS Secrets Manager, if its config names any there, read and checked before the program makes
 * anything. They leave this function as a secret.
 */
export async function readSecretsManager(
  config: StackConfig,
): Promise<pulumi.Output<SecretTable> | undefined> {
  if (!config.secretsManager) return undefined;
  const secret = { ...config.secretsManager, region: config.region };
  const refuse = (problems: readonly Problem[]) =>
    new pulumi.RunError(new ConfigError(config.stack, problems, mendManaged(secret)).message);
  const text = await textOf(secret).catch((error: unknown) => {
    throw refuse([managedProblem(secret, unreadable(secret, error))]);
  });
  const asked = { needed: managedSecretKeys(config), elsewhere: config.secretsGiven };
  const { table, problems } = readManaged(secret, text, asked);
  if (problems.length > 0) throw refuse(problems);
  return pulumi.secret("").apply((): SecretTable => table);
}

async function textOf({ secretId }: ManagedSecret): Promise<string> {
  const { secretString } = await aws.secretsmanager.getSecretVersion({ secretId });
  return secretString;
}

/** AWS's own words, which know no value. */
function unreadable({ secretId, region }: ManagedSecret, error: unknown): string {
  const reason = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ");
  return (
    `it cannot be read (${reason.trim()}); who runs this needs secretsmanager:GetSecretValue, and a secret that is not there is made with ` +
    `aws secretsmanager create-secret --region ${region} --name ${secretId} --secret-string file://secrets.json`
  );
}
