import { table } from "../table";
import { costs, ratioOf, verdictsOf, type Beside, type Point, type Verdict } from "./judge";

/** All that a run has shown. */
export interface Curve {
  readonly cores: number;
  readonly memoryGiB: number;
  readonly points: readonly Point[];
  readonly verdicts: readonly Verdict[];
  readonly passed: boolean;
}

export function curveOf(
  machine: Pick<Curve, "cores" | "memoryGiB">,
  measured: readonly Point[],
): Curve {
  const points = [...measured].sort((a, b) => a.students - b.students);
  const verdicts = verdictsOf(points);
  const passed = points.length > 0 && verdicts.every((it) => it.passed);
  return { ...machine, points, verdicts, passed };
}

export const head = [
  ...["students", "objects", "up", "kubectl", "ratio", "check", "writes"],
  ...["reset of some", "kubectl", "ratio", "reset of all", "kubectl", "ratio"],
  ...["up", "check", "reset"].map((cost) => `${cost} ms/student`),
] as const;

const bare = (ms: number): string => (ms / 1000).toFixed(1);

const beside = (it: Beside): string[] => [bare(it.ms), bare(it.kubectlMs), ratioOf(it).toFixed(2)];

export const rowOf = (point: Point): string[] => [
  point.students.toString(),
  point.up.objects.toString(),
  ...beside(point.up),
  bare(point.check.ms),
  point.check.writes.toString(),
  ...beside(point.some),
  ...beside(point.all),
  ...[costs.up, costs.check, costs.reset].map((cost) => cost(point).toFixed(0)),
];

export function curveText({ points, verdicts, cores, memoryGiB, passed }: Curve): string {
  const changed = points.map(
    ({ students, some, all }) =>
      `${students}: ${some.objects} changed objects of ${some.students} students, ${all.objects} of all.`,
  );
  return [
    table(head, points.map(rowOf)),
    "",
    `Times in seconds. Changed objects: ${changed.join(" ")}`,
    "",
    table(
      ["", "found", "at most", ""],
      verdicts.map((it) => [it.what, it.found, it.atMost, it.passed ? "passed" : "FAILED"]),
    ),
    "",
    `${passed ? "Passed" : "FAILED"}, on ${cores} cores and ${memoryGiB} GiB.`,
  ].join("\n");
}
