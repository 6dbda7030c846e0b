import { clock, type Box, type Plan } from "./plan";

const row = 22;
const left = 470;
const width = 1240;
const top = 60;

/** The plan over time: a bar for each box, the critical path in red. */
export function svg(plan: Plan): string {
  const { seconds } = plan.measure;
  const lines = plan.parts.flatMap(({ title, boxes }) =>
    boxes.map((box, index) => ({ box, title: index === 0 ? title : "" })),
  );
  const height = top + lines.length * row + 40;
  const x = (at: number): number => left + (at / Math.max(1, seconds)) * (width - left - 130);
  const marks = Array.from({ length: Math.floor(seconds / 60) + 1 }, (_, minute) => minute * 60)
    .filter((at) => seconds < 1200 || at % 300 === 0)
    .map(
      (at) =>
        `<line x1="${px(x(at))}" x2="${px(x(at))}" y1="${top - 12}" y2="${height - 30}" stroke="#ddd"/>` +
        text(x(at), height - 14, clock(at), "middle"),
    );
  const bars = lines.map(({ box, title }, index) => bar(box, title, top + index * row, x));
  const head = `Stack ${plan.stack}: ${clock(seconds)}; ${yardstickRatio(plan)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(12, 28, head, "start", "bold"),
    ...marks,
    ...bars,
    "</svg>",
    "",
  ].join("\n");
}

const yardstickRatio = ({ measure }: Plan): string =>
  `${measure.ratio.toFixed(2)} of the least that AWS and Kubernetes allow; the critical path is red`;

function bar(box: Box, title: string, y: number, x: (at: number) => number): string {
  const fill = box.critical ? "#c51b1b" : "#7a9cc6";
  const length = Math.max(2, x(box.end) - x(box.start));
  return [
    text(12, y + 11, title, "start", "bold"),
    text(left - 8, y + 11, box.what, "end"),
    `<rect x="${px(x(box.start))}" y="${y}" width="${px(length)}" height="${row - 8}" rx="2" fill="${fill}"/>`,
    text(x(box.end) + 6, y + 11, `${clock(box.start)} – ${clock(box.end)}`, "start"),
  ].join("");
}

const px = (value: number): string => value.toFixed(1);

function text(x: number, y: number, words: string, anchor: string, weight = "normal"): string {
  const escaped = words.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}" font-weight="${weight}">${escaped}</text>`;
}
