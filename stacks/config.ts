import { checkTogether } from "./checks";
import {
  classroomSecretKeys,
  isClassroom,
  parseClassroom,
  type ClassroomConfig,
} from "./classroom/config";
import { enabledServices } from "./enabled-services";
import { given } from "./given";
import { problemsOf } from "./issues";
import { ConfigError, type Problem } from "./problems";
import { project, sortKeys, structured } from "./raw";
import { stackSchema, type StackSettings } from "./schema";
import { missingSecrets, platformSecretsOf, readSecrets, secretKeysOf } from "./secrets";

export { ConfigError, type Problem } from "./problems";
export { project } from "./raw";

/** What a stack is, checked. Everything the program does follows from it. */
export interface StackConfig extends StackSettings {
  readonly stack: string;
  /** Keys of the secrets that have a value; the values stay with Pulumi. */
  readonly secretsGiven: ReadonlySet<string>;
}

/** A stack of either kind. */
export type AnyStackConfig = StackConfig | ClassroomConfig;

/** Reads a stack's config, whichever its kind. @throws ConfigError */
export const parseStack = (stack: string, raw: Readonly<Record<string, unknown>>): AnyStackConfig =>
  (isClassroom(raw) ? parseClassroom : parseConfig)(stack, raw);

/**
 * Reads a platform's config: keys as in `Pulumi.STACK.yaml`, values as YAML has them or as the JSON
 * text that the engine hands to a program. Pure and quick; it reaches for nothing outside.
 *
 * @throws ConfigError with every problem at once, each naming key, value and fix.
 */
export function parseConfig(
  stack: string,
  raw: Readonly<Record<string, unknown>>,
  today = new Date(),
): StackConfig {
  if (isClassroom(raw)) throw new ConfigError(stack, [noPlatform]);
  const { settings: input, secrets, problems } = sortKeys(raw);
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

const noPlatform: Problem = {
  key: `${project}:kind`,
  value: '"classroom"',
  fix: "this is for platforms: name one of these with --stack, such as dev",
};

const neededSecrets = (config: StackConfig): readonly string[] =>
  secretKeysOf(enabledServices(config), platformSecretsOf(config));

/** Full keys of the secrets that the stack's encrypted config must have; without one of them it cannot go up. */
export const secretKeys = (config: AnyStackConfig): readonly string[] => {
  if (config.kind === "classroom") return classroomSecretKeys(config);
  return config.secretsManager ? [] : neededSecrets(config);
};

/** Full keys of those that AWS Secrets Manager must have: what the stack needs and its encrypted config has not. */
export const managedSecretKeys = (config: StackConfig): readonly string[] =>
  config.secretsManager ? neededSecrets(config).filter((key) => !config.secretsGiven.has(key)) : [];

/** @throws ConfigError that names each missing secret and the command that sets it. */
export function requireSecrets(config: AnyStackConfig): void {
  const problems = missingSecrets(secretKeys(config), config.secretsGiven);
  if (problems.length > 0) throw new ConfigError(config.stack, problems);
}
