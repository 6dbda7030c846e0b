import assert from "node:assert/strict";

import { secretEncryption } from "../../../../apps/labs/secret-encryption";
import { makesOf, type Desk } from "../proof";

export async function proof({ actor, student, place }: Desk): Promise<void> {
  await actor.apply(...makesOf(secretEncryption, place));
  const words = ["get", "secret", "top-secret", "--output", "jsonpath={.data.word}"];
  const coded = await student.kubectl(...words);
  assert.equal(Buffer.from(coded, "base64").toString(), "open sesame", "base64 hides nothing");
  assert.match(await student.refused("get", "secrets", "-n", "kube-system"), /forbidden/);
}
