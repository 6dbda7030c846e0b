import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type { Progress } from "../../../sandbox/progress";

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tools-test-"));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A program of a few lines of shell. */
export function program(file: string, script: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Progress that is kept, to read what a person would have read. */
export function heard(): Progress & { readonly lines: string[] } {
  const lines: string[] = [];
  const take = (text?: string) => {
    if (text !== undefined) lines.push(text);
  };
  return { lines, step: take, detail: take, done: take };
}
