import type { ChildProcess } from "node:child_process";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";

import {
  copies,
  copyProblems,
  preview,
  previewProblems,
  type Copies,
  type Previewed,
} from "./asides";
import type { Ground } from "./ground";
import { judge, type Marks, type Verdict } from "./judge";
import { Load, type Rate } from "./load";
import { Routes } from "./routes";
import { soleOf, type Transition } from "./transition";

/** One line of the proof. */
export interface Row extends Verdict {
  readonly strategy: string;
  readonly transition: string;
  readonly command: string;
  readonly rps: number;
  /** What the command said. */
  readonly said: string;
  /** How long the command took. */
  readonly commandSeconds: number;
  /** How often the callers' Envoy was seen to have another route. */
  readonly routeChanges: number;
  /** By how much the client itself was late at most, in milliseconds. */
  readonly latestMs: number;
  readonly preview?: Previewed;
  readonly copies?: Copies;
  readonly passed: boolean;
}

export interface Watch extends Rate {
  /** How long the old routing is looked at before the command, and the new one after it. */
  readonly beforeSeconds: number;
  readonly afterSeconds: number;
}

/** A command that runs, for whoever does something to the mesh meanwhile. */
export interface Running {
  /** Resolves when it says such a thing, or has ended. */
  says(words: RegExp): Promise<void>;
  /** It has ended. */
  readonly over: AbortSignal;
}

/** Runs a transition under a constant load, and judges what clients saw. */
export async function observe(
  ground: Ground,
  transition: Transition,
  watch: Watch,
  meanwhile?: (running: Running) => Promise<Marks["away"]>,
): Promise<Row> {
  const [key, value] = transition.prepare ?? [];
  if (key !== undefined && value !== undefined) await ground.set(key, value);
  const { sandbox, way } = ground;
  const routes = new Routes(way);
  const load = new Load(way, transition, watch);
  const [action, ...flags] = transition.command;
  try {
    await wait(watch.beforeSeconds * 1000);
    const begun = performance.now();
    const { child, ended } = sandbox.startCourse(["rollout", action, way.service, ...flags]);
    const happening = meanwhile?.(following(child, ended));
    const ran = await ended;
    const commandSeconds = (performance.now() - begun) / 1000;
    const away = await happening;
    if (movesRoute(transition)) await routes.settled(begun);
    await wait(1_000);
    const settled = performance.now();
    const marks = { begun, settled, ...(away && { away }) };
    const verdict = await lookOn(load, transition, watch, marks);
    const failed =
      ran.code === 0
        ? []
        : [`the command ended with ${ran.code ?? "a signal"}: ${lastLine(ran.stderr)}`];
    return {
      ...(await rowOf(ground, transition, watch, load, verdict, failed)),
      ...{ commandSeconds, routeChanges: routes.changes.length, said: ran.stderr },
    };
  } finally {
    routes.stop();
    await load.stop();
  }
}

/** Looks at what stands, with nothing done to it: is it what the transition has left? */
export async function look(ground: Ground, transition: Transition, watch: Watch): Promise<Row> {
  const load = new Load(ground.way, transition, watch);
  try {
    const settled = performance.now();
    const verdict = await lookOn(load, transition, watch, { begun: settled, settled });
    return {
      ...(await rowOf(ground, transition, watch, load, verdict, [])),
      ...{ commandSeconds: 0, routeChanges: 0, said: "" },
    };
  } finally {
    await load.stop();
  }
}

/** A share that chance alone puts out of its bound once in a thousand is looked at once more, for twice as long. */
async function lookOn(
  load: Load,
  transition: Transition,
  { afterSeconds }: Watch,
  since: Pick<Marks, "begun" | "settled" | "away">,
): Promise<Verdict> {
  await wait(afterSeconds * 1000);
  const until = performance.now();
  const first = judge(transition, load.seen, { ...since, until });
  if (first.shares.every((it) => it.within)) {
    await load.stop();
    return judge(transition, load.seen, { ...since, until });
  }
  await wait(2 * afterSeconds * 1000);
  await load.stop();
  return judge(transition, load.seen, { ...since, until, again: performance.now() });
}

async function rowOf(
  ground: Ground,
  transition: Transition,
  { rps, seed, afterSeconds }: Watch,
  { latestMs }: Load,
  verdict: Verdict,
  failed: readonly string[],
): Promise<Omit<Row, "commandSeconds" | "routeChanges" | "said">> {
  const { strategy, name, command } = transition;
  const previewed = transition.preview && (await preview(ground, transition.preview));
  const { copies: percent, to } = transition;
  const live = soleOf(Object.values(to)[0]);
  const copied =
    percent === undefined
      ? undefined
      : await copies(ground, { percent, version: live }, { rps, seed }, afterSeconds);
  const problems = [
    ...verdict.problems,
    ...(previewed ? previewProblems(previewed) : []),
    ...(copied ? copyProblems(copied) : []),
    ...failed,
  ];
  const asides = [
    ...(previewed ? [previewed] : []),
    ...(copied ? [{ ...copied, requests: copied.reads + copied.writes }] : []),
  ];
  const sum = (of: (it: { requests: number; failed: number; wrong: number }) => number) =>
    asides.reduce((all, it) => all + of(it), 0);
  const counted = {
    requests: verdict.requests + sum((it) => it.requests),
    failed: verdict.failed + sum((it) => it.failed),
    misrouted: verdict.misrouted + sum((it) => it.wrong),
  };
  return {
    ...{ strategy, transition: name, command: command.join(" ") },
    ...{ ...verdict, ...counted, rps, latestMs },
    ...(previewed && { preview: previewed }),
    ...(copied && { copies: copied }),
    ...{ problems, passed: problems.length === 0 },
  };
}

function following(child: ChildProcess, ended: Promise<unknown>): Running {
  const over = new AbortController();
  const end = ended.then(() => over.abort());
  const says = (words: RegExp) =>
    new Promise<void>((resolve) => {
      child.stderr?.on("data", (text: Buffer) => {
        if (words.test(text.toString())) resolve();
      });
      void end.then(resolve);
    });
  return { says, over: over.signal };
}

const movesRoute = ({ from, to, manner }: Transition): boolean =>
  (manner === "cut" || manner === "weights") && JSON.stringify(from) !== JSON.stringify(to);

const lastLine = (text: string): string => text.trimEnd().split("\n").at(-1) ?? "";
