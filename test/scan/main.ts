import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { Command } from "commander";

import { committedStacks } from "../../sandbox/engine/config-copy";
import { platformOf } from "../../sandbox/engine/platform";
import { UserError } from "../../sandbox/errors";
import { stackResources } from "../../sandbox/plan/stack";
import { consoleProgress, type Progress } from "../../sandbox/progress";
import { fileOf, rendered, yamlOf } from "../../sandbox/render/objects";
import { resolveTools, scannerNames } from "../../sandbox/tools";
import { ConfigError } from "../../stacks/config";
import { checkov, python } from "./checkov";
import type { Finding, Scan, Scanned } from "./finding";
import { judge, lookAways } from "./judge";
import { kubeLinter } from "./kube-linter";
import { kubeScore } from "./kube-score";
import { text } from "./text";
import { chosen, forced } from "./waivers";

interface Flags {
  readonly stack?: readonly string[];
  readonly json?: boolean;
}

const cli = new Command("npm run scan --")
  .description(
    "checkov, kube-linter and kube-score, with all their checks, over the rendered objects of the stacks; docs/scan.md.",
  )
  .option("-s, --stack <names...>", "which stacks (default: all that are committed)")
  .option("--json", "print the result as JSON")
  .showHelpAfterError()
  .action(async ({ stack: asked, json }: Flags) => {
    const folder = mkdtempSync(join(tmpdir(), "twelve-street-scan-"));
    try {
      const { scans, findings } = await scanAll(
        asked ?? committedStacks().filter((stack) => platformOf(stack) === undefined),
        folder,
        consoleProgress(),
      );
      const waivers = [...forced, ...chosen];
      const verdict = judge(
        findings,
        // One stack alone need not use them all.
        asked ? waivers.map((waiver) => ({ ...waiver, seldom: true })) : waivers,
      );
      const passed = verdict.open.length + verdict.unused.length === 0;
      process.stdout.write(
        json
          ? `${JSON.stringify({ passed, scans, ...verdict }, undefined, 2)}\n`
          : text(scans, verdict),
      );
      if (!passed) process.exitCode = 1;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

async function scanAll(
  stacks: readonly string[],
  folder: string,
  progress: Progress,
): Promise<{ scans: readonly Scan[]; findings: readonly Finding[] }> {
  const tools = await resolveTools(scannerNames, progress);
  const pythons = await python(progress);
  const scans: Scan[] = [];
  const findings: Finding[] = [];
  for (const stack of stacks) {
    progress.step(`Scanning ${stack}`);
    const { scanned, lookAway } = await render(stack, join(folder, stack));
    const found = await Promise.all([
      checkov(pythons, scanned),
      kubeLinter(tools["kube-linter"].path, pythons.schemas, scanned),
      kubeScore(tools["kube-score"].path, scanned),
    ]);
    for (const { scanner, checks } of found)
      if (checks === 0) throw new Error(`${scanner} has checked nothing of ${stack}`);
    scans.push(...found);
    findings.push(...lookAway, ...found.flatMap((scan) => scan.findings));
  }
  return { scans, findings };
}

async function render(
  stack: string,
  folder: string,
): Promise<{ scanned: Scanned; lookAway: readonly Finding[] }> {
  const { objects } = rendered(await stackResources(stack));
  const files = objects.map((object) => {
    const file = join(folder, fileOf(object));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, yamlOf(object));
    return file;
  });
  return {
    scanned: { stack, folder, files },
    lookAway: objects.flatMap((it) => lookAways(stack, it)),
  };
}

cli.parseAsync().catch((error: unknown) => {
  process.exitCode = 1;
  if (!(error instanceof UserError || error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
});
