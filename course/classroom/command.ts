import { writeFileSync } from "node:fs";

import { UserError } from "../../sandbox/errors";
import { consoleProgress } from "../../sandbox/progress";
import { lacksOf } from "../labs/lacks";
import { standsOn, requireStudents } from "../places/classroom";
import { certificateOf, differsIn, writeCertificate } from "./certificate";
import { baselineAt, classroomOf, labsAt, standingAsked, type Classroom } from "./classroom";
import { diffText } from "./diff";
import { statusPage } from "./html";
import { dataKinds, dataOf, type Data, type Errands } from "./errands";
import { courseOf, marksOf, standings, type Noted } from "./marks";
import { meshConfigs } from "./mesh-config";
import { standingText, type KubeObject, type Standing } from "./model";
import { linesOf } from "./plan";
import { reset, type ResetOptions, type ResetResult } from "./reset";
import { complain, report, tellers } from "./report";
import { inSentences } from "./sentences";
import { runShared, sharedSteps, type SharedStep } from "./shared";
import { judgeAll, statusOf, tableText, wordFor } from "./status";

interface Common {
  readonly stack: string;
  readonly aws?: boolean;
  readonly json?: boolean;
}

export interface StatusFlags extends Common {
  readonly students?: readonly string[];
  readonly html?: string;
}

export interface ResetFlags extends Common {
  readonly students?: readonly string[];
  readonly all?: boolean;
  readonly day?: number;
  readonly lab?: string;
  readonly bare?: boolean;
  readonly dryRun?: boolean;
  readonly keep?: readonly string[];
  readonly clearData?: boolean;
  readonly shared?: boolean;
  readonly patience: number;
}

/** Shows how each student's environment stands; the exit code is 1 where something could not be looked at. */
export const status = (flags: StatusFlags): Promise<void> => inSentences(() => showStatus(flags));

async function showStatus(flags: StatusFlags): Promise<void> {
  const classroom = await opened(flags);
  const found = await statusOf(classroom, chosen(classroom, flags.students));
  if (flags.html !== undefined)
    writeFileSync(flags.html, statusPage(flags.stack, found, new Date()));
  const rows = found.students.map((it) => {
    const { student, standing, findings, quota } = it;
    const differs = differsIn(findings);
    const { fingerprint, kept, starting } = findings;
    const told = { student, standsAt: standingText(standing), is: wordFor(it), differs, starting };
    return { ...told, kept: kept.length, quota, fingerprint };
  });
  print(
    flags.json
      ? json({ stack: flags.stack, students: rows, problems: found.problems })
      : tableText(found),
  );
  complain(found.problems);
}

/** Shows what a student has changed. */
export const diff = (student: string, flags: Common): Promise<void> =>
  inSentences(() => diffOf(student, flags));

async function diffOf(student: string, flags: Common): Promise<void> {
  const classroom = await opened(flags);
  const [name = ""] = chosen(classroom, [student]);
  const { students, problems } = await statusOf(classroom, [name]);
  for (const { findings, standing } of students) {
    const text = diffText(findings);
    const to = standingText(standing);
    if (flags.json)
      print(json({ student: name, standsAt: to, differs: differsIn(findings), text }));
    else print(text || `${name} is as ${to} has it.`);
  }
  complain(problems);
}

/** Brings students' environments to their baseline, and certifies it. */
export const resetCommand = (flags: ResetFlags): Promise<void> =>
  inSentences(() => resetAll(flags));

async function resetAll(flags: ResetFlags): Promise<void> {
  const asked = standingAsked(flags);
  const classroom = await opened(flags);
  const students = chosen(classroom, flags.students, flags.all ?? false);
  const keeps = await keeping(classroom, flags);
  if (asked) await warn(classroom, asked, flags.aws ?? false);
  const noted = await standings(classroom);
  const { standing, notes, problems } = courseOf(students, noted.last, asked);
  for (const one of notes) process.stderr.write(`${one}\n`);
  complain(problems);
  const shared = flags.shared ? await sharedOf(classroom, students.map(standing), flags) : [];
  if (shared.length > 0) {
    const lines = ["Shared by all students:", ...shared.map(({ text }) => `  ${text}`)];
    (flags.json ? process.stderr : process.stdout).write(`${lines.join("\n")}\n`);
  }
  if (flags.dryRun) {
    await plan(classroom, students, standing, keeps, { ...flags, noted });
    return;
  }
  complain(await runShared(classroom.cluster, shared));
  const result = await resetStudents(classroom, students, standing, {
    keeps,
    clearData: flags.clearData ?? false,
    noted,
    patience: flags.patience * 1_000,
    ...tellers(flags, students.length),
  });
  const certificate = certificateOf(
    flags.stack,
    classroom.place.name,
    result.outcomes,
    standing,
    new Date(),
  );
  report(flags, result, certificate, writeCertificate(certificate));
}

/** What all share, some of which the platform declares. */
async function sharedOf(
  classroom: Classroom,
  standing: readonly Standing[],
  { aws }: Common,
): Promise<SharedStep[]> {
  const { place } = await standsOn(classroom.config, aws ?? false, consoleProgress());
  return sharedSteps(classroom, standing, meshConfigs(await place.resources()));
}

