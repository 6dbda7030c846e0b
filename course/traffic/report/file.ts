import { closeSync, existsSync, openSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { UserError } from "../../../sandbox/errors";

/**
 * Before anything is sent: a report that cannot be written would be known too late. What the file holds stays until then, and
 * one that was not there is not there after it.
 *
 * @throws UserError that says what is wrong with it
 */
export function requireWritable(file: string): void {
  const at = resolve(file);
  const isNew = !existsSync(at);
  try {
    closeSync(openSync(at, "a"));
    // By the way that a link leads, too.
    if (isNew) rmSync(realpathSync(at));
  } catch (error) {
    throw new UserError(`--report is "${file}"${wrong(error as NodeJS.ErrnoException, at)}`);
  }
}

function wrong(error: NodeJS.ErrnoException, at: string): string {
  if (error.code === "ENOENT") return `: there is no folder ${dirname(at)}, make it first.`;
  if (error.code === "EISDIR") return ", which is a folder: name a file in it.";
  return `, which cannot be written (${reason(error)}): name another file.`;
}

/** Why it could not be written; undefined where it was. */
export function write(file: string, text: string): string | undefined {
  try {
    writeFileSync(file, text);
    return undefined;
  } catch (error) {
    return reason(error as Error);
  }
}

/** `EACCES: permission denied`, without the call that met it. */
const reason = ({ message }: Error): string => message.split(",")[0] ?? message;
