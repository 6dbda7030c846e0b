import { setTimeout as sleep } from "node:timers/promises";

import fc from "fast-check";

import { resetStudents } from "../../../course/classroom/command";
import type { Classroom } from "../../../course/classroom/classroom";
import { isClean } from "../../../course/classroom/judge";
import type { Standing } from "../../../course/classroom/model";
import { deeds, doTo, type Deed } from "./damage";
import { snapshot } from "./world";

/** Labs whose baselines are of other kinds each; a search of few students has the first of them. */
const labs = [
  ...["configmaps", "service-named-ports", "labels-and-annotations", "persistent-volume-claims"],
  ...["secrets", "guestbook", "replication-controllers", "istio-egress-any", "efs-shared-volume"],
];

/** What each student is reset to, by the number in their name: a lab, and every tenth their environment alone. */
export function standing(student: string): Standing {
  const lab = labs[(Number(student.replace(/\D/g, "")) - 1) % (labs.length + 1)];
  return lab === undefined ? { at: "environment" } : { at: "lab", lab };
}

export const options = { keeps: () => false, patience: 60_000 };

/** The stories of a seed. */
export const storiesOf = (seed: number, count: number): Deed[][] =>
  fc.sample(deeds, { seed, numRuns: count });

/** Resets to the baseline, and answers what stands then. */
export async function beginning(room: Classroom, students: readonly string[]) {
  await resetStudents(room, students, standing, options);
  const lines = await Promise.all(students.map((student) => settled(room, student)));
  return new Map(students.map((student, index) => [student, lines[index] ?? []]));
}

/** What stands when controllers have made what they make: the same twice. */
export async function settled(
  room: Classroom,
  student: string,
  wanted?: readonly string[],
): Promise<string[]> {
  let last = await snapshot(room, student);
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    if (wanted?.join() === last.join()) return last;
    await sleep(400);
    const now = await snapshot(room, student);
    if (!wanted && now.join() === last.join()) return now;
    last = now;
  }
  return last;
}

/**
 * Does a story to each student, resets all of them, and says what is wrong then: by the certificate, by whole objects as
 * they were in the beginning, and by what a second reset would do.
 */
export async function tell(
  room: Classroom,
  stories: ReadonlyMap<string, readonly Deed[]>,
  begun: ReadonlyMap<string, readonly string[]>,
): Promise<string[]> {
  const students = [...stories.keys()];
  await Promise.all(
    [...stories].map(async ([student, story]) => {
      for (const one of story) await doTo(room.cluster, student, one);
    }),
  );
  const first = await resetStudents(room, students, standing, options);
  const wrong: string[] = [...first.problems];
  for (const { findings, problems } of first.outcomes) {
    const { student, fingerprint } = findings;
    if (!isClean(findings) || fingerprint.live !== fingerprint.baseline)
      wrong.push(`${student} differs after its reset: ${problems.join(" ")}`);
  }
  const after = await Promise.all(
    students.map((student) => settled(room, student, begun.get(student))),
  );
  students.forEach((student, index) => {
    const [was, is] = [begun.get(student) ?? [], after[index] ?? []];
    const lines = [
      ...was.filter((line) => !is.includes(line)).map((line) => `- ${line}`),
      ...is.filter((line) => !was.includes(line)).map((line) => `+ ${line}`),
    ];
    if (lines.length > 0) wrong.push(`${student} is not as it was:\n${lines.join("\n")}`);
  });
  const second = await resetStudents(room, students, standing, options);
  for (const { findings, done } of second.outcomes)
    if (Object.keys(done).length > 0)
      wrong.push(`${findings.student}: a second reset writes ${JSON.stringify(done)}`);
  return wrong.map((line) => {
    const story = stories.get(line.split(/[ :]/)[0] ?? "");
    return story ? `${line}\n  after ${JSON.stringify(story)}` : line;
  });
}
