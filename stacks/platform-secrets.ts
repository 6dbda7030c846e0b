import * as pulumi from "@pulumi/pulumi";

import type { StackConfig } from "./config";
import { isTable, type PlatformSecret } from "./secrets";
import { readSecretsManager } from "./secrets-manager";

/** The decrypted table: single values by name, and each service's by service. */
export type SecretTable = { readonly namingKey?: string } & Readonly<Record<string, unknown>>;

/** The stack's secrets, from where its config says; it has been seen that none is missing. A stack may need none. */
export async function readSecretTable(config: StackConfig): Promise<pulumi.Output<SecretTable>> {
  const managed = await readSecretsManager(config);
  const encrypted = new pulumi.Config().getSecretObject<SecretTable>("secrets");
  if (managed && encrypted) return pulumi.all([encrypted, managed]).apply(([a, b]) => both(a, b));
  return managed ?? encrypted ?? pulumi.output("").apply((): SecretTable => ({}));
}

/** No value stands in both; a service may have some in each. */
const both = (one: SecretTable, other: SecretTable): SecretTable => ({
  ...one,
  ...Object.fromEntries(
    Object.entries(other).map(([name, value]) =>
      isTable(value) ? [name, { ...(one[name] as object | undefined), ...value }] : [name, value],
    ),
  ),
});

/** One of the platform's own. */
export const platformSecret = (
  table: pulumi.Output<SecretTable>,
  name: PlatformSecret,
): pulumi.Output<string> =>
  table.apply((all) => {
    const value = all[name];
    return typeof value === "string" ? value : "";
  });
