import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";

import type { Platform, ToolSpec } from "./catalog";

/** What is kept beside a stored program, so that a changed one is never run. */
interface StoredRecord {
  readonly sha256: string;
  /** As long as these two are the file's own, its 100 MB are not read again to hash them. */
  readonly size: number;
  readonly mtimeMs: number;
}

export type Lookup = { path: string } | { problem: string } | undefined;

/**
 * The programs kept for all clones of one user: ROOT/TOOL/VERSION-PLATFORM-HASH/bin/TOOL, where the hash is of
 * what the program was made from. A folder appears whole (by rename) or not at all.
 */
export class ToolStore {
  constructor(
    readonly root: string,
    private readonly platform: Platform,
  ) {}

  /** The stored program; a problem when it is there but is not what was stored. */
  async find(spec: ToolSpec, madeFrom: string): Promise<Lookup> {
    const entry = this.entry(spec, madeFrom);
    const path = join(entry, "bin", spec.name);
    const record = readRecord(entry);
    if (!record) return undefined;
    if (!existsSync(path)) return { problem: `${path} has gone` };
    const { size, mtimeMs } = statSync(path);
    if (size === record.size && mtimeMs === record.mtimeMs) return { path };
    if (size !== record.size || (await sha256(path)) !== record.sha256)
      return { problem: `${path} is not the file that was stored there` };
    await writeRecord(entry, { ...record, mtimeMs });
    return { path };
  }

  /** Takes a finished program in, and answers where it is kept. The file must lie in a `scratch` folder. */
  async put(spec: ToolSpec, madeFrom: string, file: string): Promise<string> {
    const entry = this.entry(spec, madeFrom);
    const whole = join(dirname(file), `${spec.name}.entry`);
    const stored = join(whole, "bin", spec.name);
    await mkdir(dirname(stored), { recursive: true });
    await rename(file, stored);
    const { size, mtimeMs } = statSync(stored);
    await writeRecord(whole, { sha256: await sha256(stored), size, mtimeMs });
    await mkdir(dirname(entry), { recursive: true });
    // What stands there failed its check, or it would have been used.
    await rm(entry, { recursive: true, force: true });
    await rename(whole, entry);
    return join(entry, "bin", spec.name);
  }

  /** A folder for half-made things. */
  async scratch(): Promise<string> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    return mkdtemp(join(this.root, ".part-"));
  }

  /** Clears half-made things, those of killed runs too. Only under the store's lock. */
  async sweep(): Promise<void> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.root))
      if (name.startsWith(".part-")) await rm(join(this.root, name), { recursive: true });
  }

  get lock(): string {
    return join(this.root, ".lock");
  }

  private entry(spec: ToolSpec, madeFrom: string): string {
    const hash = createHash("sha256").update(madeFrom).digest("hex").slice(0, 12);
    const { os, arch } = this.platform;
    return join(this.root, spec.name, `${spec.version}-${os}-${arch}-${hash}`);
  }
}

export async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

const recordFile = (entry: string) => join(entry, "tool.json");

function readRecord(entry: string): StoredRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordFile(entry), "utf8")) as StoredRecord;
  } catch {
    return undefined;
  }
}

async function writeRecord(entry: string, record: StoredRecord): Promise<void> {
  const file = recordFile(entry);
  const part = join(entry, `${basename(file)}.${process.pid.toString()}`);
  await writeFile(part, JSON.stringify(record));
  await rename(part, file);
}
