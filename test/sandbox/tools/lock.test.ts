import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { withLock } from "../../../sandbox/tools/lock";
import { processBirth } from "../../../sandbox/tools/process";
import { temporaryFolder } from "./support";

const later = () => new Promise((resolve) => setImmediate(resolve));

describe("the lock between two runs", () => {
  it("lets one at a time through, and all of them in the end", async () => {
    const folder = temporaryFolder();
    let inside = 0;
    let done = 0;
    const work = async () => {
      inside += 1;
      assert.equal(inside, 1);
      await later();
      inside -= 1;
      done += 1;
    };
    await Promise.all([1, 2, 3, 4].map(() => withLock(folder, work)));
    assert.equal(done, 4);
    assert.deepEqual(readdirSync(folder), []);
  });

  it("is free again when the work fails", async () => {
    const folder = temporaryFolder();
    await assert.rejects(
      withLock(folder, () => Promise.reject(new Error("no"))),
      /no/,
    );
    assert.equal(await withLock(folder, () => Promise.resolve("yes")), "yes");
  });

  it("is taken over from a dead process, and from one whose pid another has now", async () => {
    const folder = temporaryFolder();
    const dead = spawnSync("true").pid;
    writeFileSync(join(folder, `${dead}_1-boot_1`), "");
    writeFileSync(join(folder, `${process.pid}_another-birth_1`), "");
    const fail = () => assert.fail("there is nobody to wait for");
    assert.equal(await withLock(folder, () => Promise.resolve("in"), { onWait: fail }), "in");
  });

  it("says once whom one waits for", async () => {
    const folder = temporaryFolder();
    const told: number[] = [];
    const first = withLock(folder, async () => {
      while (told.length === 0) await later();
    });
    await withLock(folder, () => Promise.resolve(), { onWait: (pid) => told.push(pid) });
    await first;
    assert.deepEqual(told, [process.pid]);
  });
});

describe("the birth of a process", () => {
  it("stays the same while it lives, and differs from another's", () => {
    const mine = processBirth(process.pid);
    assert.ok(mine);
    assert.equal(processBirth(process.pid), mine);
    assert.notEqual(processBirth(1), mine);
  });

  it("is unknown of a dead one", () => {
    assert.equal(processBirth(spawnSync("true").pid), undefined);
  });
});
