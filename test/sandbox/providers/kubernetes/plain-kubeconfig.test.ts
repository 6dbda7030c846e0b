import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stringify } from "yaml";

import { plainConnection } from "../../../../sandbox/providers/kubernetes/plain-kubeconfig";
import { connect } from "../../../../sandbox/providers/kubernetes/kubeconfig";
import { parseConfig } from "../../../../sandbox/providers/kubernetes/config";

const folder = mkdtempSync(join(tmpdir(), "twelve-street-"));
const file = (name: string) => {
  const path = join(folder, name);
  writeFileSync(path, `text of ${name}`);
  return path;
};

const kubeconfig = (cluster: object, user: object, context: object = {}) =>
  stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "here",
    contexts: [
      { name: "there", context: { cluster: "other", user: "other" } },
      { name: "here", context: { cluster: "it", user: "me", ...context } },
    ],
    clusters: [
      { name: "other", cluster: { server: "https://127.0.0.1:1" } },
      { name: "it", cluster: { server: "https://127.0.0.1:6443", ...cluster } },
    ],
    users: [
      { name: "other", user: {} },
      { name: "me", user },
    ],
  });

const textOf = (it: unknown) => (Buffer.isBuffer(it) ? it.toString() : it);

describe("a kubeconfig of files, certificates and tokens", () => {
  after(() => rmSync(folder, { recursive: true, force: true }));

  const both = [
    kubeconfig(
      { "certificate-authority": file("ca") },
      { "client-certificate": file("crt"), "client-key": file("key") },
    ),
    kubeconfig(
      { "certificate-authority-data": Buffer.from("ca").toString("base64") },
      { token: "t" },
      { namespace: "user01" },
    ),
  ];

  it("is read as client-node reads it", async () => {
    for (const text of both) {
      const [plain, whole] = [plainConnection(text), connect(parseConfig({ kubeconfig: text }))];
      assert.ok(plain);
      assert.equal(plain.server.href, whole.server.href);
      assert.equal(plain.namespace, whole.namespace);
      const [ours, theirs] = await Promise.all([plain.options(), whole.options()]);
      for (const key of ["ca", "cert", "key"] as const)
        assert.equal(textOf(ours[key]), textOf(theirs[key]), key);
      const token = (options: typeof ours) =>
        Object.entries(options.headers ?? {}).map(([name, value]) => [
          name.toLowerCase(),
          String(value),
        ]);
      assert.deepEqual(token(ours), token(theirs));
    }
  });

  it("is left to client-node where there is more to it", () => {
    const exec = { exec: { apiVersion: "client.authentication.k8s.io/v1", command: "aws" } };
    for (const text of [
      kubeconfig({}, exec),
      kubeconfig({ "proxy-url": "http://proxy" }, { token: "t" }),
      kubeconfig({ "insecure-skip-tls-verify": true }, { token: "t" }),
      kubeconfig({ "certificate-authority": "ca.crt" }, { token: "t" }),
      kubeconfig({ server: "http://127.0.0.1" }, { token: "t" }),
      kubeconfig({}, { token: "t" }, { user: "nobody" }),
      "/home/me/.kube/config",
    ])
      assert.equal(plainConnection(text), undefined, text);
  });
});
