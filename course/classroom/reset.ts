import { setTimeout as sleep } from "node:timers/promises";

import { act, type ActOptions } from "./act";
import { differsIn } from "./certificate";
import { breadth, type Cluster } from "./cluster";
import { isClean, judge, type Findings } from "./judge";
import { lookAt, type Seen } from "./look";
import { nameOf, type Baseline } from "./model";
import type { Errand, Errands } from "./errands";
import { isLeaving, isMaking, objectOf, planOf, type Step } from "./plan";
import { pooled } from "./pool";
import { sentence, stuck } from "./sentences";

export interface ResetOptions extends ActOptions {
  readonly students: ReadonlySet<string>;
  /** What is done for a student beside the plan. */
  readonly errands?: (student: string) => Errands;
  /** Milliseconds for which an environment may stand still, and three times as long may move and come no nearer. */
  readonly patience: number;
  /** Called when a student is clean, or given up. */
  readonly tell?: (outcome: Outcome) => void;
  /** Called while it goes on: who is worked on. */
  readonly progress?: (student: string) => void;
}

/** How many writes of each sort were done. */
export type Done = Readonly<Partial<Record<(Step | Errand)["do"], number>>>;

/** What became of one student's environment. */
export interface Outcome {
  readonly findings: Findings;
  /** Writes by what they did. */
  readonly done: Done;
  /** Sentences: what could not be done, and what to do about it. */
  readonly problems: readonly string[];
}

export interface ResetResult {
  readonly outcomes: readonly Outcome[];
  readonly problems: readonly string[];
}

/** Pauses between looks, in milliseconds: what controllers do takes them a moment, and then some. */
const pauses = [100, 200, 400, 800, 1_500];

interface Begun {
  readonly baseline: Baseline;
  readonly errands: Errands;
  readonly ran: Set<Errand>;
  done: Done;
  problems: string[];
}

/** An environment may move and come no nearer so many times as long as it may stand still, and for so many looks: a pass over many takes its time. */
const restless = { times: 3, looks: 5 };

interface Work extends Begun {
  findings: Findings;
  /** When it last moved, and how it looked then. */
  moved: number;
  last: string;
  /** When it was last nearer than ever before, how far off then, and how many looks ago. */
  neared: number;
  distance: number;
  looks: number;
}

/**
 * Brings environments to their baselines: looks, does what brings them nearer, and looks again, until each is clean or
 * stands still. It keeps no record, so that one that was cut off anywhere is simply run again.
 */
export async function reset(
  cluster: Cluster,
  baselines: readonly Baseline[],
  options: ResetOptions,
): Promise<ResetResult> {
  const { students, patience, tell, progress, errands = () => ({ first: [] }) } = options;
  // First, so that a run that is cut off is gone on with to the same end.
  const begun = await pooled(baselines, breadth, async (baseline): Promise<Begun> => {
    const its = errands(baseline.student);
    const one: Begun = { baseline, errands: its, ran: new Set(), done: {}, problems: [] };
    for (const errand of its.first) await run(cluster, one, errand);
    return one;
  });
  const first = await lookAt(cluster, baselines, students);
  const problems = new Set<string>();
  // A student is called clean by one look: what that look could not see stands beside it.
  const finishing = (count: number, seen: Pick<Seen, "problems">) => {
    if (count > 0) seen.problems.forEach((problem) => problems.add(problem));
  };
  const works = begun.map((one): Work => {
    const { baseline } = one;
    const findings = judged(baseline, first, options);
    const { live: last } = findings.fingerprint;
    const [now, distance] = [Date.now(), distanceOf(findings)];
    return { ...one, findings, moved: now, last, neared: now, distance, looks: 0 };
  });
  let left = works.filter((work) => !isDone(work));
  const finish = (work: Work) => tell?.(outcomeOf(work));
  works.filter((work) => !left.includes(work)).forEach(finish);
  finishing(works.length - left.length, first);
  for (let pass = 0; left.length > 0; pass += 1) {
    await pooled(left, breadth, async (work) => {
      progress?.(work.baseline.student);
      await bringNearer(cluster, work, options);
    });
    await sleep(pauses[Math.min(pass, pauses.length - 1)]);
    const seen = await lookAt(
      cluster,
      left.map(({ baseline }) => baseline),
      students,
    );
    const still: Work[] = [];
    for (const work of left) {
      work.findings = judged(work.baseline, seen, options);
      note(work, Date.now());
      if (!isDone(work) && isPatient(work, patience, Date.now())) still.push(work);
      else finish(work);
    }
    finishing(left.length - still.length, seen);
    left = still;
  }
  return { outcomes: works.map(outcomeOf), problems: [...problems] };
}

