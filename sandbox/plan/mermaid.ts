import { arrows, clock, type Box, type Plan } from "./plan";

/** The plan as a flowchart of Mermaid: a frame for each part, and the critical path in bold. */
export function mermaid(plan: Plan): string {
  const boxes = plan.parts.flatMap((part) => part.boxes);
  const name = (box: Box): string => `b${boxes.indexOf(box)}`;
  const frames = plan.parts.flatMap(({ title, boxes: own, quick }, index) => [
    `  subgraph p${index}["${title}"]`,
    ...own.map(
      (box) => `    ${name(box)}["${box.what}<br>${clock(box.start)} – ${clock(box.end)}"]`,
    ),
    ...(quick > 0 ? [`    q${index}(["${quick} quick"])`] : []),
    "  end",
  ]);
  const path = boxes.filter(({ critical }) => critical).sort((a, b) => a.start - b.start);
  const links = [...arrows(plan)].flatMap(([box, waitsFor]) =>
    waitsFor.map((earlier) => {
      const bold = path.includes(earlier) && path.indexOf(box) === path.indexOf(earlier) + 1;
      return `  ${name(earlier)} ${bold ? "==>" : "-->"} ${name(box)}`;
    }),
  );
  return [
    "flowchart LR",
    ...frames,
    ...links,
    "  classDef critical fill:#fde0dd,stroke:#c51b1b,stroke-width:2px,color:#000",
    ...(path.length > 0 ? [`  class ${path.map(name).join(",")} critical`] : []),
    "",
  ].join("\n");
}
