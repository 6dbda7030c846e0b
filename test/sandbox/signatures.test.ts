import assert from "node:assert/strict";

import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";

import { secretSignature, signatureKey } from "../../sandbox/signatures";

it("a secret is marked as the SDK marks it", () => {
  assert.deepEqual([signatureKey, secretSignature], [specialSigKey, specialSecretSig]);
});
