import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { meshLayoutOf, type MeshLayout } from "../../../sandbox/mesh/layout";
import { PortBook } from "../../../sandbox/mesh/ports";
import { readKept, runs, Supervisor } from "../../../sandbox/mesh/supervisor";

const sleeping = { name: "sleeper", binary: "/bin/sleep", args: ["600"], env: {}, files: {} };

describe("the mesh's programs", () => {
  let layout: MeshLayout;
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "supervisor-"));
    const place = (name: string) => join(dir, name);
    const paths = { state: place("state.json"), logs: place("logs"), pids: place("pids") };
    layout = { ...meshLayoutOf("dev"), dir, ...paths, ports: place("ports.json") };
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it("are not missed once they are not needed any more", async () => {
    const supervisor = new Supervisor(layout, new PortBook(layout.ports), () => undefined);
    await supervisor.keep("sleeper", () => Promise.resolve(sleeping));
    assert.deepEqual(
      readKept(layout).map(({ name }) => name),
      ["sleeper"],
    );
    await supervisor.drop("sleeper");
    assert.ok(!runs(layout, "sleeper"));
    assert.deepEqual(readKept(layout), []);
  });
});
