import assert from "node:assert/strict";
import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

import { opened, opener } from "../../../sandbox/engine/opened";

/** As Pulumi's passphrase provider closes a text. */
function close(text: string, key: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${body.toString("base64")}`;
}

const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

describe("the secrets of a state", () => {
  const salt = randomBytes(8);
  const key = pbkdf2Sync("phrase", salt, 1_000_000, 32, "sha256");
  const state = { salt: `v1:${salt.toString("base64")}:${close("pulumi", key)}` };
  const provider = { type: "passphrase", state };

  it("open with their passphrase, wherever they stand", async () => {
    const open = await opener(provider, "phrase");
    assert.ok(open);
    const of = (value: unknown) => ({ ...mark, ciphertext: close(JSON.stringify(value), key) });
    const closed = {
      data: of({ "app.properties": "a=é" }),
      list: [{ env: of("x") }, 1, null],
      ciphertext: "nobody's",
    };
    assert.deepEqual(opened(closed, open), {
      data: { "app.properties": "a=é" },
      list: [{ env: "x" }, 1, null],
      ciphertext: "nobody's",
    });
  });

  it("are taken as the engine has opened them, too", () => {
    const refuse = () => assert.fail("nothing is closed");
    const plain = {
      data: { ...mark, plaintext: '{"password":"p"}' },
      other: { ...mark, value: 1 },
    };
    assert.deepEqual(opened(plain, refuse), { data: { password: "p" }, other: 1 });
  });

  it("stay closed to another passphrase, and are left to Pulumi where another provider has closed them", async () => {
    assert.equal(await opener(provider, "another"), undefined);
    assert.equal(await opener({ type: "cloud" }, "phrase"), undefined);
    assert.equal(await opener(undefined, "phrase"), undefined);
  });
});
