import assert from "node:assert/strict";

import { graphOf } from "../../../sandbox/plan/graph";
import { childrenOf } from "../../../sandbox/plan/remote";
import { criticalPath, scheduleOf } from "../../../sandbox/plan/schedule";
import { made } from "./sample";

const waits = (graph: ReturnType<typeof graphOf>, urn: string) => [
  ...(graph.get(urn)?.waitsFor ?? []),
];

describe("the graph of a program", () => {
  it("has for each resource its parent, its provider and its dependencies", () => {
    const graph = graphOf(
      [
        made("house", "twelve-street:components:House", { custom: false }),
        made("provider", "pulumi:providers:kubernetes", { parent: "house" }),
        made("door", "kubernetes:core/v1:ConfigMap", { parent: "house" }),
        made("room", "kubernetes:core/v1:ConfigMap", {
          parent: "house",
          provider: "provider::an-id",
          after: ["door"],
        }),
      ],
      new Map(),
    );
    assert.deepEqual(waits(graph, "room"), ["house", "door", "provider"]);
    assert.equal(graph.get("room")?.part, "house");
    assert.equal(graph.get("house")?.part, "house");
  });

  it("lets those who wait for a plugin's component wait for all that the plugin makes", () => {
    const graph = graphOf(
      [
        made("cluster", "eks:index:Cluster", { custom: false, remote: true }),
        made("nodes", "aws:eks/nodeGroup:NodeGroup", { after: ["cluster"] }),
      ],
      new Map([["cluster", [made("eks", "aws:eks/cluster:Cluster", { parent: "cluster" })]]]),
    );
    assert.deepEqual(waits(graph, "nodes"), ["cluster", "eks"]);
    assert.deepEqual(waits(graph, "eks"), ["cluster"]);
  });

  it("takes the children of plugins from the sandbox's stand-ins", async () => {
    const cluster = made("shop", "eks:index:Cluster", {
      custom: false,
      remote: true,
      inputs: {
        name: "shop",
        vpcId: "vpc-1",
        privateSubnetIds: ["subnet-1"],
        skipDefaultNodeGroup: true,
        skipDefaultSecurityGroups: true,
        authenticationMode: "API",
        useDefaultVpcCni: true,
        kubeProxyAddonOptions: { enabled: false },
      },
    });
    const graph = graphOf([cluster], await childrenOf([cluster]));
    const all = [...graph.values()];
    const eks = all.find(({ type }) => type === "aws:eks/cluster:Cluster");
    const role = all.find(({ type }) => type === "aws:iam/role:Role");
    assert.ok(eks && role && eks.waitsFor.includes(role.urn) && eks.waitsFor.includes("shop"));
  });

  it("refuses a program that waits for what is not there", () => {
    const late = () => graphOf([made("a", "aws:ec2/vpc:Vpc", { after: ["b"] })], new Map());
    assert.throws(late, /a waits for b/);
  });
});

describe("the critical path", () => {
  it("is the line that ends last, and everything begins as soon as it may", () => {
    const graph = graphOf(
      [
        made("long", "x:y:Z"),
        made("short", "x:y:Z"),
        made("quick", "x:y:Z", { after: ["long", "short"] }),
        made("last", "x:y:Z", { after: ["quick"] }),
        made("beside", "x:y:Z", { after: ["short"] }),
      ],
      new Map(),
    );
    const seconds = { long: 60, short: 5, quick: 0, last: 10, beside: 30 };
    const schedule = scheduleOf(graph, ({ name }) => seconds[name as keyof typeof seconds]);
    const shown = criticalPath(schedule).map(({ resource, start, end }) => [
      resource.name,
      start,
      end,
    ]);
    assert.deepEqual(shown, [
      ["long", 0, 60],
      ["last", 60, 70],
    ]);
    assert.equal(schedule.get("beside")?.end, 35);
  });

  it("has Fargate profiles one after the other, as AWS makes them", () => {
    const type = "aws:eks/fargateProfile:FargateProfile";
    const graph = graphOf([made("system", type), made("shop", type)], new Map());
    const path = criticalPath(scheduleOf(graph, () => 300));
    assert.deepEqual(
      path.map(({ resource, end }) => [resource.name, end]),
      [
        ["system", 300],
        ["shop", 600],
      ],
    );
  });
});
