import type { KubeObject } from "../../sandbox/providers/kubernetes/objects";
import type { Finding, ScannerId } from "./finding";
import { covers, type Waiver } from "./waivers";

export interface Verdict {
  readonly open: readonly Finding[];
  /** How many findings each waiver covers, in the waivers' order. */
  readonly waived: readonly number[];
  /** Waivers' checks that find nothing any more. */
  readonly unused: readonly string[];
}

export function judge(findings: readonly Finding[], waivers: readonly Waiver[]): Verdict {
  return {
    open: findings.filter((finding) => !waivers.some((waiver) => covers(waiver, finding))),
    waived: waivers.map((waiver) => findings.filter((finding) => covers(waiver, finding)).length),
    unused: waivers.flatMap((waiver) => (waiver.seldom ? [] : unusedOf(waiver, findings))),
  };
}

function unusedOf(waiver: Waiver, findings: readonly Finding[]): string[] {
  const entries = Object.entries(waiver.checks) as [ScannerId, readonly string[]][];
  return entries.flatMap(([scanner, checks]) =>
    checks
      .filter(
        (check) =>
          !findings.some(
            (it) => it.scanner === scanner && it.check === check && covers(waiver, it),
          ),
      )
      .map((check) => `${scanner} ${check}`),
  );
}

/** Annotations that tell a scanner to look away: waivers stand in one place, with their reasons. */
const blinds: Readonly<Record<ScannerId, RegExp>> = {
  checkov: /^checkov\.io\/skip/,
  "kube-linter": /^ignore-check\.kube-linter\.io\/|^kube-linter\.io\/ignore/,
  "kube-score": /^kube-score\/(ignore|enable)/,
};

export function lookAways(stack: string, { kind, metadata }: KubeObject): Finding[] {
  const keys = Object.keys(metadata.annotations ?? {});
  const object = [kind, metadata.namespace ?? "", metadata.name ?? ""].join("/");
  const entries = Object.entries(blinds) as [ScannerId, RegExp][];
  return entries.flatMap(([scanner, blind]) =>
    keys
      .filter((key) => blind.test(key))
      .map((check) => ({
        scanner,
        check,
        stack,
        object,
        message: "it tells the scanner to look away",
      })),
  );
}
