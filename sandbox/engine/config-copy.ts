import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { isMap, parseDocument, stringify } from "yaml";

import { UserError } from "../errors";
import { clone, sandboxPaths } from "../paths";
import { writePrivate } from "../files";

/** Values as they stand in a `Pulumi.STACK.yaml`: keys such as `twelve-street:network`. */
export type ConfigMap = Record<string, unknown>;

interface StackFile {
  config?: ConfigMap;
  encryptionsalt?: string;
}

const stacksFolder = join(clone, "stacks");

/** The stacks that this clone has a committed config for. */
export function committedStacks(): string[] {
  return readdirSync(stacksFolder)
    .map((file) => /^Pulumi\.([\w-]+)\.yaml$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .sort();
}

function readStackFile(file: string): StackFile {
  const document = parseDocument(readFileSync(file, "utf8"), { prettyErrors: true });
  const [error] = document.errors;
  if (error) throw new UserError(`${file} is not valid YAML: ${error.message}`);
  if (document.contents !== null && !isMap(document.contents))
    throw new UserError(`${file} must be a mapping with a key "config".`);
  return (document.toJS() ?? {}) as StackFile;
}

const isSecret = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "secure" in value;

const isPlainMap = (value: unknown): value is ConfigMap =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isSecret(value);

/** `base` with every leaf of `over` put over it; null takes a key away. Lists are replaced whole. */
export function merge(base: ConfigMap, over: ConfigMap): ConfigMap {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    if (value === null) Reflect.deleteProperty(merged, key);
    else merged[key] = isPlainMap(value) && isPlainMap(below) ? merge(below, value) : value;
  }
  return merged;
}

/** What put over `base` gives `wanted`. */
export function difference(base: ConfigMap, wanted: ConfigMap): ConfigMap {
  const over: ConfigMap = {};
  for (const [key, value] of Object.entries(wanted)) {
    const below = base[key];
    if (isDeepStrictEqual(below, value)) continue;
    over[key] = isPlainMap(value) && isPlainMap(below) ? difference(below, value) : value;
  }
  for (const key of Object.keys(base)) if (!(key in wanted)) over[key] = null;
  return over;
}

/** The committed config of a stack, without the secrets that are somebody else's. */
export const committedConfig = (stack: string): ConfigMap => effectiveConfig(stack, {});

/** Secrets of the committed file are encrypted for somebody else's key: the sandbox makes its own. */
function withoutSecrets(config: ConfigMap): ConfigMap {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([, value]) => !isSecret(value))
      .map(([key, value]) => [key, isPlainMap(value) ? withoutSecrets(value) : value]),
  );
}

function onlySecrets(config: ConfigMap): ConfigMap {
  const kept: ConfigMap = {};
  for (const [key, value] of Object.entries(config)) {
    if (isSecret(value)) kept[key] = value;
    else if (isPlainMap(value)) {
      const below = onlySecrets(value);
      if (Object.keys(below).length > 0) kept[key] = below;
    }
  }
  return kept;
}

const overridesFile = (stack: string) => join(sandboxPaths(stack).dir, "overrides.yaml");
const copyFile = (stack: string) => join(sandboxPaths(stack).work, `Pulumi.${stack}.yaml`);

/** What `sandbox config set` has changed over the committed file. */
export function readOverrides(stack: string): ConfigMap {
  const file = overridesFile(stack);
  return existsSync(file) ? (readStackFile(file).config ?? {}) : {};
}

export function writeOverrides(stack: string, config: ConfigMap): void {
  writePrivate(
    overridesFile(stack),
    `# Changes over stacks/Pulumi.${stack}.yaml, in this sandbox only: npm run sandbox -- config\n` +
      stringify({ config }, { aliasDuplicateObjects: false }),
  );
}

/** The config a sandbox runs: the committed file, the sandbox's own changes over it, no foreign secrets. */
export function effectiveConfig(stack: string, overrides = readOverrides(stack)): ConfigMap {
  const file = join(stacksFolder, `Pulumi.${stack}.yaml`);
  if (!existsSync(file))
    throw new UserError(
      `There is no stack "${stack}": choose one of ${committedStacks().join(", ")} with --stack.`,
    );
  return merge(withoutSecrets(readStackFile(file).config ?? {}), overrides);
}

/** Writes the sandbox's own copy of the stack's config; its generated secrets and their salt stay from run to run. */
export function writeConfigCopy(stack: string, config: ConfigMap): { secrets: ConfigMap } {
  const file = copyFile(stack);
  const before = existsSync(file) ? readStackFile(file) : {};
  const secrets = onlySecrets(before.config ?? {});
  const salt = before.encryptionsalt === undefined ? {} : { encryptionsalt: before.encryptionsalt };
  const text =
    "# Written anew at each run from the committed file and overrides.yaml: change those instead.\n" +
    stringify({ ...salt, config: merge(config, secrets) });
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writePrivate(file, text);
  return { secrets };
}

/** Whether `path` (such as `twelve-street:secrets.oauth`) has a value in `config`. */
export function hasKey(config: ConfigMap, path: string): boolean {
  let at: unknown = config;
  for (const part of path.split(".")) {
    if (!isPlainMap(at) || !(part in at)) return false;
    at = at[part];
  }
  return true;
}

/** A value for a secret that nobody has set in a sandbox. */
export const generatedSecret = (): string => randomBytes(24).toString("base64url");
