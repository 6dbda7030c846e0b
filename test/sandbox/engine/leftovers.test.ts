import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

import { releaseDeadLocks } from "../../../sandbox/engine/leftovers";
import { sandboxPaths } from "../../../sandbox/paths";
import { silentProgress } from "../../../sandbox/progress";
import { useOwnHome } from "../home";

describe("the lock of a run that was killed", () => {
  useOwnHome();

  const lockOf = (pid: number) => {
    const folder = join(
      ...[sandboxPaths("dev").backend, ".pulumi", "locks", "organization", "project", "dev"],
    );
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${pid.toString()}.json`);
    writeFileSync(file, JSON.stringify({ pid, hostname: hostname() }));
    return file;
  };

  it("is taken away", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const file = lockOf(pid);
    await releaseDeadLocks("dev", "project", silentProgress);
    assert.ok(!existsSync(file));
  });

  it("is taken away when another program has its process's number by now", async () => {
    const file = lockOf(process.pid);
    await releaseDeadLocks("dev", "project", silentProgress);
    assert.ok(!existsSync(file));
  });

  it("is respected while its run lives, and the run is named", async () => {
    const engine = spawn("sleep", ["60"], { argv0: "pulumi" });
    const { pid } = engine;
    assert.ok(pid);
    try {
      const file = lockOf(pid);
      await assert.rejects(
        releaseDeadLocks("dev", "project", silentProgress, { tries: 0, pauseMs: 1 }),
        new RegExp(`process ${pid.toString()} `),
      );
      assert.ok(existsSync(file));
    } finally {
      engine.kill();
    }
  });
});
