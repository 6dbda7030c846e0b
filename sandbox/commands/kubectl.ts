import { existsSync } from "node:fs";

import { chooseTarget } from "../engine/target";
import { UserError } from "../errors";
import { runKubectl } from "../kubectl";
import { consoleProgress } from "../progress";
import { resolveTools } from "../tools";

/** Runs kubectl with the words it is given; `--stack NAME` among them is ours. */
export async function kubectl(words: readonly string[]): Promise<void> {
  const { stack, rest } = takeStack(words);
  const { kubeconfig } = chooseTarget(stack, undefined);
  if (!existsSync(kubeconfig))
    throw new UserError(
      `Stack "${stack}" has no cluster here yet: run "npm run sandbox -- up --stack ${stack}" first.`,
    );
  const tools = await resolveTools(["kubectl"], consoleProgress());
  process.exitCode = await runKubectl(tools.kubectl.path, kubeconfig, rest);
}

function takeStack(words: readonly string[]): { stack: string; rest: string[] } {
  const rest = [...words];
  const at = rest.findIndex((word) => word === "--stack" || word.startsWith("--stack="));
  if (at < 0) return { stack: "dev", rest };
  const joined = rest[at]?.split("=")[1];
  const [, next] = rest.splice(at, joined === undefined ? 2 : 1);
  return { stack: joined ?? next ?? "dev", rest };
}
