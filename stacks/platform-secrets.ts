import * as pulumi from "@pulumi/pulumi";

import type { PlatformSecret } from "./secrets";

/** The decrypted table: single values by name, and each service's by service. */
export type SecretTable = { readonly namingKey?: string } & Readonly<Record<string, unknown>>;

/** The stack's secrets; `requireSecrets` has seen that none is missing. A stack may need none. */
export const readSecretTable = (): pulumi.Output<SecretTable> =>
  new pulumi.Config().getSecretObject<SecretTable>("secrets") ??
  pulumi.output("").apply((): SecretTable => ({}));

/** One of the platform's own. */
export const platformSecret = (
  table: pulumi.Output<SecretTable>,
  name: PlatformSecret,
): pulumi.Output<string> =>
  table.apply((all) => {
    const value = all[name];
    return typeof value === "string" ? value : "";
  });
