import assert from "node:assert/strict";

import { ConfigError, parseConfig, requireSecrets, secretKeys } from "../../stacks/config";
import { generatedSecret } from "../../sandbox/engine/config-copy";
import { asEngine, changed, passwords, smallest } from "./committed";

const one = "twelve-street:secrets.products.SPRING_DATASOURCE_PASSWORD";

const refusal = (run: () => void): ConfigError => {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  assert.fail("the secrets were taken");
};

const engine = (secrets: unknown) =>
  parseConfig("dev", {
    ...asEngine(smallest()),
    "twelve-street:secrets": JSON.stringify(secrets),
  });

describe("secrets in config", () => {
  it("are named, each with the command that sets it, when they are missing", () => {
    const config = parseConfig("dev", smallest());
    const { problems } = refusal(() => requireSecrets(config));
    assert.deepEqual(
      problems.map(({ key }) => key),
      secretKeys(config),
    );
    assert.ok(secretKeys(config).includes(one));
    for (const { key, fix } of problems)
      assert.equal(fix, `set it with pulumi config set --secret --path '${key}'`);
  });

  it("are enough when the engine has them all", () => {
    assert.doesNotThrow(() => requireSecrets(engine(passwords)));
  });

  it("are refused in plain text in a file, and taken encrypted", () => {
    const plain = changed(smallest(), one, "hunter2");
    const error = refusal(() => parseConfig("dev", plain));
    assert.match(error.message, /products\.SPRING_DATASOURCE_PASSWORD is in plain text/);
    assert.ok(!error.message.includes("hunter2"));
    const secure = changed(smallest(), one, { secure: "AAABAJ" });
    assert.ok(parseConfig("dev", secure).secretsGiven.has(one));
  });

  it("never stand in a message, whatever is wrong with them", () => {
    const wrong = [
      { ...passwords, namingKey: "hunter2" },
      { ...passwords, producst: { SPRING_DATASOURCE_PASSWORD: "hunter2" } },
      { ...passwords, products: { SPRING_DATASOURCE_PASWORD: "hunter2" } },
      { ...passwords, products: "hunter2" },
      { ...passwords, products: { SPRING_DATASOURCE_PASSWORD: ["hunter2"] } },
      "hunter2",
    ];
    for (const secrets of wrong) {
      const error = refusal(() => engine(secrets));
      assert.ok(!error.message.includes("hunter2"), error.message);
      assert.match(error.message, /twelve-street:secrets/);
    }
  });

  it("take what oauth2-proxy starts with for its cookies, the sandbox's own among it, and nothing else", () => {
    const taken = (consoleCookieSecret: string) => engine({ ...passwords, consoleCookieSecret });
    const urlSafe = "-_".repeat(21) + "-=";
    for (const value of [urlSafe, "x".repeat(16), generatedSecret()])
      assert.doesNotThrow(() => taken(value), value);
    for (const value of [urlSafe.replaceAll("_", "/"), "hunter2", "x".repeat(40)]) {
      const { message } = refusal(() => taken(value));
      assert.match(message, /consoleCookieSecret is not 16, 24 or 32 bytes.*tr -- '\+\/' '-_'/);
      assert.ok(!message.includes(value));
    }
  });

  it("are not shown when they stand where a setting belongs", () => {
    const raw = changed(smallest(), "twelve-street:shop.services.ui.env.TOKEN", {
      secure: "AAABAJ",
    });
    const { message } = refusal(() => parseConfig("dev", raw));
    assert.match(message, /ui\.env\.TOKEN is \(secret\)/);
    assert.ok(!message.includes("AAABAJ"));
  });
});
