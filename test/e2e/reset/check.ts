import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import type { Classroom } from "../../../course/classroom/classroom";
import { resetStudents } from "../../../course/classroom/command";
import { isClean } from "../../../course/classroom/judge";
import type { Standing } from "../../../course/classroom/model";
import type { TestSandbox } from "../sandbox";
import type { Audit } from "./audit";
import { doTo } from "./damage";
import { beginning, options, settled, storiesOf, tell } from "./search";

/** Tells each student a story at a time, and checks what a reset leaves, and writes where. */
export async function search(
  room: Classroom,
  audit: Audit,
  students: readonly string[],
  seeds: readonly number[],
  report: (line: string) => void = () => undefined,
): Promise<void> {
  const begun = await beginning(room, students);
  audit.since();
  for (const seed of seeds) {
    const stories = storiesOf(seed, students.length);
    const told = new Map(students.map((student, index) => [student, stories[index] ?? []]));
    const wrong = await tell(room, told, begun);
    assert.deepEqual(wrong, [], `seed ${seed.toString()}: ${wrong.join("\n")}`);
    const outside = audit.since().filter((line) => !isWithin(line, students));
    assert.deepEqual(outside, [], `seed ${seed.toString()} wrote elsewhere`);
    report(`seed ${seed.toString()}: ${students.length.toString()} stories`);
  }
}

/** A student's namespace and what is in it, their own binding, and the webhook that the stories bring in their name. */
const isWithin = (line: string, students: readonly string[]): boolean => {
  const [, namespace = "", , name = ""] = line.split(" ");
  const own = (student: string) =>
    [student, `classroom-reads-${student}`, `broken-${student}`].includes(name);
  return namespace === "" ? name === "" || students.some(own) : students.includes(namespace);
};

/** Brings students to each lab in turn: each is clean then, and a second reset writes nothing. */
export async function everyLab(
  room: Classroom,
  students: readonly string[],
  labs: readonly string[],
): Promise<void> {
  const wrong: string[] = [];
  for (let from = 0; from < labs.length; from += students.length) {
    const here = new Map(
      labs.slice(from, from + students.length).map((lab, at) => [students[at] ?? "", lab]),
    );
    const standing = (student: string): Standing => ({ at: "lab", lab: here.get(student) ?? "" });
    const reset = () => resetStudents(room, [...here.keys()], standing, options);
    const first = await reset();
    for (const { findings, problems } of first.outcomes)
      if (!isClean(findings)) wrong.push(`${here.get(findings.student)}: ${problems.join(" ")}`);
    const second = await reset();
    for (const { findings, done } of second.outcomes)
      if (Object.keys(done).length > 0)
        wrong.push(`${here.get(findings.student)}: a second reset writes ${JSON.stringify(done)}`);
  }
  assert.deepEqual(wrong, []);
}

/** Kills a reset at a random moment, as often as said, and lets the last one end. */
export async function killed(
  sandbox: TestSandbox,
  room: Classroom,
  student: string,
  kills: readonly number[],
): Promise<void> {
  const [story = []] = storiesOf(kills.length, 1);
  const begun = await beginning(room, [student]);
  for (const one of story) await doTo(room.cluster, student, one);
  const words = ["reset", "--students", student];
  for (const after of kills) {
    const { child, ended } = sandbox.startCourse(words);
    await Promise.race([sleep(after), ended]);
    child.kill("SIGKILL");
    await ended;
  }
  const { code, stderr, stdout } = await sandbox.course(...words);
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  const before = begun.get(student);
  assert.deepEqual(await settled(room, student, before), before);
}
