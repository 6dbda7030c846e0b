import assert from "node:assert/strict";
import { statSync, writeFileSync } from "node:fs";

import { Account } from "../../../../sandbox/providers/aws/account";
import type { Existing } from "../../../../sandbox/providers/aws/types";
import { accountFile, removeAccounts, Run } from "./support";

afterEach(removeAccounts);

const repository = "aws:ecr/repository:Repository";

const resource = (id: string): Existing => ({
  type: repository,
  id,
  urn: `urn:pulumi:dev::shop::${repository}::${id}`,
  region: "ap-northeast-2",
  seed: id,
  inputs: { name: id },
  outputs: {},
});

describe("the simulated account's file", () => {
  it("takes the changes of two processes at once, and loses none", async () => {
    const file = accountFile();
    const [one, other] = [new Account(file), new Account(file)];
    await Promise.all(
      ["a", "b", "c", "d"].flatMap((id) => [
        one.change((state) => state.add(resource(`one-${id}`))),
        other.change((state) => state.add(resource(`other-${id}`))),
      ]),
    );
    for (const account of [one, other, new Account(file)])
      assert.equal((await account.view()).all.length, 8);
  });

  it("refuses one change alone, although others wait beside it to be written", async () => {
    const file = accountFile();
    const account = new Account(file);
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => void unhandled.push(reason);
    process.on("unhandledRejection", listen);
    let late: Promise<void> | undefined;
    const refused = account.change(() => {
      // Asked while the first is being written, so that it queues behind it.
      late = account.change((state) => state.add(resource("late")));
      throw new Error("no such subnet");
    });
    await assert.rejects(refused, /no such subnet/);
    await late;
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", listen);
    assert.deepEqual(unhandled, []);
    assert.deepEqual(
      (await new Account(file).view()).all.map(({ id }) => id),
      ["late"],
    );
  });

  it("belongs to its owner alone, says that it is simulated, and uses no real account's number", async () => {
    const run = new Run();
    const { outputs } = await run.up(repository, "products", { name: "products" });
    assert.equal(statSync(run.file).mode & 0o777, 0o600);
    assert.match(run.text(), /"note": "A simulated AWS account/);
    assert.equal(outputs.registryId, "000000000000");
  });

  it("that cannot be read is no empty account: the message names it and the way out", async () => {
    const file = accountFile();
    writeFileSync(file, "{");
    await assert.rejects(
      new Run(file).up(repository, "products", { name: "products" }),
      (error) => {
        assert.ok(error instanceof Error);
        assert.ok(error.message.includes(file));
        assert.match(error.message, /mend it, or remove it and run up --refresh$/);
        return true;
      },
    );
  });
});
