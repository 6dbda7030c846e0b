import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { folderWithAws } from "../../../sandbox/engine/aws-command";

describe("the sandbox's aws command", () => {
  it("tells its version, as the official eks component reads it, and reaches no account", () => {
    const root = mkdtempSync(join(tmpdir(), "sandbox-"));
    const aws = (...words: string[]) =>
      spawnSync(join(folderWithAws(root), "aws"), words, { encoding: "utf8" });
    assert.match(aws("--version").stdout, /^aws-cli\/2\.7\.0 /);
    const token = aws("eks", "get-token", "--cluster-name", "shop");
    assert.deepEqual([token.status, token.stdout], [1, ""]);
    assert.match(token.stderr, /has no account/);
    rmSync(root, { recursive: true });
  });
});
