import type { Graph, Planned } from "./graph";
import { measure, termsOf, type Measure } from "./measure";
import { mustsOf } from "./needs";
import { scheduleOf, type Schedule, type Slot } from "./schedule";
import { timeOf } from "./times";

/** Everything that is shown of a stack's plan. */
export interface Plan {
  readonly stack: string;
  readonly graph: Graph;
  readonly schedule: Schedule;
  readonly measure: Measure;
  readonly parts: readonly Part[];
  /** What destroy takes first, and whom its finalizer waits for. */
  readonly finalizers: readonly Finalizer[];
}

/** An outermost component of the program with all in it. */
export interface Part {
  readonly title: string;
  readonly boxes: readonly Box[];
  /** How many resources are left out of the boxes. */
  readonly quick: number;
  readonly start: number;
  readonly end: number;
}

/** Resources of one kind that are made at the same time. */
export interface Box {
  readonly what: string;
  readonly slots: readonly Slot[];
  readonly start: number;
  readonly end: number;
  readonly critical: boolean;
}

export interface Finalizer {
  readonly object: Planned;
  readonly servers: readonly Planned[];
  readonly name: string;
}

/** Shorter than that is told by number alone. */
export const quickSeconds = 5;

export function planOf(stack: string, graph: Graph): Plan {
  const schedule = scheduleOf(graph, (it) => timeOf(it).seconds);
  const measured = measure(graph);
  const made = [...schedule.values()].filter(({ resource }) => !resource.component);
  const parts = [...new Set(made.map(({ resource }) => resource.part))].map((urn) =>
    partOf(
      graph.get(urn),
      made.filter(({ resource }) => resource.part === urn),
      measured,
    ),
  );
  return { stack, graph, schedule, measure: measured, parts, finalizers: finalizersOf(graph) };
}

function partOf(component: Planned | undefined, slots: readonly Slot[], measured: Measure): Part {
  const critical = new Set(measured.path.map(({ resource }) => resource.urn));
  const slow = slots.filter(({ start, end }) => end - start >= quickSeconds);
  const groups = new Map<string, Slot[]>();
  for (const slot of slow) {
    const key = [timeOf(slot.resource).what, slot.start, slot.end].join();
    groups.set(key, [...(groups.get(key) ?? []), slot]);
  }
  return {
    title: titleOf(component),
    boxes: [...groups.values()].map((group) => boxOf(group, critical)),
    quick: slots.length - slow.length,
    start: Math.min(...slots.map(({ start }) => start)),
    end: Math.max(...slots.map(({ end }) => end)),
  };
}

function boxOf(slots: readonly Slot[], critical: ReadonlySet<string>): Box {
  const [first] = slots;
  if (!first) throw new Error("a box of nothing");
  return {
    what: labelOf(slots.map(({ resource }) => resource)),
    slots,
    start: first.start,
    end: first.end,
    critical: slots.some(({ resource }) => critical.has(resource.urn)),
  };
}

/** `add-on coredns`, or `6 × pods of the shop`. */
export function labelOf(resources: readonly Planned[]): string {
  const labels = new Set(resources.map(labelOfOne));
  const [only = ""] = labels;
  if (labels.size === 1) return resources.length > 1 ? `${resources.length} × ${only}` : only;
  const [kind = ""] = only.split(" ");
  return `${kind}s ${[...labels].map((label) => label.slice(kind.length + 1)).join(", ")}`;
}

function labelOfOne(resource: Planned): string {
  const { inputs, type } = resource;
  const named = (kind: string, name: unknown) => typeof name === "string" && `${kind} ${name}`;
  const { what } = timeOf(resource);
  const kind = what.startsWith("other ") ? (type.split(":").at(-1) ?? type) : what;
  return named("add-on", inputs.addonName) || named("chart", inputs.chart) || kind;
}

const titleOf = (component: Planned | undefined): string =>
  component?.type.split(":").at(-1) ?? "the program itself";

function finalizersOf(graph: Graph): Finalizer[] {
  const found = new Map<string, { object: Planned; servers: Planned[]; name: string }>();
  for (const { later: object, earlier, need } of mustsOf(graph)) {
    if (need.finalizer === undefined) continue;
    const known = found.get(object.urn) ?? { object, servers: [], name: need.finalizer };
    known.servers.push(earlier);
    found.set(object.urn, known);
  }
  return [...found.values()];
}

/** Boxes that each box waits for, without those that it waits for through others. */
export function arrows({ parts, graph }: Plan): ReadonlyMap<Box, readonly Box[]> {
  const boxes = parts.flatMap((part) => part.boxes);
  const boxOfUrn = new Map(
    boxes.flatMap((box) => box.slots.map(({ resource }) => [resource.urn, box] as const)),
  );
  const seen = new Map<string, ReadonlySet<Box>>();
  const before = (urn: string): ReadonlySet<Box> => {
    const known = seen.get(urn);
    if (known) return known;
    const direct = (graph.get(urn)?.waitsFor ?? []).flatMap((earlier) => {
      const box = boxOfUrn.get(earlier);
      return box ? [box] : [...before(earlier)];
    });
    const found = new Set(direct);
    seen.set(urn, found);
    return found;
  };
  const direct = new Map(
    boxes.map((box) => [box, new Set(box.slots.flatMap((it) => [...before(it.resource.urn)]))]),
  );
  const reaches = (from: Box, to: Box): boolean =>
    [...(direct.get(from) ?? [])].some((it) => it === to || reaches(it, to));
  return new Map(
    [...direct].map(([box, to]) => [
      box,
      [...to].filter((it) => ![...to].some((other) => other !== it && reaches(other, it))),
    ]),
  );
}

/** Minutes and seconds, such as 8:33. */
export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`;

/** The yardstick in words: `control plane 8:33 + nodes 2:19 + slowest that must follow 1:30 = 12:22`. */
export function yardstick({ measure: measured }: Plan): string {
  const words: Readonly<Record<string, string>> = {
    controlPlane: "control plane",
    nodes: "nodes",
    followers: "slowest that must follow",
    beside: "slowest thing beside the cluster",
  };
  const terms = Object.entries(termsOf(measured)).map(
    ([name, seconds]) => `${words[name] ?? name} ${clock(seconds)}`,
  );
  return `${terms.join(" + ")} = ${clock(measured.leastSeconds)}`;
}
