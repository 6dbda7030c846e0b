import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { catalog } from "../../../sandbox/tools/catalog";
import { findOnPath, type Answers } from "../../../sandbox/tools/path";
import { program, temporaryFolder } from "./support";

const forgetful: Answers = { get: () => undefined, set: () => undefined };

describe("tools on PATH", () => {
  const kubectl = (folder: string, script: string) => program(join(folder, "kubectl"), script);
  const says = (version: string) => `echo "Client Version: ${version}"`;

  it("are taken in the order of PATH", async () => {
    const [first, second] = [temporaryFolder(), temporaryFolder()];
    kubectl(first, says("v1.36.0"));
    kubectl(second, says("v1.36.3"));
    const found = await findOnPath(catalog.kubectl, `${first}:${second}`, forgetful);
    assert.deepEqual(found, [{ path: join(first, "kubectl"), version: "1.36.0" }]);
  });

  it("are passed over with the reason when they are broken, silent or too old", async () => {
    const folders = [0, 1, 2, 3, 4].map(temporaryFolder);
    const [broken = "", silent = "", old = "", empty = "", good = ""] = folders;
    kubectl(broken, "echo 'cannot execute: no such interpreter' >&2; exit 126");
    kubectl(silent, "echo hello");
    kubectl(old, says("v1.29.4"));
    kubectl(good, says("v1.35.2"));
    const path = [broken, silent, old, empty, good].join(":");
    const found = await findOnPath(catalog.kubectl, path, forgetful);
    const problems = found.map((one) => ("problem" in one ? one.problem : one.version));
    assert.equal(problems.length, 4);
    assert.match(problems[0] ?? "", /does not run \(cannot execute/);
    assert.match(problems[1] ?? "", /does not tell its version/);
    assert.match(problems[2] ?? "", /is 1\.29\.4, not 1\.36\.x/);
    assert.equal(problems[3], "1.35.2");
  });

  it("are asked once under two names of one file", async () => {
    const [folder, other] = [temporaryFolder(), temporaryFolder()];
    kubectl(folder, says("v1.29.4"));
    symlinkSync(join(folder, "kubectl"), join(other, "kubectl"));
    assert.equal((await findOnPath(catalog.kubectl, `${folder}:${other}`, forgetful)).length, 1);
  });

  it("are not asked again until their file changes, unless they are scripts", async () => {
    const folder = temporaryFolder();
    const asked = join(folder, "asked");
    const known = new Map<string, string>();
    const answers: Answers = {
      get: (key) => known.get(key),
      set: (key, text) => known.set(key, text),
    };
    const times = () => readFileSync(asked, "utf8").length;
    const look = () => findOnPath(catalog.kubectl, folder, answers);
    const script = `printf x >>${asked}; ${says("v1.36.3")}; exit`;

    kubectl(folder, script);
    await look();
    await look();
    assert.equal(times(), 2, "a shim of a version manager may answer otherwise each time");

    kubectl(folder, `${script}\n${"#".repeat(2 << 20)}`);
    await look();
    await look();
    assert.equal(times(), 3);
    kubectl(folder, `${script}\n${"#".repeat(3 << 20)}`);
    await look();
    assert.equal(times(), 4);
  });
});