/** Says what the platform lacks for what the students are brought to. It is done all the same. */
async function warn({ config }: Classroom, asked: Standing, onAws: boolean): Promise<void> {
  const needy = labsAt(asked).filter(({ needs = [] }) => needs.length > 0);
  if (needy.length === 0) return;
  const platform = await standsOn(config, onAws, consoleProgress());
  const lacks = lacksOf(config, platform.config);
  for (const lab of needy) {
    const lack = lacks(lab);
    if (lack !== undefined) process.stderr.write(`${lack}\n`);
  }
}

export interface StudentsOptions extends Pick<
  ResetOptions,
  "keeps" | "patience" | "tell" | "progress"
> {
  /** Whether volume claims begin empty. */
  readonly clearData?: boolean;
  /** What students were last brought to, where that has been read. */
  readonly noted?: Noted;
}

/** A reset as a function: what the command does between its flags and its certificate. */
export async function resetStudents(
  classroom: Classroom,
  students: readonly string[],
  standing: (student: string) => Standing,
  { clearData, noted, ...options }: StudentsOptions,
): Promise<ResetResult> {
  const known = noted ?? (await standings(classroom));
  const { errands, problems } = await errandsOf(classroom, students, standing, known, clearData);
  const baselines = students.map((student) => baselineAt(classroom, student, standing(student)));
  const result = await reset(classroom.cluster, baselines, {
    ...options,
    students: new Set(classroom.students),
    errands,
  });
  return { ...result, problems: [...problems, ...result.problems] };
}

/** What is to be noted and emptied for each student. Nothing is written. */
async function errandsOf(
  classroom: Classroom,
  students: readonly string[],
  standing: (student: string) => Standing,
  noted: Noted,
  clearData = false,
): Promise<{ errands: (student: string) => Errands; problems: readonly string[] }> {
  const none: Data = { of: new Map(), problems: [] };
  const data = clearData ? await dataOf(classroom.cluster, students) : none;
  const errands = (student: string): Errands => {
    const marks = marksOf(classroom, student, standing(student), noted);
    return { ...marks, first: [...marks.first, ...(data.of.get(student) ?? [])] };
  };
  return { errands, problems: data.problems };
}

/** Lists all that a reset would write first. Nothing is written. */
async function plan(
  classroom: Classroom,
  students: readonly string[],
  standing: (student: string) => Standing,
  keeps: (object: KubeObject) => boolean,
  { clearData, stack, json: asJson, noted }: ResetFlags & Required<Pick<StudentsOptions, "noted">>,
): Promise<void> {
  const { errands, problems: unseen } = await errandsOf(
    classroom,
    students,
    standing,
    noted,
    clearData,
  );
  const { judged, problems } = await judgeAll(classroom, students, standing, { keeps });
  const plans = judged.map(({ findings }) => {
    const { student } = findings;
    return { student, steps: linesOf(findings, errands(student), Date.now()) };
  });
  if (asJson)
    print(json({ stack, dryRun: true, students: plans, problems: [...unseen, ...problems] }));
  else {
    for (const { student, steps } of plans)
      print(
        [`${student}: ${steps.length === 0 ? "clean" : ""}`, ...steps.map((it) => `  ${it}`)].join(
          "\n",
        ),
      );
    print("Nothing was written. What follows from these writes is seen when they are made.");
  }
  complain([...unseen, ...problems]);
}

const opened = ({ stack, aws }: Common): Promise<Classroom> =>
  classroomOf(stack, aws ?? false, consoleProgress());

/** @throws UserError where a name is none of the classroom's */
function chosen(
  { students }: Classroom,
  asked: readonly string[] | undefined,
  all = asked === undefined,
): readonly string[] {
  if (all) {
    if (asked) throw new UserError("--students and --all: give one of the two.");
    return students;
  }
  if (!asked)
    throw new UserError("Whose? Say --students user01,user07 or --all; nothing was touched.");
  requireStudents(students, asked);
  return [...new Set(asked)];
}

/** @throws UserError where no kind has such a name, or what is kept would be cleared */
export async function keeping(
  { cluster }: Pick<Classroom, "cluster">,
  { keep: names = [], clearData = false }: Pick<ResetFlags, "keep" | "clearData">,
): Promise<(object: KubeObject) => boolean> {
  if (names.length === 0) return () => false;
  const { kinds } = await cluster.discovered();
  const kept = names.map((name) => {
    const kind = kinds.find((one) => one.namespaced && one.names.includes(name.toLowerCase()));
    if (!kind)
      throw new UserError(
        `--keep: the cluster has no kind "${name}" in namespaces: give one such as pvc or configmaps.`,
      );
    if (clearData && dataKinds.includes(kind.kind))
      throw new UserError(
        `--keep ${name} and --clear-data contradict each other, for the one keeps what the other deletes: leave one of the two out. Nothing was touched.`,
      );
    return kind.kind;
  });
  return ({ kind }) => kept.includes(kind);
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const json = (value: object): string => JSON.stringify(value, undefined, 2);
