import type { Graph, Planned } from "./graph";
import { fargateProfile } from "./kinds";

/** When a resource is begun and done, in seconds from the start, if each begins as soon as it may. */
export interface Slot {
  readonly resource: Planned;
  readonly start: number;
  readonly end: number;
  /** URNs of what it waits for here: those of the graph, and who is before it in AWS's own queue. */
  readonly after: readonly string[];
}

export type Schedule = ReadonlyMap<string, Slot>;

/**
 * AWS makes one Fargate profile of a cluster at a time (aws/aws-cdk issue 6084), and the provider lines
 * them up; here in the order of the program, there in any.
 */
export function scheduleOf(graph: Graph, seconds: (of: Planned) => number): Schedule {
  const slots = new Map<string, Slot>();
  const profiles = [...graph.values()].filter(fargateProfile).map(({ urn }) => urn);
  const queue = (urn: string): readonly string[] =>
    profiles.slice(0, Math.max(0, profiles.indexOf(urn)));
  const slot = (urn: string): Slot | undefined => {
    const resource = graph.get(urn);
    const known = slots.get(urn);
    if (known || !resource) return known;
    const after = [...resource.waitsFor, ...queue(urn)];
    const start = Math.max(0, ...after.map((earlier) => slot(earlier)?.end ?? 0));
    const made = { resource, start, end: start + seconds(resource), after };
    slots.set(urn, made);
    return made;
  };
  for (const urn of graph.keys()) slot(urn);
  return slots;
}

/** The line of resources, each waiting for the one before, that ends last: nothing is done sooner unless it is. */
export function criticalPath(schedule: Schedule): readonly Slot[] {
  const path: Slot[] = [];
  let at = latest([...schedule.values()]);
  while (at) {
    if (at.end > at.start) path.unshift(at);
    at = latest(at.after.flatMap((urn) => schedule.get(urn) ?? []));
  }
  return path;
}

const latest = (slots: readonly Slot[]): Slot | undefined =>
  slots.reduce<Slot | undefined>(
    (last, slot) => (last && last.end >= slot.end ? last : slot),
    undefined,
  );
