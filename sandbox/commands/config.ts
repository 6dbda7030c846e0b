import { stringify } from "yaml";

import { effectiveConfig, type ConfigMap } from "../engine/config-copy";
import { changeConfig, valueAt } from "../engine/overrides";
import { UserError } from "../errors";

export function configGet(stack: string, path: string | undefined): void {
  const config: ConfigMap = effectiveConfig(stack);
  const value = path === undefined ? config : valueAt(config, path);
  if (value === undefined)
    throw new UserError(`${path ?? ""} is not set for stack "${stack}": "config get" lists all.`);
  process.stdout.write(stringify(value));
}

export function configSet(stack: string, path: string, text: string): void {
  changeConfig(stack, [`${path}=${text}`]);
}

/** Takes changes of this sandbox back, so that the committed file's values hold again. */
export function configUnset(stack: string, path: string): void {
  changeConfig(stack, [], [path]);
}
