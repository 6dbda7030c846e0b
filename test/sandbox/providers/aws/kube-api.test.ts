import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";

import { KubeApi, orLater, Refused, Unreachable } from "../../../../sandbox/providers/aws/kube-api";

describe("the Kubernetes API for the sandbox's own programs", () => {
  let server: Server;
  let answer: readonly [number, string];
  let api: KubeApi;
  const dir = mkdtempSync(join(tmpdir(), "kube-api-"));
  before(async () => {
    server = createServer((_, response) => response.writeHead(answer[0]).end(answer[1]));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const file = join(dir, "kubeconfig");
    const cluster = { server: `http://127.0.0.1:${port}` };
    const config = {
      "current-context": "one",
      contexts: [{ name: "one", context: { cluster: "one", user: "one" } }],
      clusters: [{ name: "one", cluster }],
    };
    writeFileSync(file, stringify(config));
    api = new KubeApi(file);
  });
  after(() => {
    server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it("tells a refusal in the API server's words, and in those of whatever is before it", async () => {
    answer = [403, JSON.stringify({ kind: "Status", message: "pods is forbidden" })];
    await assert.rejects(api.call("GET", "/api"), /pods is forbidden \(403\)/);
    answer = [429, "Too many requests, please try again later.\n"];
    await assert.rejects(
      api.call("GET", "/api"),
      (error) => error instanceof Refused && error.reason.startsWith("Too many requests"),
    );
  });

  it("puts off what is refused or not heard, and nothing else", async () => {
    const failing = (error: Error) => orLater(() => Promise.reject(error));
    await failing(new Refused(429, "busy", "GET /api"));
    await failing(new Unreachable("https://127.0.0.1:1", "refused"));
    await assert.rejects(failing(new TypeError("a fault of ours")), /a fault of ours/);
  });
});
