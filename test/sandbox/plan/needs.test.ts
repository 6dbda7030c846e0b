import assert from "node:assert/strict";

import { graphOf } from "../../../sandbox/plan/graph";
import { measure, slack, termsOf } from "../../../sandbox/plan/measure";
import { brokenMusts } from "../../../sandbox/plan/needs";
import { creationTimes } from "../../../sandbox/plan/times";
import { made, platformGraph } from "./sample";

const broken = (after?: Parameters<typeof platformGraph>[0]) =>
  brokenMusts(platformGraph(after)).map(({ later, earlier }) => `${later.name} ${earlier.name}`);

describe("the yardstick of a plan", () => {
  it("is control plane, nodes, and the slowest line of those that must follow", () => {
    const measured = measure(platformGraph());
    assert.deepEqual(
      measured.least.map(({ resource }) => resource.name),
      ["eks", "vpc-cni", "nodes", "coredns", "alb", "web"],
    );
    const { controlPlane = 0, nodes = 0, followers = 0 } = termsOf(measured);
    assert.equal(controlPlane + nodes + followers, measured.leastSeconds);
    assert.ok(measured.ratio >= 1 && measured.ratio <= slack, String(measured.ratio));
  });

  it("shows a control plane that waits for NAT gateways", () => {
    assert.ok(measure(platformGraph({ eks: ["subnet", "nat"] })).ratio > slack);
  });

  it("shows nodes that wait for files, where these wait for the control plane", () => {
    const target = ["files", "subnet", "eks"];
    const nodes = ["eks", "vpc-cni", "nat", "target"];
    assert.ok(measure(platformGraph({ target })).ratio <= slack);
    assert.ok(measure(platformGraph({ target, nodes })).ratio > slack);
  });
});

describe("what AWS and Kubernetes need", () => {
  it("is kept by a platform that is composed well", () => {
    assert.deepEqual(broken(), []);
  });

  it("shows objects that would outlive who serves their finalizers", () => {
    assert.deepEqual(broken({ web: ["nodes"] }), ["web alb"]);
    assert.deepEqual(broken({ claim: ["nodes"] }), ["claim aws-ebs-csi-driver"]);
  });

  it("shows controllers that would outlive nodes or names, and nodes without a pod network", () => {
    assert.deepEqual(broken({ alb: ["coredns"], coredns: ["eks"] }), [
      "coredns nodes",
      "alb nodes",
    ]);
    assert.deepEqual(broken({ alb: ["nodes"] }), ["alb coredns"]);
    assert.deepEqual(broken({ nodes: ["eks", "nat"] }), ["nodes vpc-cni"]);
  });
});

describe("a call that names the cluster", () => {
  it("is made while the cluster stands, whatever it makes", () => {
    for (const type of ["podIdentityAssociation:PodIdentityAssociation", "accessEntry:AccessEntry"])
      assert.deepEqual(
        brokenMusts(
          graphOf(
            [
              made("eks", "aws:eks/cluster:Cluster"),
              made("late", `aws:eks/${type}`, { after: ["eks"] }),
              made("early", `aws:eks/${type}`, { inputs: { clusterName: "shop" } }),
            ],
            new Map(),
          ),
        ).map(({ later }) => later.name),
        ["early"],
      );
  });
});

describe("the table of creation times", () => {
  it("says for each where it was read, and when", () => {
    for (const { what, seconds, source, checked } of creationTimes) {
      assert.ok(seconds > 0, what);
      assert.ok(source.length > 10, what);
      assert.match(checked, /^\d{4}-\d\d-\d\d$/, what);
    }
  });
});
