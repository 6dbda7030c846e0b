import type { Interrupt } from "../engine/interrupt";
import { readable } from "../engine/readable";
import { openSession } from "../engine/session";
import { unfinished } from "../engine/unfinished";
import { consoleProgress } from "../progress";
import { engineOptions } from "./engine-options";
import type { UpFlags } from "./up";

/** One resource of a preview, as `--json` lists it. */
interface PreviewStep {
  urn: string;
  type: string;
  op: string;
  inputs: unknown;
}

export async function preview(flags: UpFlags, interrupt: Interrupt): Promise<void> {
  const session = await openSession(flags.stack, { ...flags, program: true });
  if (unfinished(session.name))
    consoleProgress().step(
      `An earlier run of ${session.name} was cut off before its state was written: what it has made is not seen here`,
    );
  const steps: PreviewStep[] = [];
  const result = await interrupt.during((signal) =>
    session.stack.preview(
      engineOptions(flags, signal, ({ resourcePreEvent }) => {
        if (resourcePreEvent === undefined) return;
        const { urn, type, op, new: after } = resourcePreEvent.metadata;
        steps.push({ urn, type, op, inputs: readable(after?.inputs) });
      }),
    ),
  );
  if (flags.json)
    process.stdout.write(
      `${JSON.stringify({ stack: session.name, changes: result.changeSummary, steps }, undefined, 2)}\n`,
    );
}
