import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import fc from "fast-check";

import { answererIn, answererOf } from "../../../course/traffic/answered";
import { isFailed, send, type Load, type Outcome } from "../../../course/traffic/client";
import { Jars } from "../../../course/traffic/jars";
import { dueBy, dueMs, paceOf } from "../../../course/traffic/pace";

describe("course traffic: the pace", () => {
  it("has a request due at its own moment and not before, and no more than there are", () => {
    const rates = fc.double({ min: 0.1, max: 5000, noNaN: true });
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 600 }), fc.nat(10_000), (rps, seconds, at) => {
        const pace = paceOf(rps, seconds);
        const index = at % pace.requests;
        const due = dueMs(pace, index);
        assert.ok(dueBy(pace, due) > index);
        assert.ok(index === 0 || dueBy(pace, due - 500 / rps) === index);
        assert.equal(dueBy(pace, seconds * 2000), pace.requests);
      }),
    );
    assert.equal(paceOf(20, 3).requests, 60);
    assert.equal(paceOf(0.1, 3).requests, 1);
    assert.equal(paceOf(20).requests, Infinity);
  });
});

describe("course traffic: who answered", () => {
  const headers = {
    "x-stand-in-service": "products",
    "x-stand-in-version": "v2",
    "x-stand-in-slot": "canary",
    "x-stand-in-pod": "products-canary-1",
    "x-stand-in-path": "gateway/v7/gateway-1, products/v2/products-canary-1",
    "x-build": "2.4.1",
  };

  it("is the last of the chain, or the service that is asked for", () => {
    assert.deepEqual(answererOf(headers), {
      service: "products",
      version: "v2",
      slot: "canary",
      pod: "products-canary-1",
      chain: headers["x-stand-in-path"],
    });
    assert.deepEqual(answererOf(headers, { service: "products" }), answererOf(headers));
    const { service, version, slot, pod } = answererOf(headers, { service: "gateway" });
    assert.deepEqual([service, version, slot, pod], ["gateway", "v7", "", "gateway-1"]);
    assert.equal(answererOf(headers, { service: "gate" }).version, "");
    assert.equal(answererOf({}, { service: "gateway" }).version, "");
  });

  it("is told by another header, or by the text of the Istio tutorial", () => {
    assert.equal(answererOf(headers, { versionHeader: "X-Build" }).version, "2.4.1");
    assert.equal(answererOf(headers, { versionHeader: "x-none" }).version, "");
    const text = "customer => preference => recommendation v2 from 'f11b097f1dd0': 7";
    assert.equal(answererIn(text).version, "v2");
    assert.equal(answererIn(text, "recommendation").pod, "f11b097f1dd0");
    assert.equal(answererIn(text, "customer").version, "");
  });
});

describe("course traffic: cookies", () => {
  it("are each client's own, until they are taken back", () => {
    const url = "http://127.0.0.1:8080/products";
    const jars = new Jars(2);
    jars.keep(0, url, ["canary=v2; Path=/", "old=1", "bad"]);
    const headers = () => [0, 1].map((client) => jars.header(client, url, { x: "0", old: "0" }));
    assert.deepEqual(headers(), ["x=0; old=1; canary=v2", "x=0; old=0"]);
    jars.keep(0, url, ["old=; Max-Age=0"]);
    assert.deepEqual(headers(), ["x=0; old=0; canary=v2", "x=0; old=0"]);
    assert.equal(new Jars(0).clientOf(7), undefined);
    assert.equal(jars.header(undefined, url, { x: "0" }), "x=0");
  });
});

