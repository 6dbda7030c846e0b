import type { Graph, Planned } from "./graph";

/** When a resource is begun and done, in seconds from the start, if each begins as soon as it may. */
export interface Slot {
  readonly resource: Planned;
  readonly start: number;
  readonly end: number;
}

export type Schedule = ReadonlyMap<string, Slot>;

export function scheduleOf(graph: Graph, seconds: (of: Planned) => number): Schedule {
  const slots = new Map<string, Slot>();
  const slot = (urn: string): Slot | undefined => {
    const resource = graph.get(urn);
    const known = slots.get(urn);
    if (known || !resource) return known;
    const start = Math.max(0, ...resource.waitsFor.map((earlier) => slot(earlier)?.end ?? 0));
    const made = { resource, start, end: start + seconds(resource) };
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
    at = latest(at.resource.waitsFor.flatMap((urn) => schedule.get(urn) ?? []));
  }
  return path;
}

const latest = (slots: readonly Slot[]): Slot | undefined =>
  slots.reduce<Slot | undefined>(
    (last, slot) => (last && last.end >= slot.end ? last : slot),
    undefined,
  );
