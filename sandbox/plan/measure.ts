import type { Graph, Planned } from "./graph";
import { controlPlane, fargateProfile, network, nodeGroup, podNetwork } from "./kinds";
import { leastGraph } from "./needs";
import { criticalPath, scheduleOf, type Slot } from "./schedule";
import { timeOf } from "./times";

/** How long a stack takes, against the least that AWS and Kubernetes allow. */
export interface Measure {
  readonly path: readonly Slot[];
  readonly seconds: number;
  /**
   * The yardstick: control plane, nodes, and the slowest thing that must follow, which may be a line
   * of several, each of which must follow the one before. Or, if that is longer, the slowest thing beside them.
   */
  readonly least: readonly Slot[];
  readonly leastSeconds: number;
  readonly ratio: number;
}

/** How much longer than the yardstick a stack may take: the network's own seconds have room in it, and no serial wait. */
export const slack = 1.05;

export function measure(
  graph: Graph,
  seconds: (of: Planned) => number = (it) => timeOf(it).seconds,
): Measure {
  const path = criticalPath(scheduleOf(graph, seconds));
  // What must come before the control plane is no part of the yardstick: the seconds of the network are the program's to hide.
  const least = criticalPath(
    scheduleOf(leastGraph(graph), (it) => (network(it) ? 0 : seconds(it))),
  );
  const end = path.at(-1)?.end ?? 0;
  const leastEnd = least.at(-1)?.end ?? 0;
  return {
    path,
    seconds: end,
    least,
    leastSeconds: leastEnd,
    ratio: leastEnd === 0 ? 1 : end / leastEnd,
  };
}

/** The yardstick's three terms, in seconds; `beside` where something beside the cluster is slower than all of it. */
export function termsOf({ least }: Measure): Readonly<Record<string, number>> {
  const sum = (slots: readonly Slot[]) =>
    slots.reduce((total, { start, end }) => total + end - start, 0);
  const isNodes = ({ resource }: Slot) =>
    nodeGroup(resource) || fargateProfile(resource) || podNetwork(resource);
  const isControlPlane = ({ resource }: Slot) => controlPlane(resource);
  if (!least.some(isControlPlane)) return { beside: sum(least) };
  return {
    controlPlane: sum(least.filter(isControlPlane)),
    nodes: sum(least.filter(isNodes)),
    followers: sum(least.filter((slot) => !isControlPlane(slot) && !isNodes(slot))),
  };
}
