import { parse } from "yaml";

import { parseStack, project } from "../../stacks/config";
import { UserError } from "../errors";
import { effectiveConfig, readOverrides, writeOverrides, type ConfigMap } from "./config-copy";

/** The steps of `twelve-street:shop.services.ui.replicas`; without a namespace a key is the project's, as in `pulumi config set`. */
const steps = (path: string): string[] =>
  (/^[^.]*:/.test(path) ? path : `${project}:${path}`).split(".");

export function valueAt(config: ConfigMap, path: string): unknown {
  let at: unknown = config;
  for (const step of steps(path)) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as ConfigMap)[step];
  }
  return at;
}

export function withValue(
  config: ConfigMap,
  [step = "", ...rest]: string[],
  value: unknown,
): ConfigMap {
  if (rest.length === 0) return { ...config, [step]: value };
  const below = config[step];
  const map = typeof below === "object" && below !== null ? (below as ConfigMap) : {};
  return { ...config, [step]: withValue(map, rest, value) };
}

export function without(config: ConfigMap, [step = "", ...rest]: string[]): ConfigMap {
  const { [step]: below, ...others } = config;
  if (rest.length === 0 || typeof below !== "object" || below === null) return others;
  const left = without(below as ConfigMap, rest);
  return Object.keys(left).length === 0 ? others : { ...others, [step]: left };
}

/** `KEY=VALUE` put over `overrides`. A tag such as 1.10 is text and no number: what was text stays text. */
function withAssignment(stack: string, overrides: ConfigMap, assignment: string): ConfigMap {
  const at = assignment.indexOf("=");
  if (at <= 0)
    throw new UserError(
      `"${assignment}" is not KEY=VALUE: write for example twelve-street:shop.services.ui.replicas=2.`,
    );
  const path = assignment.slice(0, at);
  const text = assignment.slice(at + 1);
  const isText = typeof valueAt(effectiveConfig(stack, overrides), path) === "string";
  return withValue(overrides, steps(path), isText ? text : parseYaml(path, text));
}

function parseYaml(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw new UserError(`${path}: "${text}" is not valid YAML: put text with signs in quotes.`);
  }
}

/**
 * Changes the config of this sandbox only.
 * Errors: ConfigError where the program would refuse the result, UserError for a malformed change; nothing is written then.
 */
export function changeConfig(
  stack: string,
  set: readonly string[],
  unset: readonly string[] = [],
): void {
  let overrides = readOverrides(stack);
  for (const path of unset) {
    if (valueAt(overrides, path) === undefined)
      throw new UserError(`${path} is not changed in this sandbox: there is nothing to take back.`);
    overrides = without(overrides, steps(path));
  }
  for (const assignment of set) overrides = withAssignment(stack, overrides, assignment);
  parseStack(stack, effectiveConfig(stack, overrides));
  writeOverrides(stack, overrides);
}
