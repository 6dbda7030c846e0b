import { join } from "node:path";

import { sandboxPaths } from "../../sandbox/paths";
import { writePrivate } from "../../sandbox/files";
import { isClean, type Findings } from "./judge";
import { nameOf, standingText, type Standing } from "./model";
import type { Outcome } from "./reset";
import { digestOf } from "./view";

/** One student's line of a certificate. */
export interface Certified {
  readonly student: string;
  readonly to: string;
  readonly baseline: string;
  readonly live: string;
  readonly clean: boolean;
  /** What differs, if anything. */
  readonly differs: readonly string[];
  /** Strays that stay because that was asked for. They are in neither fingerprint. */
  readonly kept: readonly string[];
  /** Workloads whose pods are still coming, and pods that are not ready. */
  readonly starting: readonly string[];
}

/** That environments are as their baseline has them, or what is not. */
export interface Certificate {
  readonly stack: string;
  readonly place: string;
  readonly at: string;
  readonly students: readonly Certified[];
  /** Over all of the above: a line that is changed by hand does not fit it any more. */
  readonly seal: string;
}

export function certificateOf(
  stack: string,
  place: string,
  outcomes: readonly Outcome[],
  standing: (student: string) => Standing,
  at: Date,
): Certificate {
  const students = outcomes.map(({ findings }): Certified => {
    const { student, fingerprint, kept, starting } = findings;
    return {
      student,
      to: standingText(standing(student)),
      ...fingerprint,
      clean: isClean(findings) && fingerprint.live === fingerprint.baseline,
      differs: differsIn(findings),
      kept: kept.map(nameOf),
      starting,
    };
  });
  const unsealed = { stack, place, at: at.toISOString(), students };
  return { ...unsealed, seal: digestOf(unsealed) };
}

/** Whether nobody has changed a certificate since it was written. */
export const isSealed = ({ seal, ...rest }: Certificate): boolean => digestOf(rest) === seal;

/** Each thing that is not as the baseline has it, by name and never by value: it may be a secret. */
export const differsIn = ({
  missing,
  drifted,
  strays,
  terminating,
  spoilt,
  unseen,
}: Findings): readonly string[] => [
  ...missing.map(({ object }) => `${nameOf(object)} is missing`),
  ...drifted.map(
    ({ live, differences }) =>
      `${nameOf(live)} differs in ${differences.map(({ path }) => path).join(", ")}`,
  ),
  ...strays.map(({ object, why }) => `${nameOf(object)} is a stray: ${why}`),
  ...terminating.map((object) => `${nameOf(object)} is still being deleted`),
  ...spoilt.map((object) => `${nameOf(object)} was changed by hand`),
  ...unseen.map((kind) => `objects of kind ${kind} could not be listed`),
];

/** Where it was written to: the last one, and one for each reset. */
export function writeCertificate(certificate: Certificate): string {
  const folder = join(sandboxPaths(certificate.stack).dir, "certificates");
  const text = `${JSON.stringify(certificate, undefined, 2)}\n`;
  const file = join(folder, `${certificate.at.replaceAll(/[:.]/g, "-")}.json`);
  writePrivate(file, text);
  writePrivate(join(folder, "last.json"), text);
  return file;
}
