import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { KubeConfig } from "@kubernetes/client-node";

import { NoAnswer, Prometheus } from "../../../course/rollout/prometheus";
import { Trial } from "../../../course/rollout/trial";

const at = { namespace: "observability", service: "prometheus", port: 9090 };
const gate = { successPercent: 99, windowSeconds: 60, minRequests: 1, patienceSeconds: 0 };

describe("course rollout: asking Prometheus through the API server", () => {
  let server: Server;
  let asked: string | undefined;
  let answer: { code: number; body: object };

  before((done) => {
    server = createServer((request, response) => {
      asked = request.url;
      response.writeHead(answer.code).end(JSON.stringify(answer.body));
    }).listen(0, "127.0.0.1", done);
  });
  after(() => server.close());

  const prometheus = (port = (server.address() as AddressInfo).port) => {
    const config = new KubeConfig();
    const cluster = { name: "c", server: `http://127.0.0.1:${port}`, skipTLSVerify: true };
    config.loadFromClusterAndUser(cluster, { name: "u" });
    return new Prometheus(config, at);
  };
  const vector = (...values: string[]) => ({
    code: 200,
    body: {
      status: "success",
      data: { resultType: "vector", result: values.map((value) => ({ value: [0, value] })) },
    },
  });

  it("goes by the Service's proxy, and takes the one number that is finite", async () => {
    answer = vector("12.5");
    assert.equal(await prometheus().number("vector(1) > 0"), 12.5);
    assert.equal(
      asked,
      "/api/v1/namespaces/observability/services/http:prometheus:9090/proxy/api/v1/query?query=vector(1)%20%3E%200",
    );
    for (const none of [vector(), vector("NaN"), vector("+Inf")]) {
      answer = none;
      assert.equal(await prometheus().number("x"), undefined);
    }
  });

  it("says in a sentence why there is no number, where it looked", async () => {
    const where = /^Prometheus \(Service observability\/prometheus:9090\) /;
    const says = async (of: Prometheus, what: RegExp) => {
      const error: unknown = await of.number("x").catch((it: unknown) => it);
      assert.ok(error instanceof NoAnswer);
      assert.match(error.message, where);
      assert.match(error.message, what);
    };
    answer = { code: 404, body: { kind: "Status", reason: "NotFound" } };
    await says(prometheus(), /is not there: no such Service\.$/);
    answer = { code: 400, body: { status: "error", error: "parse error" } };
    await says(prometheus(), /refuses with HTTP code 400: parse error\.$/);
    answer = { code: 200, body: { status: "success", data: { resultType: "matrix" } } };
    await says(prometheus(), /answers with something else\.$/);
    answer = vector("1", "2");
    await says(prometheus(), /several numbers for one\.$/);
    await says(prometheus(1), /does not answer: .*ECONNREFUSED/);
  });

  it("refuses a rollout with a gate and nobody to ask, and names what to do", async () => {
    answer = { code: 404, body: { kind: "Status", reason: "NotFound" } };
    const trial = new Trial(gate, prometheus(), "shop", () => undefined);
    await assert.rejects(trial.ready(), /no such Service\. .*up --mesh.*or give --no-gate\.$/);
    answer = vector("1");
    await trial.ready();
  });
});
