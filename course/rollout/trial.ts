import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

import type { Gate } from "../../stacks/gate-schema";
import { successPercent, type Judged, type Measured } from "./gate";
import { keep } from "./gate-keeper";
import { queriesFor } from "./gate-queries";
import { NoAnswer, type Prometheus } from "./prometheus";
import { GateFailed, type Judgement } from "./walk";

/** A service's gate with the Prometheus that it asks, and all that it has judged. */
export class Trial {
  readonly judged: Judged[] = [];

  constructor(
    readonly gate: Gate,
    private readonly prometheus: Prometheus,
    private readonly namespace: string,
    private readonly tell: (line: string) => void,
  ) {}

  /** @throws NoAnswer where there is nobody to ask: known before traffic moves. */
  async ready(): Promise<void> {
    await this.prometheus.number("vector(1)").catch((error: unknown) => {
      if (!(error instanceof NoAnswer)) throw error;
      throw new NoAnswer(
        `${error.message} The gate asks it, so nothing was done: bring it up (a sandbox has one after "npm run sandbox -- up --mesh"), or give --no-gate.`,
      );
    });
  }

  /** @throws GateFailed */
  async judge(
    workloads: readonly string[],
    what: Pick<Judged, "phase" | "of" | "serves">,
    signal: AbortSignal,
  ): Promise<Judgement> {
    const { gate } = this;
    const { verdict, measured, says } = await keep(gate, {
      measure: (seconds) => this.measure(workloads, seconds),
      now: () => performance.now(),
      wait: (ms) => sleep(ms, undefined, { signal }).catch(() => undefined),
      stopped: () => signal.aborted,
      tell: (line) => {
        this.tell(`    gate of ${workloads.join(" and ")}: ${line}`);
      },
    });
    const success = measured && successPercent(measured);
    this.judged.push({
      ...what,
      verdict,
      says,
      gate,
      ...(measured && {
        measured: { ...measured, ...(success !== undefined && { successPercent: success }) },
      }),
    });
    if (verdict === "failed")
      throw new GateFailed(`the gate failed: of ${workloads.join(" and ")} ${says}`);
    this.tell(`    gate ${verdict}: ${says}`);
    return verdict;
  }

  private async measure(workloads: readonly string[], seconds: number): Promise<Measured> {
    const { namespace, gate } = this;
    const asked = queriesFor({ namespace, workloads }, gate, seconds);
    const [requests = 0, failed = 0, latencyMs] = await Promise.all([
      this.prometheus.number(asked.requests),
      this.prometheus.number(asked.failed),
      asked.latencyMs === undefined ? undefined : this.prometheus.number(asked.latencyMs),
    ]);
    return { requests, failed, ...(latencyMs !== undefined && { latencyMs }) };
  }
}
