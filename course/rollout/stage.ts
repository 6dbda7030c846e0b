import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { ConcurrentUpdateError, type Stack } from "@pulumi/pulumi/automation";

import { objectName } from "../../components/microservice/names";
import type { Phase, Picture, SlotName } from "../../components/rollout";
import type { Interrupt } from "../../sandbox/engine/interrupt";
import type { Lease } from "./lease";
import { lacking, type Cluster } from "./live";
import { isUnjudged, type Mesh } from "./mesh";
import { steady } from "./mesh-watch";
import type { Service } from "./service";
import type { Standing } from "./standing";
import { targets, type Scope } from "./targets";
import { liveText, phaseText, serves } from "./text";
import type { Trial } from "./trial";
import { Stuck, type World } from "./walk";

export interface StageOptions {
  readonly service: Service;
  readonly stack: Stack;
  readonly cluster: Cluster;
  /** The mesh that the service is in; undefined for one in none. */
  readonly mesh?: Pick<Mesh, "away"> | undefined;
  /** Asked before each write. */
  readonly lease: Pick<Lease, "confirm" | "lost">;
  readonly interrupt: Interrupt;
  /** Ask a person before each phase. */
  readonly manual: boolean;
  /** How long something may keep pods from coming before the way is given up, or the mesh be away, in seconds. */
  readonly patience: number;
  /** What new versions are judged by; undefined for readiness alone. */
  readonly trial?: Trial | undefined;
  readonly tell: (line: string) => void;
}

const lookEveryMs = 1000;

/** For as long as a large `up` takes. */
const tryAgainMs = 5000;
const mostTries = 240;

/** How providers say that they have waited long enough. */
const outOfTime = /timed out|timeout|not ready after/i;

/** The real world of a walk: the stack's config, the engine and the cluster. */
export class Stage implements World {
  private shown = "";
  private meshShown = "";

  constructor(private readonly o: StageOptions) {}

  save(standing: Standing): Promise<void> {
    this.o.lease.confirm();
    this.o.service.save(standing);
    return Promise.resolve();
  }

  /** One `up` of this service's resources; all others stay as they are, whatever their config says. */
  async up(phase: Phase, scope: Scope, awaited: readonly SlotName[]): Promise<void> {
    await this.steadily(0);
    try {
      await this.upNow(phase, scope, awaited);
    } catch (error) {
      // istiod went while the engine wrote: what it did not judge was not written.
      if (!isUnjudged((error as Error).message) || this.o.interrupt.heard) throw error;
      await this.steadily(0);
      await this.upNow(phase, scope, awaited);
    }
    await this.steadily(0);
  }

  private async upNow({ picture }: Phase, scope: Scope, awaited: readonly SlotName[]) {
    const { stack, interrupt, lease, service } = this.o;
    lease.confirm();
    const given = new AbortController();
    const watch = this.watch(given, picture, awaited);
    const words: string[] = [];
    try {
      await interrupt.during((signal) =>
        this.inTurn(() =>
          stack.up({
            target: targets(service.name, scope),
            signal: AbortSignal.any([signal, given.signal, lease.lost]),
            color: "never",
            suppressOutputs: true,
            onOutput: (text) => void words.push(text),
          }),
        ),
      );
    } catch (error) {
      const reasons = given.signal.aborted ? (given.signal.reason as string[]) : [];
      if (reasons.length > 0 && !interrupt.heard) throw new Stuck(reasons.join("; "));
      const said = words.join("").trimEnd() || (error as Error).message;
      this.o.tell(said);
      lease.confirm(); // the engine was stopped, and this says why
      const missing = lacking(picture, await this.o.cluster.slots(), awaited);
      if (missing.length > 0 && outOfTime.test(said) && !interrupt.heard)
        throw new Stuck(missing.join("; "));
      throw error;
    } finally {
      watch.stop();
    }
  }

