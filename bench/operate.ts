import { readFileSync } from "node:fs";

import { emptyProgram, shopProgram } from "./programs";
import { openStack } from "../sandbox/engine/workspace";
import { recordedTarget } from "../sandbox/engine/target";
import { silentProgress } from "../sandbox/progress";
import { stackTools, resolveTools } from "../sandbox/tools";

/**
 * One operation of the engine on a program of the bench, in a process of its own, as a person's command is:
 *   operate up|preview|destroy empty|shop NAMESPACE
 */
async function operate(verb: string, which: string, namespace: string): Promise<void> {
  const target = recordedTarget("dev");
  if (target === undefined) throw new Error("the dev stack is not up");
  const { pulumi } = await resolveTools(stackTools, silentProgress);
  const stack = await openStack({
    stack: `bench-${which}`,
    config: { "aws:region": "ap-northeast-2" },
    secretKeys: [],
    pulumi,
    target,
    program:
      which === "empty"
        ? emptyProgram
        : shopProgram(namespace, readFileSync(target.kubeconfig, "utf8")),
  });
  const quiet = { color: "never" as const, suppressProgress: true };
  if (verb === "preview") await stack.preview(quiet);
  else if (verb === "destroy") await stack.destroy(quiet);
  else await stack.up(quiet);
}

const [verb = "up", which = "empty", namespace = "bench"] = process.argv.slice(2);
operate(verb, which, namespace).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
