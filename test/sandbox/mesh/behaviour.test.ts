import assert from "node:assert/strict";

import { httpPorts, preStopSeconds, readinessStatus, type Pod } from "../../../sandbox/mesh/pods";
import { gatewayTarget, health, shopPaths } from "../../../sandbox/mesh/stand-ins/answers";
import { behaviourKeys, behaviourOf } from "../../../sandbox/mesh/stand-ins/behaviour";
import { passedOn } from "../../../sandbox/mesh/stand-ins/calls";

const pod = (change: Partial<Pod["spec"]["containers"][number]>): Pod => ({
  metadata: { name: "products-1", namespace: "shop", uid: "1" },
  spec: { containers: [change] },
  status: {
    conditions: [
      { type: "PodScheduled", status: "True" },
      { type: "ContainersReady", status: "False" },
      { type: "Ready", status: "False" },
    ],
    containerStatuses: [{ name: "products", ready: false }],
  },
});

describe("what a pod's annotations ask of its stand-in", () => {
  const { latency, failures, start, calls } = behaviourKeys;

  it("is read, each with its unit", () => {
    const { behaviour, unread } = behaviourOf({
      [latency]: "20ms-0.5s",
      [failures]: "12.5% 503",
      [start]: "5s",
      [calls]: "preference:8080, inventory:9090",
    });
    assert.deepEqual(behaviour, {
      latencyMs: [20, 500],
      failures: { share: 0.125, status: 503 },
      startMs: 5000,
      calls: ["preference:8080", "inventory:9090"],
    });
    assert.deepEqual(unread, []);
  });

  it("is nothing where it cannot be read, and is named", () => {
    const wrong = { [latency]: "fast", [failures]: "110%", [start]: "5", [calls]: "preference" };
    const { behaviour, unread } = behaviourOf(wrong);
    assert.deepEqual(behaviour, behaviourOf().behaviour);
    assert.equal(unread.length, 4);
  });
});

describe("a stand-in", () => {
  it("listens where its pod speaks HTTP, and nowhere else", () => {
    const ports = [
      { name: "http", containerPort: 8080 },
      { name: "http-admin", containerPort: 9000 },
      { containerPort: 8081 },
      { name: "postgres", containerPort: 5432 },
      { name: "https", containerPort: 8443 },
      { name: "http", containerPort: 53, protocol: "UDP" },
    ];
    assert.deepEqual(httpPorts(pod({ ports })), [8080, 9000, 8081]);
  });

  it("serves on as long as its pod's pre-stop hook waits", () => {
    assert.equal(preStopSeconds(pod({ lifecycle: { preStop: { sleep: { seconds: 15 } } } })), 15);
    const exec = { command: ["sh", "-c", "sleep 7"] };
    assert.equal(preStopSeconds(pod({ lifecycle: { preStop: { exec } } })), 7);
    assert.equal(preStopSeconds(pod({})), 0);
  });

  it("makes its pod ready and leaves its other conditions alone", () => {
    const { status } = readinessStatus(pod({}), true) as { status: Pod["status"] };
    assert.deepEqual(
      status.conditions?.map(({ type, status: is }) => `${type} ${is}`),
      ["PodScheduled True", "ContainersReady True", "Ready True"],
    );
    assert.deepEqual(status.containerStatuses, [{ name: "products", ready: true, started: true }]);
  });

  it("answers the shop's paths and no others", () => {
    const products = shopPaths("products");
    assert.ok(products);
    assert.match(products("GET", "/products")?.body ?? "", /_embedded/);
    assert.match(products("GET", "/products/2")?.body ?? "", /"id":2/);
    assert.equal(products("PUT", "/product/decreaseStock/1")?.status, 200);
    assert.equal(products("GET", "/orders"), undefined);
    assert.equal(shopPaths("orders")?.("POST", "/orders")?.status, 201);
    assert.equal(shopPaths("customer"), undefined);
    assert.deepEqual([health(true).status, health(false).status], [200, 503]);
  });

  it("sends on what its gateway sends where the gateway's own table says", () => {
    assert.equal(gatewayTarget("/goods/3"), "products");
    assert.equal(gatewayTarget("/deliveries"), "delivery");
    assert.equal(gatewayTarget("/surveys/1"), undefined);
  });

  it("passes on what belongs to a request, and not what belongs to a hop", () => {
    const headers = {
      host: "products",
      connection: "close",
      "transfer-encoding": "chunked",
      "x-envoy-attempt-count": "1",
      "user-agent": "Firefox",
      cookie: "group=b",
    };
    assert.deepEqual(passedOn(headers), { "user-agent": "Firefox", cookie: "group=b" });
  });
});
