import { setTimeout as sleep } from "node:timers/promises";

import { act, type ActOptions } from "./act";
import { breadth, type Cluster } from "./cluster";
import { isClean, judge, type Findings } from "./judge";
import { lookAt, type Seen } from "./look";
import { nameOf, type Baseline } from "./model";
import { planOf, type Step } from "./plan";
import { pooled } from "./pool";
import { sentence, stuck } from "./sentences";

export interface ResetOptions extends ActOptions {
  readonly students: ReadonlySet<string>;
  /** Says in the namespace what its student is brought to, unless it says so already. */
  readonly mark?: (student: string) => Promise<void>;
  /** Milliseconds for which nothing may come nearer. */
  readonly patience: number;
  /** Called when a student is clean, or given up. */
  readonly tell?: (outcome: Outcome) => void;
  /** Called while it goes on: who is worked on. */
  readonly progress?: (student: string) => void;
}

/** What became of one student's environment. */
export interface Outcome {
  readonly findings: Findings;
  /** Writes by what they did. */
  readonly done: Readonly<Partial<Record<Step["do"], number>>>;
  /** Sentences: what could not be done, and what to do about it. */
  readonly problems: readonly string[];
}

export interface ResetResult {
  readonly outcomes: readonly Outcome[];
  readonly problems: readonly string[];
}

/** Pauses between looks, in milliseconds: what controllers do takes them a moment, and then some. */
const pauses = [100, 200, 400, 800, 1_500];

interface Work {
  readonly baseline: Baseline;
  findings: Findings;
  readonly done: Partial<Record<Step["do"], number>>;
  problems: string[];
  /** When it last came nearer, and how it looked then. */
  moved: number;
  last: string;
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
  const { students, patience, tell, progress } = options;
  const first = await lookAt(cluster, baselines, students);
  const problems = new Set<string>();
  // A student is called clean by one look: what that look could not see stands beside it.
  const finishing = (count: number, seen: Pick<Seen, "problems">) => {
    if (count > 0) seen.problems.forEach((problem) => problems.add(problem));
  };
  const works = baselines.map((baseline): Work => {
    const findings = judge(baseline, first.live.get(baseline.student) ?? [], options);
    const { live: last } = findings.fingerprint;
    return { baseline, findings, done: {}, problems: [], moved: Date.now(), last };
  });
  let left = works.filter(({ findings }) => !isClean(findings));
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
      work.findings = judge(work.baseline, seen.live.get(work.baseline.student) ?? [], options);
      const { live } = work.findings.fingerprint;
      if (live !== work.last) Object.assign(work, { last: live, moved: Date.now() });
      if (isClean(work.findings)) {
        work.problems = [];
        finish(work);
      } else if (Date.now() - work.moved > patience) finish(work);
      else still.push(work);
    }
    finishing(left.length - still.length, seen);
    left = still;
  }
  return { outcomes: works.map(outcomeOf), problems: [...problems] };
}

async function bringNearer(cluster: Cluster, work: Work, options: ResetOptions): Promise<void> {
  work.problems = [];
  for (const step of planOf(work.findings, Date.now()))
    try {
      await act(cluster, step, options);
      if (step.do === "create" && step.declared.object.kind === "Namespace")
        await options.mark?.(work.baseline.student);
      work.done[step.do] = (work.done[step.do] ?? 0) + 1;
    } catch (error) {
      work.problems.push(sentence(error, `${nameOf(objectOf(step))} stays as it is`));
    }
}

const objectOf = (step: Step) =>
  step.do === "create"
    ? step.declared.object
    : step.do === "restore"
      ? step.drifted.live
      : step.object;

const outcomeOf = ({ findings, done, problems }: Work): Outcome => ({
  findings,
  done,
  problems: isClean(findings)
    ? []
    : [...new Set([...problems, ...findings.terminating.filter(holds).map(stuck)])],
});

/** A namespace that does not go says enough for all that is in it. */
const holds = (object: { kind: string }, _index: number, all: readonly { kind: string }[]) =>
  object.kind === "Namespace" || !all.some(({ kind }) => kind === "Namespace");
