import type { DestroyResult, UpResult } from "@pulumi/pulumi/automation";

import { parseStack } from "../../stacks/config";
import { effectiveConfig, writeConfigCopy } from "../engine/config-copy";
import type { Interrupt } from "../engine/interrupt";
import type { Session } from "../engine/session";
import {
  isSameRun,
  noteFile,
  unfinished,
  writtenOnce,
  type Unfinished,
} from "../engine/unfinished";
import { UserError } from "../errors";
import { consoleProgress } from "../progress";
import { engineOptions, type EngineFlags } from "./engine-options";

interface Results {
  readonly up: UpResult;
  readonly destroy: DestroyResult;
}

/** An operation of the engine on a stack, after what an earlier one was cut off from. */
export async function operate<V extends Unfinished["verb"]>(
  session: Session,
  verb: V,
  flags: EngineFlags,
  interrupt: Interrupt,
): Promise<Results[V]> {
  const { name, stack } = session;
  const run = (of: Unfinished["verb"], its: EngineFlags) =>
    interrupt.during<UpResult | DestroyResult>((signal) => stack[of](engineOptions(its, signal)));
  // Only some resources: what the whole config says may be more than is to be done.
  const isWhole = session.config.kind === "classroom" && flags.target === undefined;
  const wanted: Unfinished = { verb, config: effectiveConfig(name) };
  const left = unfinished(name);
  if (left && !(isWhole && isSameRun(left, wanted))) {
    consoleProgress().step(
      `An earlier ${left.verb} of ${name} was cut off before its state was written: ending it first`,
    );
    const { json } = flags;
    await withConfig(name, left, () =>
      writtenOnce(stack, left, () => run(left.verb, json === undefined ? {} : { json })),
    );
  }
  const operation = () => run(verb, flags);
  const result = await (isWhole ? writtenOnce(stack, wanted, operation) : operation());
  return result as Results[V];
}

/** Has the engine see the config of an earlier run, which may know students that are none any more. */
async function withConfig(name: string, { config }: Unfinished, work: () => Promise<unknown>) {
  try {
    parseStack(name, config);
  } catch (error) {
    throw new UserError(
      `An earlier run of ${name} was cut off, and what it was to do is refused now: ${String(error)}\n` +
        `To leave what it has made as it is, delete ${noteFile(name)}.`,
    );
  }
  writeConfigCopy(name, config);
  try {
    await work();
  } finally {
    writeConfigCopy(name, effectiveConfig(name));
  }
}
