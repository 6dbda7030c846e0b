import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { podRangeOf } from "../../../sandbox/control-plane/pod-range";

describe("ranges of pods", () => {
  let root: string;
  const cache = process.env.XDG_CACHE_HOME;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "ranges-"));
    process.env.XDG_CACHE_HOME = join(root, "cache");
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
    if (cache === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cache;
  });

  const sandbox = (name: string): string => {
    const folder = join(root, name);
    mkdirSync(folder);
    return folder;
  };

  it("differ from sandbox to sandbox, as many as there are, and stay", () => {
    const folders = Array.from({ length: 32 }, (_, index) => sandbox(`s${index.toString()}`));
    const ranges = folders.map(podRangeOf);
    assert.equal(new Set(ranges).size, 32);
    for (const range of ranges) assert.match(range, /^198\.1[89]\.\d+\.0\/20$/);
    assert.deepEqual(folders.map(podRangeOf), ranges);
  });

  it("are free again when their sandbox has gone", () => {
    const folders = Array.from({ length: 32 }, (_, index) => sandbox(`s${index.toString()}`));
    const [first = ""] = folders.map(podRangeOf);
    rmSync(folders[0] ?? "", { recursive: true });
    assert.equal(podRangeOf(sandbox("new")), first);
  });
});
