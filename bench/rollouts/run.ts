import type { Strategy } from "../../components/rollout";
import type { Progress } from "../../sandbox/progress";
import { Ground } from "./ground";
import { observe, type Row, type Watch } from "./observe";
import { noteOf, proofOf, type Proof } from "./report";
import { scenarios, type Choice } from "./scenarios";

export interface Plan extends Choice, Watch {
  /** `tutorial` for a service of the Istio tutorial. */
  readonly app: string;
  readonly only: readonly Strategy[];
  /** More config of the sandbox's stack, as KEY=VALUE. */
  readonly config: readonly string[];
}

/** Walks all transitions on a sandbox of its own, which is gone in the end, whatever happens. */
export async function prove(plan: Plan, progress: Progress, signal: AbortSignal): Promise<Proof> {
  const transitions = scenarios(plan, plan.only);
  progress.step(`Bringing up a sandbox with a mesh, and ${plan.service} in it`);
  const { app, config } = plan;
  const ground = await Ground.open(plan.service, { app, config, version: plan.version(1) });
  const rows: Row[] = [];
  const began = performance.now();
  try {
    for (const [index, transition] of transitions.entries()) {
      if (signal.aborted) break;
      const { strategy, name } = transition;
      const seed = plan.seed + index;
      progress.step(`${index + 1}/${transitions.length} ${strategy}, ${name}`);
      const row = await observe(ground, transition, { ...plan, seed });
      rows.push(row);
      const { requests, failed, misrouted, passed } = row;
      const counted = `${requests} requests, ${failed} failed, ${misrouted} misrouted`;
      progress.detail(`${passed ? "passed" : "FAILED"}: ${counted}; ${noteOf(row)}`);
    }
  } finally {
    await ground.close();
  }
  const { envoyVersion: envoy, istiodVersion: istiod } = ground.facts;
  const seconds = (performance.now() - began) / 1000;
  return proofOf({ envoy, istiod, service: plan.service, seconds }, rows);
}
