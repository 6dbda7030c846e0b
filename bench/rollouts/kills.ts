import { setTimeout as wait } from "node:timers/promises";

import { meshStatus } from "../../sandbox/mesh";
import { envoyProgramName } from "../../sandbox/mesh/envoy";
import type { Ground } from "./ground";
import type { Marks } from "./judge";
import type { Running } from "./observe";

/** What may die in the middle of a rollout. */
export type Victim = "istiod" | "gateway" | "caller";

/** From an Envoy's death until it is asked again by those who had connections to it, and its own news are there. */
const slackMs = 1_000;

/**
 * Kills a part of the mesh when a command says that it is so far, and waits until the sandbox has it back. Answers when an Envoy was away: what
 * is lost meanwhile is lost, as at a load balancer of one.
 */
export const killing =
  (ground: Ground, victim: Victim, when: RegExp) =>
  async (running: Running): Promise<Marks["away"]> => {
    await running.says(when);
    if (running.over.aborted) throw new Error(`the command ended before ${victim} was killed`);
    const name = programOf(ground, victim);
    const pid = await pidOf(ground, name);
    if (pid === undefined) throw new Error(`${name} does not run`);
    const from = performance.now();
    process.kill(pid, "SIGKILL");
    while ((await pidOf(ground, name)) === undefined || (await pidOf(ground, name)) === pid)
      await wait(100);
    if (victim === "istiod") return undefined;
    await answering(ground);
    return { from, until: performance.now() + slackMs };
  };

const programOf = ({ facts, way }: Ground, victim: Victim): string => {
  if (victim === "istiod") return "istiod";
  if (victim === "caller") return envoyProgramName(way.caller.name);
  return envoyProgramName(facts.envoys.find((it) => it.calls === undefined)?.name ?? "");
};

/** Of the sandbox of this ground, whose home is not this process's. */
async function pidOf({ sandbox }: Ground, name: string): Promise<number | undefined> {
  const status = await sandbox.within(() => meshStatus(sandbox.stack));
  return status?.components.find((it) => it.name === name)?.pid;
}

/** Until the way leads somewhere again. */
async function answering({ way: { url, headers } }: Ground): Promise<void> {
  for (;;) {
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(1_000) }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await wait(50);
  }
}
