import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { Progress } from "../progress";
import type { Platform, Release, ToolName, ToolSpec } from "./catalog";
import { run } from "./run";
import type { Source } from "./source";
import { sha256 } from "./store";

/** A host that has not answered by then is taken as out of reach; all hosts are asked side by side. */
const probeMs = 3_000;
/** A download that brings nothing for so long has failed. */
const stallMs = 20_000;

/** The publishers' own releases, checked against the hashes that the publishers give. */
export function downloads(platform: Platform, request: typeof fetch = fetch): Source {
  const release = (spec: ToolSpec) => spec.release?.(platform);
  return {
    kind: "download",
    madeFrom: (spec) => release(spec)?.url,
    async make(specs, scratch, progress) {
      const files = new Map<ToolName, string>();
      const problems = new Map<ToolName, string>();
      const wanted = specs.flatMap((spec) => {
        const found = release(spec);
        return found ? [{ spec, release: found }] : [];
      });
      const closed = await unreachable(
        wanted.map((one) => one.release),
        request,
      );
      if (closed.size > 0)
        progress.step(`Nothing to download from ${[...closed.keys()].join(", ")}: out of reach`);
      for (const one of wanted) {
        const why = hosts(one.release).map((host) => closed.get(host));
        const problem = why.find((text) => text !== undefined);
        if (problem !== undefined) {
          problems.set(one.spec.name, problem);
          continue;
        }
        progress.step(`Downloading ${one.spec.name} ${one.spec.version}`);
        try {
          files.set(one.spec.name, await fetchRelease(one, scratch, progress, request));
          progress.done(`${one.spec.name} downloaded and checked`);
        } catch (error) {
          const text = reason(error);
          problems.set(one.spec.name, text);
          progress.done(`${one.spec.name} could not be downloaded: ${text}`);
        }
      }
      return { files, problems };
    },
  };
}

function hosts(release: Release): string[] {
  return [release.url, release.checksums].map((url) => new URL(url).host);
}

/** The hosts that do not answer, each with the reason. */
async function unreachable(
  releases: readonly Release[],
  request: typeof fetch,
): Promise<Map<string, string>> {
  const closed = new Map<string, string>();
  const probe = async (host: string) => {
    try {
      const signal = AbortSignal.timeout(probeMs);
      await request(`https://${host}/`, { method: "HEAD", redirect: "manual", signal });
    } catch (error) {
      closed.set(host, `${host} is out of reach (${reason(error)})`);
    }
  };
  await Promise.all([...new Set(releases.flatMap(hosts))].map(probe));
  return closed;
}

async function fetchRelease(
  { spec, release }: { spec: ToolSpec; release: Release },
  scratch: string,
  progress: Progress,
  request: typeof fetch,
): Promise<string> {
  const name = new URL(release.url).pathname.split("/").at(-1) ?? spec.name;
  const expected = readChecksum(await text(release.checksums, request), name);
  if (expected === undefined) throw new Error(`${release.checksums} names no hash for ${name}`);
  const file = join(scratch, `${name}.download`);
  await save(release.url, file, progress, request);
  const actual = await sha256(file);
  if (actual !== expected)
    throw new Error(`${release.url} has SHA-256 ${actual}, its publisher says ${expected}`);
  return release.inside === undefined ? file : unpack(file, release.inside, scratch, spec.name);
}

/** A publisher's hash of a file: a bare one, a line `hash  name`, or a digest in GitHub's release JSON. */
export function readChecksum(text: string, name: string): string | undefined {
  const hex = /^[0-9a-f]{64}$/;
  if (text.trimStart().startsWith("{")) {
    const { assets = [] } = JSON.parse(text) as { assets?: { name: string; digest?: string }[] };
    const digest = assets.find((asset) => asset.name === name)?.digest?.replace("sha256:", "");
    return digest !== undefined && hex.test(digest) ? digest : undefined;
  }
  if (hex.test(text.trim())) return text.trim();
  const line = text.split("\n").find((one) => one.trim().split(/\s+\*?/)[1] === name);
  const hash = line?.trim().split(/\s+/)[0];
  return hash !== undefined && hex.test(hash) ? hash : undefined;
}

async function text(url: string, request: typeof fetch): Promise<string> {
  const response = await request(url, { signal: AbortSignal.timeout(stallMs) });
  if (!response.ok) throw new Error(`${url} answered ${response.status.toString()}`);
  return response.text();
}

async function save(
  url: string,
  file: string,
  progress: Progress,
  request: typeof fetch,
): Promise<void> {
  const stalled = new AbortController();
  const stop = () => {
    stalled.abort(new Error("the download stalled"));
  };
  let timer = setTimeout(stop, stallMs);
  try {
    const response = await request(url, { signal: stalled.signal });
    if (!response.ok || !response.body)
      throw new Error(`${url} answered ${response.status.toString()}`);
    const total = Number(response.headers.get("content-length") ?? 0);
    let got = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, next) {
        clearTimeout(timer);
        timer = setTimeout(stop, stallMs);
        const before = Math.floor(got / tenth(total));
        got += chunk.length;
        if (Math.floor(got / tenth(total)) > before) progress.detail(amount(got, total));
        next(null, chunk);
      },
    });
    const body = Readable.fromWeb(response.body);
    await pipeline(body, count, createWriteStream(file));
  } finally {
    clearTimeout(timer);
  }
}

const megabyte = 1e6;
const tenth = (total: number) => Math.max(total / 10, 5 * megabyte);

function amount(got: number, total: number): string {
  const of = total > 0 ? ` of ${(total / megabyte).toFixed(0)}` : "";
  return `${(got / megabyte).toFixed(0)}${of} MB`;
}

/** Takes one file out of an archive. macOS's tar reads zip files too, which is what is published for it. */
async function unpack(
  archive: string,
  inside: string,
  scratch: string,
  name: ToolName,
): Promise<string> {
  const ran = await run("tar", ["-xf", archive, "-C", scratch, inside]);
  if (ran.problem !== undefined)
    throw new Error(`tar could not unpack it: ${ran.stderr.at(-1) ?? ran.problem}`);
  const file = join(scratch, `${name}.unpacked`);
  await rename(join(scratch, inside), file);
  return file;
}

/** The innermost reason of a failed request, which is where fetch puts the system's words. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "no answer";
  const code = (error as NodeJS.ErrnoException).code;
  return error.cause === undefined ? (code ?? error.message) : reason(error.cause);
}
