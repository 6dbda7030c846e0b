import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";

import { ArgumentError } from "../argument-error";

/** What a ConfigMap or a Secret holds at most, in bytes. Source: Kubernetes, "ConfigMaps", Motivation. */
const most = 1024 * 1024;

/**
 * The text of a file, or of every file of a folder, by name, for a volume.
 *
 * @example
 * volumes: [{ kind: "config", name: "pages", folder: "/usr/share/pages", files: filesIn("./pages") }]
 * @throws ArgumentError for what a ConfigMap cannot hold: folders in the folder, files that are no text, more than 1 MiB.
 */
export function filesIn(path: string): Record<string, string> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) refuse(path, "there is no such file or folder: give one that is there");
  const files = found.isDirectory()
    ? readdirSync(path)
        .sort()
        .map((name): [string, string] => [name, join(path, name)])
    : [[basename(path), path] as const];
  const size = files.reduce((sum, [, file]) => sum + statSync(file).size, 0);
  if (size > most) refuse(path, `it has ${size} bytes and a ConfigMap holds ${most}: give less`);
  return Object.fromEntries(files.map(([name, file]) => [name, textOf(file)]));
}

function textOf(file: string): string {
  if (statSync(file).isDirectory())
    refuse(file, "a ConfigMap holds no folders: give a volume for each");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch {
    return refuse(file, "it is no text in UTF-8: put it into the image");
  }
}

function refuse(path: string, fix: string): never {
  throw new ArgumentError("filesIn", path, fix);
}
