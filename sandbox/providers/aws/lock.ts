import { randomUUID } from "node:crypto";
import { mkdir, readFile, rmdir, stat, unlink, writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

/** A lock is held for milliseconds; one this old was left by a process that is gone. */
const staleAfterMs = 30_000;

const codeOf = (error: unknown): string | undefined =>
  (error as NodeJS.ErrnoException | undefined)?.code;

async function held(path: string, owner: string): Promise<boolean> {
  try {
    await writeFile(path, owner, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function isAlive(owner: string): boolean {
  const pid = Number.parseInt(owner, 10);
  // The file exists a moment before its content does.
  if (Number.isNaN(pid)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Takes away a lock whose owner is gone. A folder guards it: of two that find it stale, one removes it, once. */
async function removeStale(path: string): Promise<void> {
  const read = async () => readFile(path, "utf8").catch(() => undefined);
  const owner = await read();
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (owner === undefined || (isAlive(owner) && age < staleAfterMs)) return;
  const guard = `${path}.stale`;
  try {
    await mkdir(guard);
  } catch {
    const since = await stat(guard).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (since > staleAfterMs) await rmdir(guard).catch(() => undefined);
    return;
  }
  try {
    if ((await read()) === owner) await unlink(path).catch(() => undefined);
  } finally {
    await rmdir(guard).catch(() => undefined);
  }
}

/** Runs `work` while no other process runs its own under the same path. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const owner = `${process.pid} ${randomUUID()}`;
  for (let wait = 1; !(await held(path, owner)); wait = Math.min(wait * 2, 20)) {
    await removeStale(path);
    await pause(wait);
  }
  try {
    return await work();
  } finally {
    await unlink(path).catch(() => undefined);
  }
}
