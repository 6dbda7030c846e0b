import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes a file that its owner alone can read, whole or not at all. */
export function writePrivate(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.${process.pid.toString()}.part`;
  writeFileSync(part, text, { mode: 0o600 });
  renameSync(part, file);
}

/** The text of a file, or of what `make` makes for it the first time. */
export function readOrMake(file: string, make: () => string): string {
  if (!existsSync(file)) writePrivate(file, make());
  return readFileSync(file, "utf8");
}

export function readOr(file: string, otherwise: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : otherwise;
}

/** A file that is watched is not touched when nothing of it is new. */
export function writeIfNew(file: string, text: string): void {
  if (readOr(file, "") !== text) writePrivate(file, text);
}

/** Makes a folder of private files once. It appears whole or not at all, so that an interrupted start leaves no half set. */
export async function ensureFolder(
  folder: string,
  files: () => Promise<Readonly<Record<string, string>>>,
): Promise<void> {
  if (existsSync(folder)) return;
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  for (const [name, text] of Object.entries(await files())) writePrivate(join(part, name), text);
  renameSync(part, folder);
}
