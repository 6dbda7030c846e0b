import assert from "node:assert/strict";

import { TestSandbox } from "../e2e/sandbox";

/** Lines in which the engine says that it begins or has done something. */
const step = / (?:creating|created)\b/;

/**
 * Ends `up` by kill -9 after so many of the engine's lines, then brings the stack up, looks that nothing is left to change, and destroys it.
 * Answers false when the run ended by itself before that: there is no such kill point.
 */
export async function killedAt(sandbox: TestSandbox, lines: number): Promise<boolean> {
  const { child, ended } = sandbox.start("up");
  let seen = 0;
  child.stdout?.on("data", (data: Buffer) => {
    seen += data
      .toString()
      .split("\n")
      .filter((line) => step.test(line)).length;
    if (seen >= lines) child.kill("SIGKILL");
  });
  if ((await ended).signal !== "SIGKILL") return false;
  assert.equal((await sandbox.upFacts()).live.deployments.available, 6);
  assert.deepEqual(Object.keys((await sandbox.upFacts()).changes), ["same"]);
  await sandbox.ok("destroy");
  return true;
}
