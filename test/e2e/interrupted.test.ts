import assert from "node:assert/strict";
import { once } from "node:events";

import { TestSandbox } from "./sandbox";

describe("an up that is interrupted", () => {
  const sandbox = new TestSandbox();
  after(() => sandbox.dispose());

  /** Starts `up` and waits until the engine has said `words`. */
  async function upUntil(words: RegExp) {
    const run = sandbox.start("up");
    let said = "";
    for (;;) {
      const [data] = (await once(run.child.stdout ?? assert.fail(), "data")) as [Buffer];
      said += data.toString();
      if (words.test(said)) return run;
    }
  }

  it("goes on after kill -9 while AWS resources are made, and after one more while Kubernetes objects are", async () => {
    for (const words of [/aws:ec2:Subnet .*creat/, /kubernetes:apps\/v1:Deployment .*creat/]) {
      const { child, ended } = await upUntil(words);
      child.kill("SIGKILL");
      assert.equal((await ended).signal, "SIGKILL");
    }
    assert.equal((await sandbox.upFacts()).live.deployments.available, 6);
    const { changes } = await sandbox.upFacts();
    assert.deepEqual(Object.keys(changes), ["same"]);
  });

  it("ends in good order on Ctrl-C, and goes on", async () => {
    await sandbox.ok("destroy");
    const { child, ended } = await upUntil(/kubernetes:core\/v1:Namespace .*creat/);
    child.kill("SIGINT");
    assert.equal((await ended).code, 130);
    assert.equal((await sandbox.upFacts()).live.deployments.available, 6);
  });
});
