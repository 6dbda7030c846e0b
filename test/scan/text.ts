import type { Finding, Scan } from "./finding";
import type { Verdict } from "./judge";
import { chosen, forced, type Waiver } from "./waivers";

/** The scan as a person reads it. */
export function text(scans: readonly Scan[], verdict: Verdict): string {
  const lines = scans.map(
    ({ stack, scanner, version, objects, checks, findings }) =>
      `${stack.padEnd(8)} ${`${scanner} ${version}`.padEnd(18)} ${count(objects, "object")}, ${count(checks, "check")}, ${count(findings.length, "finding")}`,
  );
  const waivers = [
    ...listed("Forced by the contract", forced, verdict.waived),
    ...listed("Waived besides", chosen, verdict.waived.slice(forced.length)),
  ];
  const open = verdict.open.map(told);
  const unused = verdict.unused.map((check) => `waiver of ${check} matches nothing: take it out`);
  const end =
    open.length + unused.length === 0
      ? "Nothing is open."
      : `${count(open.length, "finding")} open, ${count(unused.length, "waiver")} without use.`;
  return [...lines, "", ...waivers, "", ...open, ...unused, end, ""].join("\n");
}

const told = ({ scanner, check, stack, object, message }: Finding): string =>
  `open: ${stack} ${object}: ${scanner} ${check}: ${message}`;

const listed = (title: string, waivers: readonly Waiver[], waived: readonly number[]): string[] => [
  `${title}:`,
  ...waivers.map(({ reason }, index) => `  ${count(waived[index] ?? 0, "finding")}: ${reason}`),
];

const count = (number: number, word: string): string =>
  `${number.toString()} ${word}${number === 1 ? "" : "s"}`;
