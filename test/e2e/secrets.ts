import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { secretsFile } from "../../sandbox/providers/aws/secrets-file";
import type { TestSandbox } from "./sandbox";

/** Every secret value of the stack, by where it is kept. */
export type Secrets = ReadonlyMap<string, string>;

/** A text, and what a person calls it. */
export type Text = readonly [name: string, text: string];

interface Secret {
  metadata: { name: string; namespace: string };
  data?: Record<string, string>;
}

/** What stands in the Secrets of the API server, which alone may know it. */
export async function secretsOf(sandbox: TestSandbox): Promise<Secrets> {
  const items = await sandbox.list<Secret>("secret", "-A");
  const values = items.flatMap(({ metadata, data }) =>
    Object.entries(data ?? {}).map(
      ([key, value]) =>
        [
          `${metadata.namespace}/${metadata.name} ${key}`,
          Buffer.from(value, "base64").toString(),
        ] as const,
    ),
  );
  const secret = values.filter(([name, value]) => value.length >= 8 && !isKnownToAll(name));
  assert.ok(secret.length > 0, "there are secrets");
  return new Map(secret);
}

/** A server's name and a user's are no secrets, though they stand beside one. */
const isKnownToAll = (name: string): boolean =>
  / (host|port|username|user|database|dbname|endpoint|uri-scheme|type|provider|ca\.crt|tls\.crt|POSTGRES_USER|POSTGRES_DB)$/i.test(
    name,
  );

/** Which secrets stand where they must not: plain, as Kubernetes writes them, or within JSON. */
export const foundIn = (secrets: Secrets, texts: readonly Text[]): string[] =>
  [...secrets].flatMap(([name, value]) =>
    forms(value).flatMap(([form, written]) =>
      texts
        .filter(([, text]) => text.includes(written))
        .map(([where]) => `${name}, ${form}, in ${where}`),
    ),
  );

function forms(value: string): [form: string, written: string][] {
  const base64 = Buffer.from(value).toString("base64");
  // Amid other bytes its base64 has other edges.
  const shifted = [1, 2].map((by) =>
    Buffer.from("x".repeat(by) + value)
      .toString("base64")
      .slice(4, -4),
  );
  return [
    ["plain", value],
    ["in base64", base64.replace(/=+$/, "")],
    ...shifted.map((it): [string, string] => ["in base64 amid others", it]),
    ["in JSON", JSON.stringify(value).slice(1, -1)],
  ];
}

/**
 * All files that the sandbox and its engine keep: state, config, history, logs. The API server's own data is its own, and so
 * is what the simulated Secrets Manager holds.
 */
export const writtenBy = ({ home, stack }: TestSandbox): Text[] =>
  readdirSync(home, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(join(home, stack, "control-plane", "etcd")))
    .filter((file) => !/pulumi-home|providers\//.test(file))
    .filter((file) => file !== secretsFile(join(home, stack, "aws.json")))
    .map((file) => [file.slice(home.length + 1), readFileSync(file, "latin1")]);
