import type { Progress } from "../../sandbox/progress";
import { namesOf } from "../../test/e2e/students";
import { seconds } from "../table";
import { driftOf } from "./drift";
import { Ground, timed } from "./ground";
import type { Beside, Point } from "./judge";

export interface Plan {
  /** Sizes of classrooms. */
  readonly students: readonly number[];
  /** How many of each have drifted where not all have. */
  readonly some: number;
  readonly seed: number;
}

/** Ends the run between two measurements. */
export class Stopped extends Error {}

/** Measures each size on a sandbox of its own, which is gone in the end, whatever happens. */
export async function* measure(
  plan: Plan,
  progress: Progress,
  signal: AbortSignal,
): AsyncGenerator<Point> {
  for (const students of plan.students) yield await pointOf(students, plan, progress, signal);
}

async function pointOf(
  students: number,
  { some, seed }: Plan,
  progress: Progress,
  signal: AbortSignal,
): Promise<Point> {
  const say = teller(students, progress, signal);
  say("bringing up a platform, which is not measured");
  const ground = await Ground.open(students);
  let measured: Omit<Point, "up">;
  let upMs: number;
  let objects: Awaited<ReturnType<Ground["declared"]>>;
  try {
    say("up of the classroom from nothing");
    upMs = await timed(() => ground.up());
    progress.detail(seconds(upMs));
    objects = await ground.declared();
    say(`waiting until ${objects.length} objects and their pods have come to rest`);
    await ground.settle();
    say("check of clean students");
    ground.writes();
    const checkMs = await timed(() => ground.course("status", "--json"));
    const writes = ground.writes();
    progress.detail(`${seconds(checkMs)}, ${writes.length} writes`);
    const chosen = namesOf(students).slice(0, some);
    const again = (whose: readonly string[]) => resetBeside(ground, whose, seed, say, progress);
    measured = {
      students,
      check: { ms: checkMs, writes: writes.length },
      some: { students: chosen.length, ...(await again(chosen)) },
      all: await again(namesOf(students)),
    };
  } finally {
    await ground.close();
  }
  say("bringing up a second platform, which is not measured");
  const peer = await Ground.open(students);
  try {
    await peer.makeRoom();
    say("kubectl apply of the same objects there");
    const kubectlMs = await timed(() => peer.apply(objects));
    progress.detail(seconds(kubectlMs));
    return { ...measured, up: { objects: objects.length, ms: upMs, kubectlMs } };
  } finally {
    await peer.close();
  }
}

type Say = (text: string) => void;

/** The same drift twice: once for kubectl, once for the reset. */
async function resetBeside(
  ground: Ground,
  whose: readonly string[],
  seed: number,
  say: Say,
  progress: Progress,
): Promise<Beside> {
  const { environments } = await ground.classroom();
  const plan = whose.flatMap((student, index) =>
    driftOf(environments.get(student)?.declared ?? [], seed * 1_000 + index),
  );
  const reset = () => ground.course("reset", "--students", whose.join(","), "--json");
  const objects = plan.map(({ declared }) => declared);
  say(`kubectl apply of ${plan.length} changed objects of ${whose.length} students`);
  await ground.drift(plan);
  const kubectlMs = await timed(() => ground.apply(objects));
  progress.detail(seconds(kubectlMs));
  // What kubectl has made is its own: it is put right before the next drift.
  await reset();
  await ground.settle();
  say(`reset of the same`);
  await ground.drift(plan);
  const ms = await timed(reset);
  progress.detail(seconds(ms));
  await ground.settle();
  return { objects: plan.length, ms, kubectlMs };
}

const teller =
  (students: number, progress: Progress, signal: AbortSignal): Say =>
  (text) => {
    if (signal.aborted) throw new Stopped("stopped");
    progress.step(`${students} students: ${text}`);
  };
