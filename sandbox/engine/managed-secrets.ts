import { relative } from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";

import { managedSecretKeys, type StackConfig } from "../../stacks/config";
import { secretsKey } from "../../stacks/secrets";
import { sandboxPaths } from "../paths";
import type { Progress } from "../progress";
import { putSecretValue, secretsFile, secretValue } from "../providers/aws/secrets-file";
import { generatedSecret, hasKey, merge, type ConfigMap } from "./config-copy";
import { withValue } from "./overrides";

/**
 * Has the simulated Secrets Manager hold what the stack asks of it: what was generated into the encrypted config before
 * moves there, what is missing is made up, and what a person has written there stays.
 */
export async function settleManagedSecrets(
  stack: Stack,
  config: StackConfig,
  progress: Progress,
): Promise<void> {
  if (!config.secretsManager) return;
  const { secretId } = config.secretsManager;
  const account = sandboxPaths(config.stack).aws;
  const held = secretValue(account, secretId) ?? {};
  // Text that is no table is a person's trial: the program shall say what it makes of it.
  if (typeof held !== "object") return;
  const moved = await encryptedSecrets(stack);
  const keys = managedSecretKeys(config).map((key) => key.slice(secretsKey.length + 1));
  const wanted = withMissing(merge(moved ?? {}, held as ConfigMap), keys);
  const made = keys.filter((key) => !has(held as ConfigMap, key)).length;
  if (made > 0) {
    putSecretValue(account, secretId, wanted);
    const file = relative(process.cwd(), secretsFile(account));
    progress.step(
      `Put ${made.toString()} made-up values into ${secretId} of the simulated Secrets Manager (${file})`,
    );
  }
  if (moved) await stack.removeConfig(secretsKey);
}

/** In a table of its service, or beside others as AWS's console writes them. */
const has = (table: ConfigMap, key: string): boolean => hasKey(table, key) || key in table;

const withMissing = (table: ConfigMap, keys: readonly string[]): ConfigMap =>
  keys
    .filter((key) => !has(table, key))
    .reduce((into, key) => withValue(into, key.split("."), generatedSecret()), table);

async function encryptedSecrets(stack: Stack): Promise<ConfigMap | undefined> {
  const value = (await stack.getAllConfig())[secretsKey]?.value;
  return value === undefined ? undefined : (JSON.parse(value) as ConfigMap);
}
