import assert from "node:assert/strict";

import { allBefore, graphOf, type Graph, type Planned } from "../../sandbox/plan/graph";
import {
  controlPlane,
  fargateProfile,
  inKubernetes,
  managedService,
  network,
  nodeGroup,
  pods,
  type Kind,
} from "../../sandbox/plan/kinds";
import { measure, slack } from "../../sandbox/plan/measure";
import { brokenMusts, mustsOf, type Must } from "../../sandbox/plan/needs";
import { childrenOf } from "../../sandbox/plan/remote";
import { timeOf } from "../../sandbox/plan/times";
import type { Run } from "../mocks";

const graphs = new WeakMap<Run, Promise<Graph>>();

async function graphOfRun(run: Promise<Run>): Promise<Graph> {
  const made = await run;
  const known =
    graphs.get(made) ?? childrenOf(made.resources).then((them) => graphOf(made.resources, them));
  graphs.set(made, known);
  return known;
}

const named = ({ type, name }: Planned): string => `${type} ${name}`;
const told = ({ later, earlier, need }: Must): string =>
  `${named(later)} must come after ${named(earlier)}, and go before it: ${need.why}`;

/** The order in which a stack comes and goes, by the program's own run. */
export function comesAndGoesInOrder(run: () => Promise<Run>): void {
  it("is made side by side as far as AWS allows", async () => {
    const graph = await graphOfRun(run());
    const whole = measure(graph);
    assert.ok(whole.ratio >= 1, "nothing is faster than the least");
    assert.ok(whole.ratio <= slack, line(graph));
    // A service of AWS that takes half an hour would hide a cluster that is made late.
    const quick = measure(graph, (it) => (managedService(it) ? 0 : timeOf(it).seconds));
    assert.ok(quick.ratio <= slack, line(graph));
  });

  it("begins nothing before what it needs, and on destroy takes away nothing that is needed", async () => {
    const graph = await graphOfRun(run());
    assert.deepEqual(brokenMusts(graph).map(told), []);
    assert.ok(mustsOf(graph).some(({ need }) => need.finalizer !== undefined));
  });

  it("is destroyed from the objects over nodes and cluster down to the network", async () => {
    const graph = await graphOfRun(run());
    const before = allBefore(graph);
    const all = [...graph.values()];
    const outlive = (later: Kind, earlier: Kind): void => {
      const needed = all.filter(earlier);
      assert.ok(needed.length > 0);
      for (const it of all.filter(later))
        assert.ok(
          needed.some(({ urn }) => before.get(it.urn)?.has(urn)),
          `${named(it)} would outlive ${needed.map(named).join(" and ")}`,
        );
    };
    const places: Kind = (it) => nodeGroup(it) || fargateProfile(it);
    outlive(pods, places);
    outlive(inKubernetes, controlPlane);
    outlive(places, controlPlane);
    outlive(controlPlane, network);
  });
}

function line(graph: Graph): string {
  const { path, seconds, leastSeconds } = measure(graph);
  const steps = path.map(({ end, resource }) => `${named(resource)} to ${end}`);
  return `${seconds} s where ${leastSeconds} s would do: ${steps.join(", ")}`;
}
