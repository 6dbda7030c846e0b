import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { processBirth } from "./process";

export interface LockOptions {
  /** Told once who holds the lock, before the wait begins. */
  readonly onWait?: (pid: number) => void;
}

/**
 * Runs `work` while no other process runs under the same lock. The lock is a folder in which each
 * contender has a file of its own, named by its pid and birth: who finds no other live contender
 * after writing its own holds the lock. A file of a dead process is removed by whoever sees it,
 * which is safe because no later process can have that name. (Lock files with one common name,
 * and those judged by age, lose the lock when two waiters clear the same stale file.)
 */
export async function withLock<T>(
  folder: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const mine = await acquire(folder, options);
  try {
    return await work();
  } finally {
    rmSync(join(folder, mine), { force: true });
  }
}

let counter = 0;

async function acquire(folder: string, { onWait }: LockOptions): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  counter += 1;
  const mine = `${process.pid.toString()}_${processBirth(process.pid) ?? ""}_${counter.toString()}`;
  let told = false;
  for (;;) {
    if (holders(folder, mine).length === 0) {
      writeFileSync(join(folder, mine), "", { mode: 0o600 });
      if (holders(folder, mine).length === 0) return mine;
      // Two came at once: both step back, for times that differ.
      rmSync(join(folder, mine), { force: true });
    } else if (!told) {
      told = true;
      onWait?.(Number(holders(folder, mine)[0]?.split("_")[0]));
    }
    await wait(50 + Math.random() * 100);
  }
}

/** The other live contenders; files of dead ones are cleared away. */
function holders(folder: string, mine: string): string[] {
  return readdirSync(folder).filter((name) => {
    if (name === mine) return false;
    const [pid, birth] = name.split("_");
    if (processBirth(Number(pid)) === birth) return true;
    rmSync(join(folder, name), { force: true });
    return false;
  });
}
