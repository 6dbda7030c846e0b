import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { parseConfig } from "../../stacks/config";
import { costOf, hourly } from "../../stacks/figures/cost";
import { figuresDocs, figuresFile } from "../../stacks/figures/docs";
import { fargateSize } from "../../stacks/figures/fargate";
import { fewestNodes } from "../../stacks/figures/room";
import { changed, committed, smallest, type Raw } from "./committed";

const today = new Date("2026-11-21");
const settings = (raw: Raw) => parseConfig("dev", raw, today);
const costs = (raw: Raw): number =>
  costOf(settings(raw)).reduce((sum, line) => sum + hourly(line), 0);

const byPath = [{ paths: [{ service: "ui" }] }];

/** What a change of the smallest stack costs an hour. */
const adds = (changes: Readonly<Record<string, unknown>>): number => {
  const raw = Object.entries(changes).reduce(
    (into, [key, value]) => changed(into, `twelve-street:${key}`, value),
    smallest(),
  );
  return Number((costs(raw) - costs(smallest())).toFixed(4));
};

describe("what a stack costs", () => {
  it("is the sum of a small stack's lines", () => {
    // Control plane, NAT and its address, two t3.medium, 40 GiB, two NLBs with two addresses each, a key.
    const month = 730;
    const sum =
      0.1 + 0.059 + 0.005 + 2 * 0.052 + (40 * 0.0912 + 1) / month + 2 * 0.0225 + 4 * 0.005;
    assert.equal(costs(smallest()).toFixed(6), sum.toFixed(6));
  });

  const parts: readonly [string, Readonly<Record<string, unknown>>, number][] = [
    ["no NAT, but addresses of the nodes", { "network.nat": "none" }, -0.064 + 2 * 0.005],
    ["three endpoints in two zones", { "network.endpoints": ["ecr", "sts"] }, 6 * 0.013],
    ["another node with its disk", { "cluster.nodeGroups.standard-workers.desired": 3 }, 0.0545],
    ["no key", { "cluster.encryptSecrets": false }, -0.0014],
    [
      "NGINX's load balancer, and no addresses inside",
      { "ingress.nginx": { scheme: "internal" } },
      0.0225,
    ],
    [
      "one ALB for two routes of a group",
      {
        "ingress.alb": {},
        "ingress.routes": Object.fromEntries(
          ["blue", "green"].map((name) => [
            name,
            {
              by: "alb",
              group: { name: "shop" },
              hosts: [{ host: `${name}.example.com`, paths: [{ service: "ui" }] }],
            },
          ]),
        ),
      },
      0.0225 + 2 * 0.005,
    ],
    [
      "an ALB for each Gateway on one, even of a route's or a group's name",
      {
        "ingress.alb": {},
        "ingress.gatewayApi": {},
        "ingress.routes": {
          blue: { by: "alb", group: { name: "green" }, hosts: byPath },
          green: { by: "gateway", on: "alb", hosts: byPath },
          inside: { by: "gateway", on: "alb", scheme: "internal", hosts: byPath },
        },
      },
      3 * 0.0225 + 2 * 2 * 0.005,
    ],
    [
      "an NLB for each Gateway on Istio",
      {
        mesh: { size: "small" },
        "cluster.nodeGroups.standard-workers.desired": 3,
        "ingress.gatewayApi": {},
        "ingress.routes": {
          open: { by: "gateway", on: "istio", hosts: byPath },
          inside: { by: "gateway", on: "istio", scheme: "internal", hosts: byPath },
        },
      },
      0.0545 + 2 * 0.0225 + 2 * 0.005,
    ],
    [
      "a database that AWS runs twice",
      {
        "backingServices.database": {
          place: { on: "aws", onDestroy: "delete", multiAz: true, storageGiB: 20 },
        },
      },
      2 * 0.016 + (40 * 0.115) / 730,
    ],
    [
      "a file system, which costs by use",
      { "storage.efs": { fileSystem: { onDestroy: "delete" } } },
      0,
    ],
  ];
  for (const [what, changes, dollars] of parts)
    it(`grows by ${what}`, () => {
      assert.equal(adds(changes), Number(dollars.toFixed(4)));
    });

  it("says which price is not noted", () => {
    const raw = changed(
      smallest(),
      "twelve-street:cluster.nodeGroups.standard-workers.instanceType",
      "m5.xlarge",
    );
    assert.throws(() => costs(raw), /the price of m5\.xlarge is not noted/);
  });
});

describe("what a stack needs", () => {
  it("is fewer nodes of a larger type, and never none", () => {
    for (const stack of ["dev", "prod"]) {
      const counts = (["t3.small", "t3.medium", "t3.large", "t3.xlarge"] as const).map(
        (type) => fewestNodes(settings(committed(stack)), type) ?? Infinity,
      );
      assert.deepEqual(
        counts,
        [...counts].sort((a, b) => b - a),
        stack,
      );
      assert.ok(counts.every((count) => count >= 1));
    }
  });

  it("is held by what is left when a zone of prod goes", () => {
    const prod = settings(committed("prod"));
    const { desired, instanceType } = Object.values(prod.cluster.nodeGroups)[0] ?? {};
    assert.ok(desired && instanceType);
    assert.ok((fewestNodes(prod, instanceType) ?? Infinity) <= desired - 1);
  });

  it("is on Fargate the smallest size with a quarter of a GiB to spare", () => {
    assert.deepEqual(fargateSize({ cpuMillis: 100, memoryMiB: 256 }), {
      vcpus: 0.25,
      memoryGiB: 0.5,
    });
    assert.deepEqual(fargateSize({ cpuMillis: 100, memoryMiB: 257 }), {
      vcpus: 0.25,
      memoryGiB: 1,
    });
    assert.deepEqual(fargateSize({ cpuMillis: 251, memoryMiB: 1 }), { vcpus: 0.5, memoryGiB: 1 });
    assert.throws(() => fargateSize({ cpuMillis: 5000, memoryMiB: 1 }), RangeError);
  });
});

describe("docs/figures.md", () => {
  it("says what the stacks' config says; if not: npx tsx stacks/docs.ts", async () => {
    assert.equal(readFileSync(figuresFile, "utf8"), await figuresDocs());
  });
});
