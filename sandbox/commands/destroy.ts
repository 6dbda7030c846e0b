import type { Interrupt } from "../engine/interrupt";
import { openSession } from "../engine/session";
import { forgetTarget } from "../engine/target";
import { engineOptions } from "./engine-options";
import type { UpFlags } from "./up";

export async function destroy(flags: UpFlags, interrupt: Interrupt): Promise<void> {
  const session = await openSession(flags.stack, flags);
  await interrupt.during((signal) => session.stack.destroy(engineOptions(flags, signal)));
  forgetTarget(flags.stack);
}
