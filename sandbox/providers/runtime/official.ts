import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { writePrivate } from "../../files";
import { cacheDir } from "../../paths";
import type { Progress } from "../../progress";
import type { ProviderRow } from "./catalogue";

export interface OfficialSearch {
  readonly row: ProviderRow;
  readonly version: string;
  /** The Pulumi CLI, which knows where plugins are downloaded. */
  readonly pulumi: string;
  /** Where this clone remembers what could not be downloaded. */
  readonly memory: string;
  readonly progress: Progress;
}

/** The executable of the official plugin, or undefined where there is none to be had. */
export async function findOfficial(search: OfficialSearch): Promise<string | undefined> {
  const { row, version } = search;
  const executable = `pulumi-resource-${row.package}`;
  const installed = (home: string) =>
    join(home, "plugins", `resource-${row.package}-v${version}`, executable);
  for (const place of row.official) {
    const found =
      place === "path"
        ? onPath(executable)
        : place === "home"
          ? ifExecutable(installed(process.env.PULUMI_HOME ?? join(homedir(), ".pulumi")))
          : await downloaded(search, installed(downloadHome()));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A PULUMI_HOME for downloads alone, shared by this user's clones. */
const downloadHome = () => join(cacheDir(), "pulumi-plugins");

function onPath(executable: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => ifExecutable(join(folder, executable))).find(Boolean);
}

function ifExecutable(file: string): string | undefined {
  try {
    accessSync(file, constants.X_OK);
    return file;
  } catch {
    return undefined;
  }
}

const day = 24 * 60 * 60 * 1000;

async function downloaded(search: OfficialSearch, file: string): Promise<string | undefined> {
  const { row, version, memory, progress } = search;
  const found = ifExecutable(file);
  // The engine writes this mark while it unpacks a plugin.
  if (found !== undefined && !existsSync(`${join(file, "..")}.partial`)) return found;

  const key = `${row.package}-${version}`;
  const failures = readFailures(memory);
  if (Date.now() - Date.parse(failures[key] ?? "1970-01-01") < day) return undefined;
  progress.step(`Downloading the official Pulumi plugin ${row.package} ${version}`);
  if (await download(search)) {
    progress.done(`The official Pulumi plugin ${row.package} ${version} is there`);
    return ifExecutable(file);
  }
  writePrivate(memory, JSON.stringify({ ...failures, [key]: new Date().toISOString() }));
  progress.done(
    `The official plugin cannot be downloaded here; a ${row.kind} one stands in for a day, then it is tried again`,
  );
  return undefined;
}

function readFailures(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  } catch {
    return {};
  }
}

/** A slow line may still bring 40 MB in this time. */
const downloadLimit = 180_000;

/** The CLI retries for ten seconds; the first refusal is enough for us. */
function download({ row, version, pulumi }: OfficialSearch): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(pulumi, ["plugin", "install", "resource", row.package, version], {
      env: {
        ...process.env,
        PULUMI_HOME: downloadHome(),
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
      stdio: ["ignore", "ignore", "pipe"],
      timeout: downloadLimit,
    });
    child.stderr.on("data", (text: Buffer) => {
      if (text.includes("Error downloading plugin")) child.kill();
    });
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}
