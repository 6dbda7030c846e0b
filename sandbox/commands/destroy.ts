import type { Interrupt } from "../engine/interrupt";
import { refuseProtected } from "../engine/protection";
import { refuseUnder } from "../engine/platform";
import { openSession } from "../engine/session";
import { stateOf } from "../engine/state";
import { forgetTarget } from "../engine/target";
import { operate } from "./operate";
import type { UpFlags } from "./up";

export async function destroy(flags: UpFlags, interrupt: Interrupt): Promise<void> {
  refuseUnder(flags.stack);
  // Its pods would drain for as long as they may take.
  const session = await openSession(flags.stack, { ...flags, mesh: false });
  refuseProtected(session.name, await stateOf(session.stack));
  const { summary } = await operate(session, "destroy", flags, interrupt);
  forgetTarget(flags.stack);
  if (flags.json)
    process.stdout.write(
      `${JSON.stringify({ stack: session.name, changes: summary.resourceChanges ?? {} }, undefined, 2)}\n`,
    );
}
