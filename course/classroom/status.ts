import { amountOf } from "../../components/classroom/quota";
import { inColumns } from "../../sandbox/columns";
import { at, isObject, textAt } from "../../sandbox/providers/kubernetes/objects";
import { isClean, judge, type Findings } from "./judge";
import { lookAt } from "./look";
import { baselineAt, type Classroom } from "./classroom";
import { courseOf, standings } from "./marks";
import { standingText, type KubeObject, type Standing } from "./model";

/** How a student's environment stands. */
export interface Standings {
  readonly student: string;
  readonly standing: Standing;
  readonly findings: Findings;
  /** Of each bounded thing, how much is used. */
  readonly quota: readonly QuotaUse[];
}

export interface QuotaUse {
  /** @example "requests.cpu" */
  readonly of: string;
  readonly used: string;
  readonly hard: string;
  /** From 0 up; 1 is all of it. */
  readonly share: number;
}

export interface Status {
  readonly students: readonly Standings[];
  readonly problems: readonly string[];
}

/** Looks at students' environments, and writes nothing. */
export async function statusOf(classroom: Classroom, students: readonly string[]): Promise<Status> {
  const { standing } = courseOf(students, (await standings(classroom)).last, undefined);
  const { judged, problems } = await judgeAll(classroom, students, standing);
  return {
    problems,
    students: judged.map(({ findings, live }) => {
      const { student } = findings;
      return { student, standing: standing(student), findings, quota: quotaUse(live) };
    }),
  };
}

/** Students' environments beside what they are to be. Nothing is written. */
export async function judgeAll(
  classroom: Classroom,
  students: readonly string[],
  standing: (student: string) => Standing,
  options?: Parameters<typeof judge>[2],
): Promise<{
  readonly judged: readonly {
    readonly findings: Findings;
    readonly live: readonly KubeObject[];
  }[];
  readonly problems: readonly string[];
}> {
  const baselines = students.map((one) => baselineAt(classroom, one, standing(one)));
  const seen = await lookAt(classroom.cluster, baselines, new Set(classroom.students));
  const judged = baselines.map((baseline) => {
    const live = seen.live.get(baseline.student) ?? [];
    return { findings: judge(baseline, live, { ...options, unseen: seen.unseen }), live };
  });
  return { judged, problems: seen.problems };
}

/** What the course's own quota says of pods' room. */
function quotaUse(live: readonly KubeObject[]): QuotaUse[] {
  const quota = live.find(
    ({ kind, metadata }) => kind === "ResourceQuota" && metadata.name === "mem-cpu-demo",
  );
  const hard = at(quota, "status", "hard");
  const used = at(quota, "status", "used");
  if (!isObject(hard) || !isObject(used)) return [];
  return Object.entries(hard).map(([of, most]) => {
    const now = textAt(used, of) || "0";
    const all = amountOf(String(most)) ?? 0;
    return { of, used: now, hard: String(most), share: all === 0 ? 0 : (amountOf(now) ?? 0) / all };
  });
}

/** One word for how it stands. */
export function wordFor({ findings }: Pick<Standings, "findings">): string {
  if (isClean(findings)) return "clean";
  if (findings.terminating.some(({ kind }) => kind === "Namespace")) return "terminating";
  if (findings.missing.some(({ object }) => object.kind === "Namespace")) return "gone";
  const { drifted, missing, spoilt, strays, terminating } = findings;
  if (drifted.length + missing.length > 0) return "drifted";
  return strays.length + spoilt.length + terminating.length > 0 ? "strays" : "unseen";
}

const share = ({ quota }: Standings, of: string): string => {
  const found = quota.find((one) => one.of === of);
  return found ? `${Math.round(found.share * 100).toString()} %` : "-";
};

export const columns = [
  "student",
  "stands at",
  "",
  "drifted",
  "missing",
  "strays",
  "going",
  "CPU",
  "memory",
] as const;

export function rowOf(it: Standings): string[] {
  const { student, standing, findings } = it;
  const { drifted, spoilt, missing, strays, terminating } = findings;
  const counts = [
    drifted.length + spoilt.length,
    missing.length,
    strays.length,
    terminating.length,
  ];
  return [
    student,
    standingText(standing),
    wordFor(it),
    ...counts.map((count) => (count === 0 ? "·" : count.toString())),
    share(it, "requests.cpu"),
    share(it, "requests.memory"),
  ];
}

export function tableText(status: Status): string {
  const rows = [[...columns], ...status.students.map(rowOf)];
  const lines = inColumns(rows, (_cell, column) => column > 2);
  return [...lines, "", summaryText(status)].join("\n");
}

export function summaryText({ students }: Status): string {
  const clean = students.filter(({ findings }) => isClean(findings)).length;
  return `${clean.toString()} of ${students.length.toString()} clean.`;
}
