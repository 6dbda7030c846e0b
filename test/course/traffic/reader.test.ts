import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

import { KubeConfig } from "@kubernetes/client-node";

import { RouteReader } from "../../../course/traffic/route";

const istio = "/apis/networking.istio.io/v1/namespaces/shop";
const labels = (slot: string) => ({ app: "web", slot });
const deployment = (slot: string, version: string) => ({
  metadata: { labels: { ...labels(slot), version }, generation: 1 },
  status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1 },
});
const to = (subset: string, weight: number) => ({
  ...{ destination: { host: "web", subset }, weight },
});
const answers: Readonly<Record<string, object>> = {
  [`${istio}/virtualservices/web`]: {
    spec: { http: [{ route: [to("old", 1), to("new", 3)] }] },
  },
  [`${istio}/destinationrules`]: {
    items: [
      {
        spec: {
          host: "web.shop.svc.cluster.local",
          subsets: [
            { name: "old", labels: labels("stable") },
            { name: "new", labels: { version: "v2" } },
          ],
        },
      },
    ],
  },
  "/apis/apps/v1/namespaces/shop/deployments": {
    items: [deployment("stable", "v1"), deployment("canary", "v2")],
  },
};

describe("course traffic: reading the route", () => {
  let server: Server;
  let hangs = false;
  const open = () =>
    new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
  const reader = (patienceMs?: number, config = new KubeConfig()) => {
    const { port } = server.address() as AddressInfo;
    config.loadFromClusterAndUser(
      { name: "c", server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
      { name: "me" },
    );
    return new RouteReader(config, "shop", "web", patienceMs);
  };

  before((done) => {
    server = createServer((request, response) => {
      if (hangs) return;
      const body = answers[request.url?.split("?")[0] ?? ""];
      response.writeHead(body ? 200 : 404, { "content-type": "application/json" });
      response.end(JSON.stringify(body ?? {}));
    }).listen(0, "127.0.0.1", done);
  });
  beforeEach(() => (hangs = false));
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it("takes the route, how its subsets are cut, and the pods behind them together", async () => {
    assert.deepEqual(await reader().read(), { weights: { v1: 25, v2: 75 }, rules: 0 });
  });

  it("gives up an API server that hangs, and leaves no connection to wait for", async () => {
    hangs = true;
    assert.equal(await reader(100).read(), undefined);
    while ((await open()) > 0) await wait(20);
  });

  it("gives up credentials that do not come", async () => {
    const config = new KubeConfig();
    config.applySecurityAuthentication = () => new Promise(() => undefined);
    assert.equal(await reader(100, config).read(), undefined);
  });

  it("ends at once when the run is over", async () => {
    hangs = true;
    const over = new AbortController();
    const read = reader(60_000).read(over.signal);
    while ((await open()) === 0) await wait(20);
    over.abort();
    assert.equal(await read, undefined);
    while ((await open()) > 0) await wait(20);
  });
});
