import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { writePrivate } from "../../../sandbox/files";
import {
  isSameRun,
  noteFile,
  refuseUnfinished,
  unfinished,
  writtenOnce,
  type Unfinished,
} from "../../../sandbox/engine/unfinished";
import { sandboxPaths } from "../../../sandbox/paths";
import { project } from "../../../stacks/config";
import { useOwnHome } from "../home";

const name = "classroom";

describe("a run that writes the state at its end alone", () => {
  useOwnHome();

  // Of its platform, whose place a classroom's state is in.
  const folder = () => join(sandboxPaths("dev").backend, ".pulumi", "stacks", project);
  const saved = (text: string) => {
    mkdirSync(folder(), { recursive: true });
    writePrivate(join(folder(), `${name}.json`), text);
  };
  const run: Unfinished = { verb: "up", config: { "twelve-street:students": { user01: {} } } };
  const stack = () => ({ name, workspace: { envVars: { PATH: "/bin" } } }) as never;
  const cutOff = () =>
    assert.rejects(writtenOnce(stack(), run, () => Promise.reject(new Error("killed"))));

  it("asks the engine so for that run alone", async () => {
    const it = { name, workspace: { envVars: { PATH: "/bin" } as Record<string, string> } };
    saved("0");
    const seen = await writtenOnce(it as never, run, () => {
      saved("1");
      return Promise.resolve(it.workspace.envVars);
    });
    assert.deepEqual(seen, { PATH: "/bin", PULUMI_SKIP_CHECKPOINTS: "true" });
    assert.deepEqual(it.workspace.envVars, { PATH: "/bin" });
  });

  it("is noted with its config as long as the state is as it was before", async () => {
    saved("0");
    await cutOff();
    assert.deepEqual(unfinished(name), run);
    assert.throws(() => refuseUnfinished(name), /run "npm run sandbox -- up --stack classroom"/);
  });

  it("leaves nothing behind where the engine has written, whether it succeeded or not", async () => {
    saved("0");
    await assert.rejects(
      writtenOnce(stack(), run, () => {
        saved("1");
        return Promise.reject(new Error("a pod does not come up"));
      }),
    );
    assert.ok(!existsSync(noteFile(name)));
    refuseUnfinished(name);
  });

  it("is known to have ended where its command died and the engine went on to the end", async () => {
    saved("0");
    await cutOff();
    saved("1");
    assert.equal(unfinished(name), undefined);
    assert.ok(!existsSync(noteFile(name)));
  });

  it("is noted from its beginning, before there is a state at all", async () => {
    let during: Unfinished | undefined;
    await writtenOnce(stack(), run, () => {
      during = unfinished(name);
      saved("1");
      return Promise.resolve();
    });
    assert.deepEqual(during, run);
    assert.equal(unfinished(name), undefined);
  });

  it("is ended by a run with the same config, and by no other", () => {
    const other: Unfinished = { verb: "up", config: { "twelve-street:students": {} } };
    assert.ok(isSameRun(run, structuredClone(run)));
    assert.ok(!isSameRun(run, other));
    assert.ok(!isSameRun(run, { ...run, verb: "destroy" }));
    assert.ok(isSameRun({ ...other, verb: "destroy" }, { ...run, verb: "destroy" }));
  });
});
