import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

import { Command, InvalidArgumentError } from "commander";

import { consoleProgress } from "../../sandbox/progress";
import { untilStopped } from "../stopping";
import type { Point } from "./judge";
import { picture } from "./picture";
import { curveOf, curveText } from "./report";
import { measure, Stopped } from "./run";

interface Flags {
  readonly students: readonly number[];
  readonly some: number;
  readonly seed: number;
  readonly html?: string;
  readonly json?: boolean;
}

const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("give a whole number above 0");
  return value;
};

export const classroomCommand = (): Command =>
  new Command("classroom")
    .description("up, check and reset of classrooms, each beside kubectl: docs/classroom-speed.md")
    .option(
      "--students <numbers>",
      "sizes of classrooms",
      (text) => text.split(",").map(number),
      [10, 20, 50, 100],
    )
    .option("--some <number>", "how many have drifted where not all have", number, 20)
    .option("--seed <number>", "of what is done to them", number, 1)
    .option("--html <file>", "the curve as a picture, in one file")
    .option("--json", "as JSON")
    .action(classroom);

async function classroom(flags: Flags): Promise<void> {
  const stopped = untilStopped("measurement");
  const machine = { cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) };
  const points: Point[] = [];
  try {
    for await (const point of measure(flags, consoleProgress(), stopped)) {
      points.push(point);
      // Each size counts as soon as it is there: the largest takes longest.
      if (flags.html !== undefined) writeFileSync(flags.html, picture(curveOf(machine, points)));
    }
  } catch (error) {
    // On a terminal the commands under way hear Ctrl-C, too, and end.
    if (!(error instanceof Stopped) && !stopped.aborted) throw error;
  }
  const curve = curveOf(machine, points);
  process.stdout.write(
    flags.json ? `${JSON.stringify(curve, undefined, 2)}\n` : `${curveText(curve)}\n`,
  );
  if (!curve.passed || stopped.aborted) process.exitCode = 1;
}
