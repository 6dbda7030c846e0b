import assert from "node:assert/strict";

import { ApiException } from "@kubernetes/client-node";

import { sentenceOf } from "../../sandbox/ending";

describe("what a failed command says last", () => {
  it("is a sentence where no cluster answers", () => {
    const error = Object.assign(
      new Error(
        "request to https://127.0.0.1:9/apis failed, reason: connect ECONNREFUSED 127.0.0.1:9",
      ),
      { name: "FetchError" },
    );
    assert.equal(
      sentenceOf(error, false),
      "The cluster does not answer (connect ECONNREFUSED 127.0.0.1:9): see that it is up, and that its kubeconfig is yours.",
    );
  });

  it("is the cluster's own where it refuses", () => {
    const body = JSON.stringify({ kind: "Status", message: 'leases "x" is forbidden' });
    const error = new ApiException(403, "Unknown API Status Code!", body, {});
    assert.equal(sentenceOf(error, true), 'The cluster refuses (403): leases "x" is forbidden');
    const plain = new ApiException(502, "", "Bad Gateway", {});
    assert.equal(sentenceOf(plain, true), "The cluster refuses (502): Bad Gateway");
  });

  it("is a trace where the mistake is ours", () => {
    assert.equal(sentenceOf(new TypeError("x is undefined"), true), undefined);
  });
});
