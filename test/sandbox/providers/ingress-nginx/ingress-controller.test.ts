import assert from "node:assert/strict";

import { output, type Inputs } from "@pulumi/pulumi";

import { constructs } from "../../../../sandbox/providers/ingress-nginx/components";
import { run } from "../../../mocks";

const type = "kubernetes-ingress-nginx:index:IngressController";

async function release(inputs: Inputs) {
  const made = await run(async () => {
    const { state = {} } = (await constructs[type]?.("nginx", inputs, {})) ?? {};
    return { declared: Object.keys(state) };
  });
  return { made, ...made.one("kubernetes:helm.sh/v3:Release", "nginx-helm") };
}

describe("simulated IngressController", () => {
  it("is one Helm release of the official chart, below the component", async () => {
    const { made, inputs, parent } = await release({});
    assert.match(parent, /kubernetes-ingress-nginx:index:IngressController::nginx$/);
    assert.equal(inputs.chart, "ingress-nginx");
    assert.deepEqual(inputs.repositoryOpts, { repo: "https://kubernetes.github.io/ingress-nginx" });
    assert.deepEqual(made.outputs.declared, ["status"]);
  });

  for (const [how, wrap] of [
    ["plain", (value: object): unknown => value],
    ["as an Output", (value: object): unknown => output(value)],
  ] as const)
    it(`passes its options on, ${how}, and lets typed values win over untyped ones`, async () => {
      const { inputs } = await release({
        controller: { replicaCount: 2 },
        helmOptions: wrap({
          version: "4.15.1",
          namespace: "ingress",
          repositoryOpts: { username: "u" },
          values: { controller: { replicaCount: 1, kind: "DaemonSet" }, tcp: { "22": "a/b:22" } },
        }),
      });
      assert.equal(inputs.version, "4.15.1");
      assert.equal(inputs.namespace, "ingress");
      assert.deepEqual(inputs.values, {
        controller: { replicaCount: 2 },
        tcp: { "22": "a/b:22" },
      });
      assert.deepEqual(inputs.repositoryOpts, {
        repo: "https://kubernetes.github.io/ingress-nginx",
        username: "u",
      });
    });
});
