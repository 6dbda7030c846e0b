import assert from "node:assert/strict";

import { graphOf } from "../../../sandbox/plan/graph";
import { planOf } from "../../../sandbox/plan/plan";
import { stackResources } from "../../../sandbox/plan/stack";
import type { Recorded } from "../../../sandbox/recorded-run";
import { rendered } from "../../../sandbox/render/objects";

describe("a classroom without an engine", () => {
  let resources: readonly Recorded[];
  before(async function () {
    // The whole platform's program runs for it, beside other tests.
    this.timeout(60_000);
    resources = await stackResources("classroom");
  });

  it("is rendered with what its platform says of itself", () => {
    const { objects } = rendered(resources);
    const named = (kind: string, name: string) =>
      objects.filter((it) => it.kind === kind && it.metadata.name === name);
    assert.equal(named("Namespace", "user07").length, 1);
    assert.equal(named("ResourceQuota", "mem-cpu-demo").length, 20);
    const [outside] = named("NetworkPolicy", "outside");
    const text = JSON.stringify(outside);
    // The subnets of dev's load balancers, and its NGINX.
    for (const fact of ["10.64.32.0/20", "ingress-nginx", "10.64.0.0/16"])
      assert.ok(text.includes(fact), fact);
  });

  it("is planned after the stack that it reads", () => {
    const graph = graphOf(resources, new Map());
    const { schedule } = planOf("classroom", graph);
    const reference = [...graph.values()].find(({ type }) => type.endsWith(":StackReference"));
    const provider = [...graph.values()].find(({ type }) => type === "pulumi:providers:kubernetes");
    assert.ok(reference && provider?.waitsFor.includes(reference.urn));
    assert.equal(schedule.size, graph.size);
  });
});
