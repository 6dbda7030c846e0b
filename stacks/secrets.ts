import { services, serviceNames, type ServiceName } from "../apps/twelve-street/services";
import { nearest, type Problem } from "./problems";

/** The one key that holds secrets: Pulumi treats a whole top-level value as secret when any part of it is. */
export const secretsKey = "twelve-street:secrets";

/** Keys the hash in the names of Kubernetes Secrets, so that a name tells nothing of the value. */
const namingKey = `${secretsKey}.namingKey`;

/** Full keys of the secrets that these services need, as `pulumi config set --secret --path` takes them. */
export function secretKeysOf(enabled: readonly ServiceName[]): string[] {
  const values = enabled.flatMap((service) =>
    services[service].secretEnv.map((name) => `${secretsKey}.${service}.${name}`),
  );
  return values.length === 0 ? [] : [namingKey, ...values];
}

const isTable = (value: unknown): value is Record<string, unknown> & { secure?: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether it is a secret as it stands in a file (encrypted) or in the program (plain). */
const isSecret = (value: unknown): boolean =>
  (typeof value === "string" && value !== "") ||
  (isTable(value) && typeof value.secure === "string");

const setCommand = (key: string) => `pulumi config set --secret --path '${key}'`;

/** Which secrets have a value, and what is wrong with the table. No value leaves this function. */
export function readSecrets(raw: unknown): { given: ReadonlySet<string>; problems: Problem[] } {
  if (raw === undefined) return { given: new Set(), problems: [] };
  if (!isTable(raw) || "secure" in raw) {
    const fix = "give a table with a table for each service, whose values are set with --secret";
    return { given: new Set(), problems: [{ key: secretsKey, value: "not a table", fix }] };
  }
  const known = secretKeysOf(serviceNames);
  const entries = Object.entries(raw).flatMap(([service, table]) =>
    isTable(table) && !("secure" in table)
      ? Object.entries(table).map(([name, value]) => ({
          key: `${secretsKey}.${service}.${name}`,
          value,
        }))
      : [{ key: `${secretsKey}.${service}`, value: table }],
  );
  const problems = entries.flatMap(({ key, value }): Problem[] => {
    if (!known.includes(key)) return [unknownSecret(key, known)];
    if (isSecret(value)) return [];
    return [{ key, value: "not a text", fix: `set it with ${setCommand(key)}` }];
  });
  return { given: new Set(entries.map(({ key }) => key)), problems };
}

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
