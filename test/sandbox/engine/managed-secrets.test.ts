import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";

import type { Stack } from "@pulumi/pulumi/automation";

import { managedSecretKeys, parseConfig } from "../../../stacks/config";
import { settleManagedSecrets } from "../../../sandbox/engine/managed-secrets";
import { sandboxPaths } from "../../../sandbox/paths";
import {
  putSecretValue,
  secretsFile,
  secretText,
} from "../../../sandbox/providers/aws/secrets-file";
import { simulateCall } from "../../../sandbox/providers/aws/simulate";
import { silentProgress } from "../../../sandbox/progress";
import { changed, smallest } from "../../stacks/committed";
import { useOwnHome } from "../home";

const secretId = "twelve-street/dev";
const config = () =>
  parseConfig("dev", changed(smallest(), "twelve-street:secretsManager.secretId", secretId));

/** Only what is asked of a stack here: its encrypted secrets, which may be taken away. */
function stackWith(encrypted?: object) {
  const removed: string[] = [];
  const value = JSON.stringify(encrypted);
  const stack = {
    getAllConfig: () =>
      Promise.resolve(encrypted ? { "twelve-street:secrets": { value, secret: true } } : {}),
    removeConfig: (key: string) => Promise.resolve(void removed.push(key)),
  } as unknown as Stack;
  return { stack, removed };
}

describe("the simulated Secrets Manager", () => {
  useOwnHome();

  const account = () => sandboxPaths("dev").aws;
  const held = () =>
    JSON.parse(secretText(account(), secretId) ?? "") as Record<string, Record<string, string>>;
  const settle = async (encrypted?: object) => {
    const said: string[] = [];
    const { stack, removed } = stackWith(encrypted);
    const progress = { ...silentProgress, step: (text: string) => void said.push(text) };
    await settleManagedSecrets(stack, config(), progress);
    return { said: said.join("\n"), removed };
  };

  it("takes over what was encrypted before, makes up the rest, and says so without a value", async () => {
    const orders = { SPRING_DATASOURCE_PASSWORD: "orders-pass" };
    const { said, removed } = await settle({ orders });
    assert.deepEqual(removed, ["twelve-street:secrets"]);
    assert.deepEqual(held().orders, orders);
    const values = Object.values(held()).flatMap((it): string[] =>
      typeof it === "string" ? [it] : Object.values(it),
    );
    assert.equal(Object.keys(held()).length, 5);
    assert.match(said, /5 made-up values into twelve-street\/dev of the simulated Secrets Manager/);
    for (const value of values) assert.ok(!said.includes(value));
    assert.equal(statSync(secretsFile(account())).mode & 0o077, 0, "others can read it");
  });

  it("keeps what stands there, and what a person has written", async () => {
    const before = readFileSync(secretsFile(account()), "utf8");
    assert.deepEqual(await settle(), { said: "", removed: [] });
    assert.equal(readFileSync(secretsFile(account()), "utf8"), before);
    putSecretValue(account(), secretId, "no JSON");
    await settle();
    assert.equal(secretText(account(), secretId), "no JSON");
  });

  it("holds what the stack asks of it", async () => {
    putSecretValue(account(), secretId, {});
    await settle();
    for (const key of managedSecretKeys(config())) {
      const [, name = "", inner] = key.split(".");
      const value: unknown = held()[name];
      assert.equal(typeof (inner === undefined ? value : held()[name]?.[inner]), "string", key);
    }
  });

  it("gives a secret by its name, and refuses one that is not there", () => {
    const get = (name: string) =>
      simulateCall(
        "aws:secretsmanager/getSecretVersion:getSecretVersion",
        { secretId: name },
        {
          region: "ap-northeast-2",
          accountId: "123456789012",
          urn: "call",
          secretText: (id) => secretText(account(), id),
        },
      );
    const found = get(secretId);
    assert.equal(found.secretString, secretText(account(), secretId));
    assert.match(
      String(found.secretArn),
      /^arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:twelve-street\/dev-\w{6}$/,
    );
    assert.throws(() => get("other"), /ResourceNotFoundException: other/);
  });
});
