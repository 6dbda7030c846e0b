import { checkTogether } from "./checks";
import { enabledServices } from "./enabled-services";
import { given } from "./given";
import { keyOf, problemsOf } from "./issues";
import { ConfigError, nearest, type Problem } from "./problems";
import { stackSchema, type StackSettings } from "./schema";
import {
  missingSecrets,
  platformSecretsOf,
  readSecrets,
  secretKeysOf,
  secretsKey,
} from "./secrets";

export { ConfigError, type Problem } from "./problems";

/** What a stack is, checked. Everything the program does follows from it. */
export interface StackConfig extends StackSettings {
  readonly stack: string;
  /** Keys of the secrets that have a value; the values stay with Pulumi. */
  readonly secretsGiven: ReadonlySet<string>;
}

export const project = "twelve-street";

/** Settings of Pulumi itself and of its providers pass by: they are checked where they are read. */
const foreign = ["aws", "eks", "kubernetes", "pulumi"];

/**
 * Reads a stack's config: keys as in `Pulumi.STACK.yaml`, values as YAML has them or as the JSON
 * text that the engine hands to a program. Pure and quick; it reaches for nothing outside.
 *
 * @throws ConfigError with every problem at once, each naming key, value and fix.
 */
export function parseConfig(
  stack: string,
  raw: Readonly<Record<string, unknown>>,
  today = new Date(),
): StackConfig {
  const { settings: input, secrets, problems } = sort(raw);
  const { given: secretsGiven, problems: secretProblems } = readSecrets(
    structured(secrets),
    typeof secrets === "string" ? "engine" : "file",
  );
  const parsed = stackSchema.safeParse(input);
  const settings = parsed.success ? given(parsed.data) : undefined;
  const found = parsed.success ? [] : problemsOf(parsed.error.issues, input);
  const together = settings ? checkTogether(settings, `${project}-${stack}`, today) : [];
  const all = [...problems, ...found, ...together, ...secretProblems];
  if (!settings || all.length > 0) throw new ConfigError(stack, all);
  return { ...settings, stack, secretsGiven };
}

const neededSecrets = (config: StackConfig): readonly string[] =>
  secretKeysOf(enabledServices(config), platformSecretsOf(config));

/** Full keys of the secrets that the stack's encrypted config must have; without one of them it cannot go up. */
export const secretKeys = (config: StackConfig): readonly string[] =>
  config.secretsManager ? [] : neededSecrets(config);

/** Full keys of those that AWS Secrets Manager must have: what the stack needs and its encrypted config has not. */
export const managedSecretKeys = (config: StackConfig): readonly string[] =>
  config.secretsManager ? neededSecrets(config).filter((key) => !config.secretsGiven.has(key)) : [];

/** @throws ConfigError that names each missing secret and the command that sets it. */
export function requireSecrets(config: StackConfig): void {
  const problems = missingSecrets(secretKeys(config), config.secretsGiven);
  if (problems.length > 0) throw new ConfigError(config.stack, problems);
}

/** Sorts raw keys into the schema's tree, the secrets, and keys that nobody reads. */
function sort(raw: Readonly<Record<string, unknown>>) {
  const settings: Record<string, unknown> & { region?: unknown } = {};
  const problems: Problem[] = [];
  let secrets: unknown;
  for (const [key, value] of Object.entries(raw)) {
    const [namespace = "", name] = key.includes(":") ? key.split(/:(.*)/s) : [project, key];
    if (key === secretsKey) secrets = value;
    else if (key === "aws:region") settings.region = value;
    else if (namespace === project && name !== undefined && name !== "region")
      settings[name] = structured(value);
    else if (namespace === "aws" && nearest(name ?? "", ["region"]))
      problems.push({ key, value: "not a key that is known here", fix: "did you mean aws:region" });
    else if (!foreign.includes(namespace)) problems.push(strangeNamespace(key, name ?? ""));
  }
  return { settings, secrets, problems };
}

/** A program gets tables as JSON text. */
function structured(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

const strangeNamespace = (key: string, name: string): Problem => ({
  key,
  value: "not a key that is known here",
  fix: `did you mean ${keyOf([name])}`,
});
