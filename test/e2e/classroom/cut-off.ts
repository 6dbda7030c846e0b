import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { TestSandbox } from "../sandbox";

/** Ends an `up` of the classroom by kill -9, the engine first, so that neither has a word in it, once `words` were said. */
export async function cutOff(sandbox: TestSandbox, words: RegExp, ...flags: string[]) {
  const { child, ended } = sandbox.start("up", "--stack", "classroom", ...flags);
  let said = "";
  while (!words.test(said)) {
    const [data] = (await once(child.stdout ?? assert.fail(), "data")) as [Buffer];
    said += data.toString();
  }
  process.kill(engineOf(sandbox), "SIGKILL");
  child.kill("SIGKILL");
  await ended;
}

/** The engine that holds the stack, by its lock. */
function engineOf({ home }: TestSandbox): number {
  const folder = join(
    ...[home, "dev", "backend", ".pulumi", "locks", "organization", "twelve-street", "classroom"],
  );
  const [lock = assert.fail("no engine holds the stack")] = readdirSync(folder);
  const { pid } = JSON.parse(readFileSync(join(folder, lock), "utf8")) as { pid: number };
  return pid;
}
