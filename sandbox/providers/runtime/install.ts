import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Progress } from "../../progress";
import { bundle } from "./bundle";
import { catalogue, sdkVersion, type ProviderKind, type ProviderRow } from "./catalogue";
import { findOfficial } from "./official";

export interface InstallOptions {
  /** The sandbox's own PULUMI_HOME. */
  readonly pulumiHome: string;
  /** Path of the Pulumi CLI. */
  readonly pulumi: string;
  readonly progress: Progress;
  /** Default: every package that the stacks use. */
  readonly rows?: readonly ProviderRow[];
}

export interface InstalledProvider {
  readonly name: string;
  readonly version: string;
  readonly kind: ProviderKind;
}

/**
 * Puts an executable for every package into the sandbox's PULUMI_HOME, laid out as `pulumi plugin install` does: the official
 * plugin where there is one, else ours. Changes nothing where everything is in place; two runs at once are safe.
 */
export async function installProviders(options: InstallOptions): Promise<InstalledProvider[]> {
  const { pulumiHome, progress, rows = catalogue } = options;
  const folder = join(dirname(pulumiHome), "providers");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const told = new Set<string>();
  const building = (name: string) => {
    if (told.size === 0) progress.step("Bundling the sandbox's providers");
    told.add(name);
    progress.detail([...told].join(", "));
  };
  const make = (entry: string, name: string) =>
    bundle(join(providers, entry), name, folder, building);

  const launcher = make("runtime/launch.ts", "launch");
  const install = async (row: ProviderRow): Promise<InstalledProvider> => {
    const version = sdkVersion(row.package);
    const memory = join(folder, "not-downloadable.json");
    const official = await findOfficial({ ...options, row, version, memory });
    const node = async (entry: string, name: string) => [
      process.execPath,
      await launcher,
      await make(entry, name),
    ];
    const plugins = join(pulumiHome, "plugins");
    if (official === undefined) {
      const ours = await node(`${row.folder}/main.ts`, basename(row.folder));
      placeShim(plugins, row.package, version, start(ours));
    } else {
      const front =
        row.front === undefined ? undefined : await node(row.front, `${row.package}-front`);
      placeShim(plugins, row.package, version, startOfficial(official, front));
    }
    return { name: row.package, version, kind: official === undefined ? row.kind : "official" };
  };
  const installed = await Promise.all(rows.map(install));
  if (told.size > 0) progress.done();
  return installed;
}

/** `sandbox/providers`. */
const providers = join(__dirname, "..");

const start = (command: readonly string[]): string =>
  `exec ${command.map(quoted).join(" ")} "$@"\n`;

/**
 * An official plugin gets a shim too, rather than a link: a plugin that looks for files beside itself then
 * finds them. On the user's own cluster it is alone.
 */
const startOfficial = (official: string, front: readonly string[] | undefined): string =>
  front === undefined
    ? start([official])
    : `[ "$SANDBOX_NODES" = kwok ] || ${start([official])}${start([...front, official])}`;

function placeShim(plugins: string, name: string, version: string, script: string): void {
  const folder = `resource-${name}-v${version}`;
  const file = join(plugins, folder, `pulumi-resource-${name}`);
  const text = `#!/bin/sh\n${script}`;
  if (textOf(file) !== text) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const part = `${file}.${process.pid.toString()}.part`;
    writeFileSync(part, text, { mode: 0o700 });
    chmodSync(part, 0o700);
    renameSync(part, file);
  }
  for (const other of readdirSync(plugins)) {
    const isOlder = other !== folder && new RegExp(`^resource-${name}-v\\d`).test(other);
    if (isOlder) rmSync(join(plugins, other), { recursive: true, force: true });
  }
}

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
