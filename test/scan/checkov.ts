import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { UserError } from "../../sandbox/errors";
import { cacheDir } from "../../sandbox/paths";
import type { Progress } from "../../sandbox/progress";
import { withLock } from "../../sandbox/tools/lock";
import { run } from "../../sandbox/tools/run";
import { scannerVersions } from "../../versions";
import type { Finding, Scan, Scanned } from "./finding";

const requirements = join(__dirname, "requirements.txt");

/** A Python environment with checkov and Kubernetes' schemas, made once for all clones of a user. */
export interface Python {
  readonly checkov: string;
  /** A folder with a schema for each kind, where no unknown field is let through. */
  readonly schemas: string;
}

export async function python(progress: Progress): Promise<Python> {
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(cacheDir(), "scanners", `python-${hash}`);
  await withLock(join(cacheDir(), "scanners", ".lock"), () => install(folder, progress));
  const schemas = await schemasIn(folder);
  return { checkov: join(folder, "bin", "checkov"), schemas };
}

async function install(folder: string, progress: Progress): Promise<void> {
  // Written last: a folder without it was cut off, and is made again.
  const whole = join(folder, "whole");
  if (existsSync(whole)) return;
  rmSync(folder, { recursive: true, force: true });
  progress.step("Installing checkov from PyPI (once, about a minute)");
  await must("python3", ["-m", "venv", folder]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
  await must(join(folder, "bin", "python"), [...pip, "--requirement", requirements]);
  writeFileSync(whole, "");
  progress.done("checkov is installed");
}

async function must(program: string, args: readonly string[]): Promise<string> {
  const ran = await run(program, args);
  if (ran.problem !== undefined)
    throw new UserError(
      `No checkov ${scannerVersions.checkov.version} here (${program} ${args.slice(0, 3).join(" ")}: ${ran.stderr.at(-1) ?? ran.problem}): it needs Python 3.11 with venv and pip, and PyPI.`,
    );
  return ran.stdout;
}

async function schemasIn(folder: string): Promise<string> {
  const found = await must(join(folder, "bin", "python"), [
    "-c",
    "import importlib.util as u; print(u.find_spec('kubernetes_validate').submodule_search_locations[0])",
  ]);
  return join(found.trim(), "kubernetes-json-schema");
}

interface Report {
  readonly results: {
    readonly passed_checks: readonly Check[];
    readonly failed_checks: readonly Check[];
    readonly skipped_checks: readonly Check[];
    readonly parsing_errors: readonly string[];
  };
  readonly summary: { readonly checkov_version: string };
}

interface Check {
  readonly check_id: string;
  readonly check_name: string;
  /** `Kind.namespace.name`. */
  readonly resource: string;
}

/** All of checkov's checks for Kubernetes. It asks nobody: neither for rules nor for newer versions. */
export async function checkov(
  { checkov: program }: Python,
  { stack, folder, files }: Scanned,
): Promise<Scan> {
  const args = ["--directory", folder, "--framework", "kubernetes", "--skip-download"];
  const ran = await run(program, [...args, "--compact", "--output", "json", "--soft-fail"], {
    env: { ...process.env, CKV_SKIP_PACKAGE_UPDATE_CHECK: "true", LOG_LEVEL: "ERROR" },
  });
  if (ran.problem !== undefined) throw new Error(`checkov: ${ran.stderr.join("\n")}`);
  return checkovScan(ran.stdout, stack, files.length);
}

export function checkovScan(text: string, stack: string, objects: number): Scan {
  const { results, summary } = JSON.parse(text) as Report;
  if (results.parsing_errors.length > 0)
    throw new Error(`checkov cannot read ${results.parsing_errors.join(", ")}`);
  const made = [...results.passed_checks, ...results.failed_checks];
  const finding = ({ check_id: check, check_name: message, resource }: Check): Finding => {
    const [kind = "", namespace = "", ...name] = resource.split(".");
    return {
      scanner: "checkov",
      check,
      stack,
      object: [kind, namespace, name.join(".")].join("/"),
      message,
    };
  };
  return {
    scanner: "checkov",
    version: summary.checkov_version,
    stack,
    objects,
    checks: new Set(made.map(({ check_id }) => check_id)).size,
    findings: [...results.failed_checks, ...results.skipped_checks].map(finding),
  };
}
