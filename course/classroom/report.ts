import { isClean } from "./judge";
import type { Certificate, Certified } from "./certificate";
import type { Outcome, ResetOptions, ResetResult } from "./reset";

const verbs: Readonly<Record<keyof Outcome["done"], string>> = {
  mark: "marked",
  clear: "cleared",
  free: "freed",
  end: "ended",
  remove: "removed",
  renew: "renewed",
  create: "created",
  restore: "restored",
};

/** A student's line: what was done, and whether it is clean now. */
export function lineOf({ findings, done, problems }: Outcome): string {
  const did = Object.entries(done).map(
    ([what, count]) => `${count.toString()} ${verbs[what as keyof Outcome["done"]]}`,
  );
  const { student, kept, starting } = findings;
  const notes = [
    did.length > 0 ? did.join(", ") : "nothing to do",
    ...(kept.length > 0 ? [`${kept.length.toString()} kept`] : []),
    ...(starting.length > 0 ? [`${starting.length.toString()} still starting`] : []),
  ];
  const lines = [
    `${student.padEnd(10)} ${isClean(findings) ? "clean " : "DIFFERS"}  ${notes.join(", ")}`,
  ];
  return [...lines, ...problems.map((problem) => `  ${problem}`)].join("\n");
}

/** A line a student on standard output, and on a terminal a bar below it. */
export function tellers(
  { json }: { readonly json?: boolean },
  all: number,
  out = json ? process.stderr : process.stdout,
): Pick<ResetOptions, "tell" | "progress"> {
  const terminal = process.stderr.isTTY;
  const clear = terminal ? "\r\x1b[2K" : "";
  let done = 0;
  const bar = (at: string) => {
    if (!terminal) return;
    const width = 30;
    const full = Math.round((done / Math.max(all, 1)) * width);
    const drawn = "█".repeat(full) + "░".repeat(width - full);
    process.stderr.write(`${clear}${drawn} ${done.toString()}/${all.toString()} ${at}`);
    if (done === all) process.stderr.write(clear);
  };
  return {
    tell(outcome) {
      done += 1;
      if (terminal) process.stderr.write(clear);
      out.write(`${lineOf(outcome)}\n`);
      bar("");
    },
    progress: bar,
  };
}

/** Says what could not be done, which makes the exit code 1. */
export function complain(problems: readonly string[]): void {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
}

/** The end of a reset: its certificate, and exit code 1 where anything differs or could not be looked at. */
export function report(
  { json }: { readonly json?: boolean },
  { outcomes, problems }: ResetResult,
  certificate: Certificate,
  file: string,
): void {
  const { students } = certificate;
  const inTheWay = [...problems, ...outcomes.flatMap((one) => one.problems)];
  const clean = students.every((it) => it.clean) && inTheWay.length === 0;
  complain(problems);
  if (json) {
    const all = { ...certificate, file, problems, done: outcomes.map(({ done }) => done) };
    process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
  } else process.stdout.write(`${certificateText(certificate)}\nCertificate: ${file}\n`);
  if (!clean) process.exitCode = 1;
}

const short = (fingerprint: string): string => fingerprint.slice(0, 12);

export function certificateText({ students }: Certificate): string {
  const wrong = students.filter((it) => !it.clean);
  const clean = students.length - wrong.length;
  return [
    "",
    ...students.map(fingerprintLine),
    ...wrong.flatMap(({ student, differs }) => differs.map((line) => `  ${student}: ${line}`)),
    "",
    `${clean.toString()} of ${students.length.toString()} are as their baseline has them.`,
  ].join("\n");
}

const fingerprintLine = ({ student, to, live, baseline, clean }: Certified): string =>
  `${student.padEnd(10)} ${short(live)} ${clean ? "=" : "≠"} ${short(baseline)}  ${to}`;