  /** A plain `up` of somebody else's is waited for. */
  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof ConcurrentUpdateError) || tries === mostTries) throw error;
        if (tries === 0) this.o.tell("    somebody else is changing the stack: waiting");
        await sleep(tryAgainMs);
        this.o.lease.confirm();
      }
    }
  }

  async settle({ picture }: Phase, awaited: readonly SlotName[]): Promise<void> {
    const trouble = new Trouble(this.o.patience);
    for (;;) {
      const slots = await this.show();
      const missing = lacking(picture, slots, awaited);
      if (missing.length === 0) return;
      const reasons = trouble.lasting(await this.o.cluster.troubles(picture, awaited));
      if (reasons) throw new Stuck([...missing, ...reasons].join("; "));
      await sleep(lookEveryMs);
    }
  }

  async hold(seconds: number): Promise<void> {
    if (seconds > 0) await this.steadily(seconds);
  }

  /** So long, and while the mesh is away longer: a route that was not sent out reaches nobody in any time. */
  private async steadily(seconds: number): Promise<void> {
    const { mesh, patience, interrupt, tell } = this.o;
    await steady(seconds, {
      away: () => mesh?.away() ?? Promise.resolve([]),
      patience,
      now: () => performance.now(),
      wait: (ms) => sleep(ms),
      stopped: () => interrupt.heard,
      tell,
    });
  }

  async gate(phase: Phase, first: boolean): Promise<boolean> {
    if (!this.o.manual) return true;
    // Where nobody can be asked, running the command is the answer, for one phase.
    if (!process.stdin.isTTY) return first;
    const line = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const answer = await line.question(`  next: ${phaseText(phase)}\n  go on? [y/N] `);
      return /^y(es)?$/i.test(answer.trim());
    } finally {
      line.close();
    }
  }

  async judge(phase: Phase, tried: readonly SlotName[], index: number, of: number) {
    const { trial, interrupt, service } = this.o;
    if (!trial) return "passed" as const;
    const workloads = tried.map((slot) => objectName(service.name, slot));
    const what = { phase: index + 1, of, serves: serves(phase.picture) };
    return interrupt.heeded((signal) => trial.judge(workloads, what, signal));
  }

  say(phase: Phase, index: number, of: number): void {
    this.o.tell(`› ${index + 1}/${of} ${phaseText(phase)}`);
  }

  /** Shows pods and weights when they have changed. */
  private async show() {
    const live = await this.o.cluster.live();
    const text = liveText(live);
    if (text !== this.shown) this.o.tell(`    ${text}`);
    this.shown = text;
    return live.slots;
  }

  /** Says when part of the mesh goes, and when it is back. */
  private async showMesh(): Promise<void> {
    const away = (await this.o.mesh?.away())?.join("; ") ?? "";
    if (away !== "" && away !== this.meshShown)
      this.o.tell(`    meanwhile ${away}; traffic stays as it is`);
    else if (this.meshShown !== "") this.o.tell("    all of it answers again");
    this.meshShown = away;
  }

  /** While the engine waits for pods: shows them, and ends its wait when it is hopeless. */
  private watch(
    given: AbortController,
    picture: Picture,
    awaited: readonly SlotName[],
  ): { stop: () => void } {
    const trouble = new Trouble(this.o.patience);
    const timer = setInterval(() => {
      const troubles = this.o.cluster.troubles(picture, awaited);
      void Promise.all([troubles, this.show(), this.showMesh()])
        .then(([now]) => {
          const reasons = trouble.lasting(now);
          if (reasons) given.abort(reasons);
        })
        .catch(() => undefined); // what is only shown must not end what is done
    }, lookEveryMs);
    return { stop: () => clearInterval(timer) };
  }
}

/** Troubles that come and go are no reason to give up; those that last are. */
class Trouble {
  private since: number | undefined;

  constructor(private readonly patience: number) {}

  lasting(now: readonly string[]): readonly string[] | undefined {
    this.since = now.length === 0 ? undefined : (this.since ?? Date.now());
    if (this.since === undefined) return undefined;
    return Date.now() - this.since >= this.patience * 1000 ? now : undefined;
  }
}
