import { existsSync, readFileSync } from "node:fs";

import { writePrivate } from "../../files";

/**
 * What somebody has put into Secrets Manager, by name or ARN: a text, or the JSON that is its text. Beside the account's
 * own file, which a person may show to others.
 */
interface SecretsFile {
  readonly note: string;
  readonly secrets: Readonly<Record<string, unknown>>;
}

const note =
  "Values in the simulated Secrets Manager of the sandbox. Made up, and for its owner alone.";

/** Beside the simulated account's file. */
export const secretsFile = (account: string): string =>
  `${account.replace(/\.json$/, "")}-secrets.json`;

function read(account: string): SecretsFile {
  const file = secretsFile(account);
  if (!existsSync(file)) return { note, secrets: {} };
  try {
    return JSON.parse(readFileSync(file, "utf8")) as SecretsFile;
  } catch {
    // A parser's words have a piece of the text in them.
    throw new Error(
      `${file}, the simulated Secrets Manager, is not valid JSON; mend it, or remove it`,
    );
  }
}

export const secretValue = (account: string, secretId: string): unknown =>
  read(account).secrets[secretId];

/** The text of a secret; undefined where there is none. */
export function secretText(account: string, secretId: string): string | undefined {
  const value = secretValue(account, secretId);
  return typeof value === "string" || value === undefined ? value : JSON.stringify(value);
}

export function putSecretValue(account: string, secretId: string, value: unknown): void {
  const { secrets } = read(account);
  const file: SecretsFile = { note, secrets: { ...secrets, [secretId]: value } };
  writePrivate(secretsFile(account), `${JSON.stringify(file, undefined, 2)}\n`);
}
