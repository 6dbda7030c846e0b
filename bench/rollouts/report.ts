import { table } from "../table";
import type { Row } from "./observe";

/** All that a run has shown. */
export interface Proof {
  readonly envoy: string;
  readonly istiod: string;
  readonly service: string;
  readonly seconds: number;
  readonly requests: number;
  /** Outside of recreate's gap, and while no Envoy of the way was killed. */
  readonly failed: number;
  readonly misrouted: number;
  readonly passed: boolean;
  readonly rows: readonly Row[];
}

export function proofOf(
  facts: Pick<Proof, "envoy" | "istiod" | "service" | "seconds">,
  rows: readonly Row[],
): Proof {
  const sum = (of: (row: Row) => number) => rows.reduce((all, row) => all + of(row), 0);
  return {
    ...facts,
    requests: sum(({ requests }) => requests),
    failed: sum(({ failed, lost, inGap }) => failed - lost - inGap),
    misrouted: sum(({ misrouted }) => misrouted),
    passed: rows.length > 0 && rows.every(({ passed }) => passed),
    rows,
  };
}

const percent = (part: number, of: number) => `${((100 * part) / of).toFixed(1)} %`;

/** What is special of a row, in words. */
export function noteOf(row: Row): string {
  const { gapSeconds, bothSeconds, shares, again, preview, copies, lost, failures } = row;
  const reasons = Object.entries(failures).map(([reason, count]) => `${reason}: ${count}`);
  const looks = [...shares, ...again];
  return [
    ...(gapSeconds === undefined ? [] : [`gap of ${gapSeconds.toFixed(1)} s, never both`]),
    ...(bothSeconds === undefined ? [] : [`both versions for ${bothSeconds.toFixed(1)} s`]),
    ...looks.map(
      ({ got, requests, least, most }) =>
        `${percent(got, requests)} of ${requests} (${least} to ${most}: ${got})`,
    ),
    ...(preview
      ? [`at the address of ${preview.slot}: ${preview.requests} of ${preview.version}`]
      : []),
    ...(copies
      ? [
          `${copies.copied} of ${copies.reads} reads copied, ${copies.writesCopied} of ${copies.writes} writes`,
        ]
      : []),
    ...(lost > 0 ? [`${lost} lost while Envoy was away`] : []),
    ...(reasons.length > 0 ? [`failures: ${reasons.join(", ")}`] : []),
    ...row.problems.map((text) => `✗ ${text}`),
  ].join("; ");
}

export function proofText(proof: Proof): string {
  const rows = proof.rows.map((row) => [
    row.strategy,
    row.transition,
    row.requests.toString(),
    row.failed.toString(),
    row.misrouted.toString(),
    `${row.seconds.toFixed(0)} s`,
    row.passed ? "passed" : "FAILED",
    noteOf(row),
  ]);
  const head = ["strategy", "transition", "requests", "failed", "misrouted", "time", "", "seen"];
  const { service, requests, failed, misrouted, seconds, envoy, istiod, passed } = proof;
  return [
    table(head, rows),
    "",
    `${passed ? "Passed" : "FAILED"}: ${requests} requests to ${service} in ${Math.round(seconds)} s, by Envoy ${envoy} ` +
      `with routes of istiod ${istiod}; ${failed} failed outside of gaps, ${misrouted} were misrouted.`,
  ].join("\n");
}