describe("course traffic: the client", () => {
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const server = createServer((request, response) => answer(request, response));
  let url: string;
  let connections = 0;
  server.on("connection", () => (connections += 1));

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/products`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    connections = 0;
    answer = (_, response) => response.end();
  });

  const run = async (load: Omit<Load, "url">, signal?: AbortSignal) => {
    const outcomes: Outcome[] = [];
    const sent = await send({ url, ...load }, (outcome) => outcomes.push(outcome), signal);
    assert.equal(sent.requests, outcomes.length);
    return outcomes.sort((one, two) => one.index - two.index);
  };

  it("goes on sending while nobody answers, and counts the waiting from when a request was due", async () => {
    const waiting: ServerResponse[] = [];
    answer = (_, response) => {
      waiting.push(response);
      if (waiting.length === 20) for (const it of waiting) it.end();
    };
    const outcomes = await run({ rps: 1000, seconds: 0.02 });
    assert.equal(outcomes.filter(isFailed).length, 0);
    // The last one was due 19 ms after the first, and nobody was answered before.
    assert.ok((outcomes[0]?.latencyMs ?? 0) >= 19);
  });

  it("counts its own lateness as waiting, and says how much it was", async () => {
    const ask = (index: number) => {
      for (const until = performance.now() + 60; index === 0 && performance.now() < until;);
      return {};
    };
    const outcomes = await run({ rps: 1000, seconds: 0.003, ask });
    for (const { lateMs, latencyMs } of outcomes) assert.ok(lateMs > 50 && latencyMs > lateMs);
  });

  it("keeps connections, as many as it may; or makes one for each request", async () => {
    await run({ rps: 2000, seconds: 0.02, connections: 3 });
    assert.ok(connections <= 3, `${connections}`);
    connections = 0;
    await run({ rps: 1000, seconds: 0.01, keepAlive: false });
    assert.equal(connections, 10);
  });

  it("says what an answer without a version says", async () => {
    answer = (_, response) => response.writeHead(503).end("no healthy upstream");
    const [outcome] = await run({ rps: 1000, seconds: 0.001 });
    assert.deepEqual([outcome?.status, outcome?.said], [503, "no healthy upstream"]);
  });

  it("sends what each request asks", async () => {
    const got: string[] = [];
    answer = (request, response) => {
      request.on("data", (body: Buffer) => got.push(body.toString()));
      got.push(
        `${request.method ?? ""} ${request.url ?? ""} ${request.headers["x-group"] as string} ${request.headers.cookie ?? ""}`,
      );
      request.on("end", () => response.end());
    };
    const ask = { method: "POST", path: "/orders", body: "{}", cookies: { group: "b", a: "1" } };
    const [outcome] = await run({
      rps: 100,
      seconds: 0.01,
      ask: (index) => ({ ...ask, headers: { "x-group": `g${index}` } }),
    });
    assert.deepEqual(got, ["POST /orders g0 group=b; a=1", "{}"]);
    assert.equal(outcome?.ask.path, "/orders");
  });

  it("has clients keep the cookies that they are given", async () => {
    const stop = new AbortController();
    answer = (request, response) => {
      if (request.headers.cookie === "x=0; canary=v2") stop.abort();
      response.setHeader("set-cookie", "canary=v2; Path=/").end();
    };
    const ask = { cookies: { x: "0" } };
    const outcomes = await run({ rps: 500, seconds: 5, clients: 2, ask }, stop.signal);
    assert.ok(stop.signal.aborted);
    assert.deepEqual([outcomes[0]?.client, outcomes[1]?.client, outcomes[2]?.client], [0, 1, 0]);
  });

  it("says of each failure what it was", async () => {
    answer = (request, response) => {
      if (request.headers.n === "0") response.writeHead(503).end();
      if (request.headers.n === "1") request.socket.destroy();
      if (request.headers.n === "2") response.writeHead(200, { "content-length": 9 }).write("x");
      if (request.headers.n === "2") setImmediate(() => request.socket.destroy());
    };
    const ask = (n: number) => ({ headers: { n: `${n}` } });
    const outcomes = await run({ rps: 1000, seconds: 0.003, ask });
    answer = () => undefined;
    outcomes.push(...(await run({ rps: 1000, seconds: 0.001, timeoutMs: 5 })));
    assert.deepEqual(
      outcomes.map(({ status, error }) => error ?? status),
      [503, "ECONNRESET", "ECONNRESET", "timeout"],
    );
    assert.ok(outcomes.every(isFailed));
    assert.ok(!isFailed({ status: 302 }) && isFailed({ status: 404 }));
  });

  it("stops sending when it is told to, and waits for what it has sent", async () => {
    const stop = new AbortController();
    answer = (_, response) => {
      stop.abort();
      setImmediate(() => response.end());
    };
    const outcomes = await run({ rps: 100 }, stop.signal);
    assert.ok(outcomes.length >= 1 && outcomes.length < 20);
    assert.equal(outcomes.filter(isFailed).length, 0);
    assert.deepEqual(await run({ rps: 100 }, AbortSignal.abort()), []);
  });
});
