import type { TrafficFlags } from "./flags";
import { write } from "./report/file";
import { page } from "./report/page";
import type { Run } from "./result";
import { summary } from "./summary";

/** Where a run's end is said: what came of it, and what is beside that. */
export interface Voice {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Says what came of a run, and answers the exit code. The report is last: if it cannot be written, nothing else is lost. */
export function end(
  run: Run,
  { json, report }: Pick<TrafficFlags, "json" | "report">,
  { out, err }: Voice,
): number {
  const { result } = run;
  out(json ? JSON.stringify(result, undefined, 2) : summary(result).join("\n"));
  if (report !== undefined) {
    const failure = write(report, page(run));
    if (failure !== undefined) {
      err(
        `The report could not be written to ${report} (${failure}): what came of the run is on standard output.`,
      );
      return 1;
    }
    err(`The report is in ${report}.`);
  }
  if (result.interrupted) return 130;
  return result.failed > 0 || result.requests === 0 ? 1 : 0;
}
