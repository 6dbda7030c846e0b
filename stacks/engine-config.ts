import * as pulumi from "@pulumi/pulumi";

import { ConfigError, parseStack, requireSecrets, type AnyStackConfig } from "./config";
import type { Problem } from "./problems";
import { secretsKey } from "./secrets";

/** Known to the engine's own SDK and left out of its published types. */
interface EngineConfig {
  isConfigSecret(key: string): boolean;
}

/** The stack's config as the engine gives it, checked: also that secrets, and secrets alone, are encrypted. */
export function readConfig(): AnyStackConfig {
  const stack = pulumi.getStack();
  try {
    const raw = pulumi.runtime.allConfig();
    const config = parseStack(stack, raw);
    const problems = encryptionProblems(Object.keys(raw));
    if (problems.length > 0) throw new ConfigError(stack, problems);
    requireSecrets(config);
    return config;
  } catch (error) {
    // A user's mistake: the sentences are all that helps, a stack trace is noise.
    throw error instanceof ConfigError ? new pulumi.RunError(error.message) : error;
  }
}

function encryptionProblems(keys: readonly string[]): Problem[] {
  const engine = pulumi.runtime as unknown as EngineConfig;
  return keys.flatMap((key): Problem[] => {
    const encrypted = engine.isConfigSecret(key);
    if (key === secretsKey && !encrypted)
      return [
        {
          key,
          value: "in plain text",
          fix: "take it out and set each secret with `pulumi config set --secret --path`",
        },
      ];
    if (key.startsWith("twelve-street:") && key !== secretsKey && encrypted)
      return [
        {
          key,
          value: "encrypted, whole or in part",
          fix: `settings are plain and reach ConfigMaps; secrets belong below ${secretsKey}`,
        },
      ];
    return [];
  });
}
