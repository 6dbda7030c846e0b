import { inColumns } from "../columns";
import type { Planned } from "./graph";
import { clock, labelOf, yardstick, type Plan } from "./plan";
import type { Slot } from "./schedule";
import { timeOf, type CreationTime } from "./times";

/** The plan as text: critical path with sources, yardstick, all parts, and what destroy takes first. */
export function table(plan: Plan): string {
  const { stack, graph, measure, parts, finalizers } = plan;
  const made = [...graph.values()].filter(({ component }) => !component).length;
  const slowest = (boxes: Plan["parts"][number]["boxes"]) =>
    boxes.reduce<(typeof boxes)[number] | undefined>(
      (most, box) => (most && most.end - most.start >= box.end - box.start ? most : box),
      undefined,
    );
  const times = [...new Set(measure.path.map(({ resource }) => timeOf(resource)))];
  return [
    `Stack ${stack}: ${made} resources in ${clock(measure.seconds)} (minutes:seconds), if each takes what is published. Nothing was run.`,
    section("The critical path: what each step waits for is the step before", [
      ["from", "takes", "what", "name", "source"],
      ...measure.path.map((slot) => [
        ...step(slot),
        `[${times.indexOf(timeOf(slot.resource)) + 1}]`,
      ]),
    ]),
    ...times.map((time, index) => `  [${index + 1}] ${sourceOf(time)}`),
    section(
      `The least: ${yardstick(plan)}; the path is ${measure.ratio.toFixed(2)} of it`,
      measure.least.map(step),
    ),
    section("All parts", [
      ["part", "resources", "from", "to", "slowest"],
      ...parts.map(({ title, boxes, quick, start, end }) => {
        const box = slowest(boxes);
        const count = quick + boxes.reduce((sum, { slots }) => sum + slots.length, 0);
        const words = box ? `${box.what} ${clock(box.end - box.start)}` : "all quick";
        return [title, String(count), clock(start), clock(end), words];
      }),
    ]),
    section(
      "Destroy goes the same way back; these first, for somebody must be there to serve their finalizers",
      finalizers.map(({ object, servers }) => [
        named(object),
        "before",
        servers.map(named).join(", "),
      ]),
    ),
    "",
  ].join("\n");
}

const named = ({ type, name }: Planned): string => `${type.split(":").at(-1) ?? type} ${name}`;

const step = ({ start, end, resource }: Slot): string[] => [
  clock(start),
  clock(end - start),
  labelOf([resource]),
  resource.name,
];

const sourceOf = ({ what, kind, source }: CreationTime): string =>
  `${what}: ${kind === "bound" ? "a bound; " : ""}${source}`;

function section(title: string, rows: readonly (readonly string[])[]): string {
  const lines = rows.length > 0 ? inColumns(rows) : ["nothing"];
  return ["", title, ...lines.map((line) => `  ${line}`)].join("\n");
}
