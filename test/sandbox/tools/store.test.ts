import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { catalog } from "../../../sandbox/tools/catalog";
import { ToolStore } from "../../../sandbox/tools/store";
import { program, temporaryFolder } from "./support";

describe("the store of tools", () => {
  const spec = catalog.kwok;
  let store: ToolStore;

  beforeEach(() => {
    store = new ToolStore(join(temporaryFolder(), "tools"), { os: "linux", arch: "amd64" });
  });

  const put = async (script: string, madeFrom = "recipe") =>
    store.put(spec, madeFrom, program(join(await store.scratch(), "made"), script));

  it("gives back what was put in, by version, platform and what it was made from", async () => {
    const path = await put("echo one");
    assert.match(path, /kwok\/0\.8\.0-linux-amd64-[0-9a-f]{12}\/bin\/kwok$/);
    assert.deepEqual(await store.find(spec, "recipe"), { path });
    assert.equal(await store.find(spec, "another recipe"), undefined);
  });

  it("refuses a program that has changed since", async () => {
    const path = await put("echo one");
    writeFileSync(path, readFileSync(path, "utf8").replace("one", "two"));
    const found = await store.find(spec, "recipe");
    assert.ok(found && "problem" in found);
    assert.match(found.problem, /is not the file that was stored/);
    rmSync(path);
    assert.ok("problem" in ((await store.find(spec, "recipe")) ?? {}));
  });

  it("accepts a program of which only the date has changed, and does not hash it again", async () => {
    const path = await put("echo one");
    utimesSync(path, new Date(0), new Date(0));
    assert.deepEqual(await store.find(spec, "recipe"), { path });
    const record = join(path, "../../tool.json");
    assert.equal((JSON.parse(readFileSync(record, "utf8")) as { mtimeMs: number }).mtimeMs, 0);
  });

  it("replaces a changed program by a new one", async () => {
    const path = await put("echo one");
    writeFileSync(path, "changed");
    assert.equal(await put("echo three"), path);
    assert.match(readFileSync(path, "utf8"), /three/);
    assert.deepEqual(await store.find(spec, "recipe"), { path });
  });

  it("does not count what an interrupted run left, and clears it", async () => {
    const scratch = await store.scratch();
    program(join(scratch, "kwok.entry/bin/kwok"), "echo half");
    assert.equal(await store.find(spec, "recipe"), undefined);
    const path = await put("echo one");
    await store.sweep();
    assert.deepEqual(readdirSync(store.root), ["kwok"]);
    assert.ok(existsSync(path));
  });
});