const judged = (baseline: Baseline, { live, unseen }: Seen, { keeps }: ResetOptions): Findings =>
  judge(baseline, live.get(baseline.student) ?? [], { keeps, unseen });

/** How much is left to do. A namespace that has yet to go outweighs all that is made in it afterwards. */
const distanceOf = (findings: Findings): number =>
  differsIn(findings).length + (isLeaving(findings) ? 1e9 : 0);

/** Notes whether an environment has moved, and whether it is nearer than ever. */
function note(work: Work, now: number): void {
  const { live } = work.findings.fingerprint;
  if (live !== work.last) Object.assign(work, { last: live, moved: now });
  const distance = distanceOf(work.findings);
  work.looks += 1;
  if (distance < work.distance) Object.assign(work, { distance, neared: now, looks: 0 });
}

/** Somebody who works in it while it is reset must not keep it, and all others' certificate, from an end. */
function isPatient(work: Work, patience: number, now: number): boolean {
  if (now - work.moved > patience) return false;
  const { neared, looks } = work;
  if (looks < restless.looks || now - neared <= restless.times * patience) return true;
  const { findings, baseline } = work;
  const [first = "", ...more] = differsIn(findings);
  work.problems.push(
    `${baseline.student} keeps changing while it is reset (${first}${more.length > 0 ? `, and ${more.length.toString()} more` : ""}): have who works in it, or what runs there, stop, then run this again.`,
  );
  return false;
}

const owed = ({ errands, ran }: Begun): readonly Errand[] =>
  errands.first.filter((errand) => !ran.has(errand));

const isDone = (work: Work): boolean => isClean(work.findings) && owed(work).length === 0;

async function bringNearer(cluster: Cluster, work: Work, options: ResetOptions): Promise<void> {
  work.problems = [];
  const { findings, errands } = work;
  const { leaving } = errands;
  if (leaving && isLeaving(findings) && !work.ran.has(leaving)) await run(cluster, work, leaving);
  const steps = planOf(findings, Date.now());
  const makes = steps.findIndex((step) => !["free", "end", "remove"].includes(step.do));
  const after = makes < 0 ? steps.length : makes;
  for (const step of steps.slice(0, after)) await attempt(cluster, work, step, options);
  // What refused them may be gone now.
  for (const errand of owed(work)) await run(cluster, work, errand);
  for (const step of steps.slice(after)) await attempt(cluster, work, step, options);
}

async function attempt(
  cluster: Cluster,
  work: Work,
  step: Step,
  options: ResetOptions,
): Promise<void> {
  const { making } = work.errands;
  try {
    if (isMaking(step)) await making?.run(cluster);
    await act(cluster, step, options);
    work.done = counted(work.done, step);
  } catch (error) {
    work.problems.push(sentence(error, `${nameOf(objectOf(step))} stays as it is`));
  }
}

async function run(cluster: Cluster, one: Begun, errand: Errand): Promise<void> {
  try {
    await errand.run(cluster);
    one.ran.add(errand);
    one.done = counted(one.done, errand);
  } catch (error) {
    one.problems.push(sentence(error, `${nameOf(errand.object)} stays as it is`));
  }
}

const counted = (done: Done, { do: what }: Step | Errand): Done => ({
  ...done,
  [what]: (done[what] ?? 0) + 1,
});

const outcomeOf = (work: Work): Outcome => {
  const { findings, done, problems } = work;
  const inTheWay = [...problems, ...findings.terminating.filter(holds).map(stuck)];
  return { findings, done, problems: isDone(work) ? [] : [...new Set(inTheWay)] };
};

/** A namespace that does not go says enough for all that is in it. */
const holds = (object: { kind: string }, _index: number, all: readonly { kind: string }[]) =>
  object.kind === "Namespace" || !all.some(({ kind }) => kind === "Namespace");
