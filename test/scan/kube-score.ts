import { run } from "../../sandbox/tools/run";
import { platformVersions, scannerVersions } from "../../versions";
import type { Finding, Scan, Scanned } from "./finding";

/** Its grades go from 1, critical, over 5 and 7 to 10, fine. */
const fine = 10;

interface Scored {
  /** `Kind/group/version/namespace/name`, without the group for core kinds. */
  readonly object_name: string;
  readonly checks: readonly Check[] | null;
}

interface Check {
  readonly check: { readonly id: string; readonly name: string };
  readonly grade: number;
  readonly skipped: boolean;
  readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
}

/** Every test, also the optional ones; anything below its best grade is a finding. */
export async function kubeScore(program: string, { stack, files }: Scanned): Promise<Scan> {
  const args = [
    "score",
    "--all-default-optional",
    "--disable-ignore-checks-annotations",
    ...["--kubernetes-version", `v${platformVersions.kubernetes.version}`],
    ...["--output-format", "json"],
  ];
  const ran = await run(program, [...args, ...files]);
  if (!ran.stdout.startsWith("[")) throw new Error(`kube-score: ${ran.stderr.join("\n")}`);
  return kubeScoreScan(ran.stdout, stack, files.length);
}

export function kubeScoreScan(text: string, stack: string, objects: number): Scan {
  const scored = JSON.parse(text) as readonly Scored[];
  const all = scored.flatMap(({ object_name: name, checks }) =>
    (checks ?? []).map((of) => ({ ...of, object: objectOf(name) })),
  );
  const made = all.filter(({ skipped }) => !skipped);
  return {
    scanner: "kube-score",
    version: scannerVersions.kubeScore.version,
    stack,
    objects,
    checks: new Set(made.map(({ check }) => check.id)).size,
    findings: made
      .filter(({ grade }) => grade < fine)
      .map(({ check, object, comments }): Finding => ({
        scanner: "kube-score",
        check: check.id,
        stack,
        object,
        message: comments?.map(({ summary }) => summary).join("; ") ?? check.name,
      })),
  };
}

function objectOf(name: string): string {
  const parts = name.split("/");
  return [parts[0], parts.at(-2), parts.at(-1)].join("/");
}
