import { services, serviceNames, type ServiceName } from "../apps/twelve-street/services";
import { cookieSecretRecipe, isCookieSecret } from "../components/istio-mesh/cookie-secret";
import { nearest, type Problem } from "./problems";
import type { StackSettings } from "./schema";

/** The one key that holds secrets: Pulumi treats a whole top-level value as secret when any part of it is. */
export const secretsKey = "twelve-street:secrets";

/** Keys the hash in the names of Kubernetes Secrets, so that a name tells nothing of the value. */
const namingKey = `${secretsKey}.namingKey`;

/** Secrets of the platform's parts, and which stack needs each. */
const platformSecrets = {
  databasePassword: ({ backingServices }) => backingServices.database,
  cachePassword: ({ backingServices }) => backingServices.cache,
  messagingPassword: ({ backingServices }) => backingServices.messaging,
  grafanaPassword: ({ observability }) => observability?.grafana,
  alertUrl: ({ observability }) => observability?.prometheus?.notify,
  consoleUsers: ({ mesh }) => mesh?.consoles?.authentication.kind === "password",
  consoleClientSecret: ({ mesh }) => mesh?.consoles?.authentication.kind === "oidc",
  consoleCookieSecret: ({ mesh }) => mesh?.consoles?.authentication.kind === "oidc",
} as const satisfies Readonly<Record<string, (settings: StackSettings) => unknown>>;

export type PlatformSecret = keyof typeof platformSecrets;

export const platformSecretNames = Object.keys(platformSecrets) as PlatformSecret[];

/** The platform's secrets that a stack needs. */
export const platformSecretsOf = (settings: StackSettings): PlatformSecret[] =>
  platformSecretNames.filter((name) => Boolean(platformSecrets[name](settings)));

/** Full keys of the secrets that these need, as `pulumi config set --secret --path` takes them. */
export function secretKeysOf(
  enabled: readonly ServiceName[],
  platform: readonly PlatformSecret[],
): string[] {
  const values = enabled.flatMap((service) =>
    Object.keys(services[service].secrets).map((name) => `${secretsKey}.${service}.${name}`),
  );
  return [
    ...(values.length === 0 ? [] : [namingKey, ...values]),
    ...platform.map((name) => `${secretsKey}.${name}`),
  ];
}

/** Of any stack. */
export const knownSecrets: readonly string[] = secretKeysOf(serviceNames, platformSecretNames);

export const isTable = (value: unknown): value is Record<string, unknown> & { secure?: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const setCommand = (key: string) => `pulumi config set --secret --path '${key}'`;

const cookieSecret = `${secretsKey}.consoleCookieSecret`;

/** What makes a value; those that another has given are asked for by the command itself. */
const recipes: Readonly<Record<string, string>> = {
  [cookieSecret]: `${cookieSecretRecipe} | `,
  [`${secretsKey}.consoleUsers`]: "htpasswd -nB teacher | ",
  [`${secretsKey}.consoleClientSecret`]: "",
  [`${secretsKey}.alertUrl`]: "",
};

/** The whole line that makes a secret and sets it. */
export const recipeOf = (key: string): string =>
  `${recipes[key] ?? "openssl rand -base64 24 | "}${setCommand(key)}`;

/** A key for hashes must not be guessed; 16 characters of chance are enough. */
const leastNamingKey = 16;

/**
 * Which secrets have a value, and what is wrong with the table. No value leaves this function.
 * A file has them encrypted, `{ secure: "…" }`; the engine hands them to a program as plain text.
 */
export function readSecrets(
  table: unknown,
  from: "file" | "engine",
  known = knownSecrets,
): { given: ReadonlySet<string>; problems: Problem[] } {
  if (table === undefined) return { given: new Set(), problems: [] };
  if (!isTable(table) || "secure" in table) {
    const fix = "give a table with a table for each service, and set its values with --secret";
    return { given: new Set(), problems: [{ key: secretsKey, value: "not a table", fix }] };
  }
  const entries = entriesOf(table);
  const problems = entries.flatMap(([key, value]): Problem[] => {
    if (!known.includes(key)) return [unknownSecret(key, known)];
    const wrong = from === "file" ? wrongInFile(value) : wrongValue(key, value);
    return wrong === undefined ? [] : [{ key, value: wrong, fix: `set it with ${fixOf(key)}` }];
  });
  return { given: new Set(entries.map(([key]) => key)), problems };
}

/** The values of a table and of the tables in it, by their full keys. */
export const entriesOf = (
  table: Readonly<Record<string, unknown>>,
): [key: string, value: unknown][] =>
  Object.entries(table).flatMap(([name, value]) =>
    isTable(value) && !("secure" in value)
      ? Object.entries(value).map(([inner, secret]): [string, unknown] => [
          `${secretsKey}.${name}.${inner}`,
          secret,
        ])
      : [[`${secretsKey}.${name}`, value]],
  );

function wrongInFile(value: unknown): string | undefined {
  if (isTable(value) && typeof value.secure === "string") return undefined;
  return "in plain text, not encrypted";
}

/** What is wrong with a secret's value, in words that do not tell it. */
export function wrongValue(key: string, value: unknown): string | undefined {
  if (typeof value !== "string" || value === "") return "not a text";
  if (key === namingKey && value.length < leastNamingKey)
    return `shorter than ${leastNamingKey} characters`;
  if (key === cookieSecret && !isCookieSecret(value))
    return "not 16, 24 or 32 bytes, as they are or in URL-safe base64";
  return undefined;
}

const fixOf = (key: string): string => (key === cookieSecret ? recipeOf(key) : setCommand(key));

function unknownSecret(key: string, known: readonly string[]): Problem {
  const meant = nearest(key, known);
  const fix = meant ? `did you mean ${meant}` : `take it out; the secrets are ${known.join(", ")}`;
  return { key, value: "not a secret that is known here", fix };
}

/** One problem for each secret that is needed and not given. */
export function missingSecrets(needed: readonly string[], given: ReadonlySet<string>): Problem[] {
  return needed
    .filter((key) => !given.has(key))
    .map((key) => ({ key, value: "missing", fix: `set it with ${setCommand(key)}` }));
}
