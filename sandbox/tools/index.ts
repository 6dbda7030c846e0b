import { readFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";

import { UserError } from "../errors";
import { writePrivate } from "../files";
import { cacheDir } from "../paths";
import type { Progress } from "../progress";
import { builds } from "./build";
import {
  catalog,
  scannerNames,
  thisPlatform,
  type MeshToolName,
  type ScannerName,
  type ToolName,
  type ToolSpec,
} from "./catalog";
import { downloads } from "./download";
import { withLock } from "./lock";
import { askVersion, findOnPath, type Answers } from "./path";
import type { Source, Tool } from "./source";
import { ToolStore } from "./store";
import { wheels } from "./wheel";

export { scannerNames, type MeshToolName, type ToolName } from "./catalog";
export type { Tool } from "./source";

export const meshTools = ["istiod", "envoy"] as const satisfies readonly MeshToolName[];
/** For a stack that has a Prometheus. */
export const monitorTools = ["prometheus"] as const satisfies readonly MeshToolName[];
export type StackToolName = Exclude<ToolName, MeshToolName | ScannerName>;

/** What every stack needs: all but the mesh's, and those that look at it from outside. */
export const stackTools = Object.keys(catalog).filter(
  (name) => ![...meshTools, ...monitorTools, ...scannerNames].some((tool) => tool === name),
) as readonly StackToolName[];

/** Where tools come from; the tests put their own here. */
export interface ToolWorld {
  /** Folders to look in, as PATH has them. */
  readonly path: string;
  readonly store: ToolStore;
  /** Tried one after the other for what is not on PATH. */
  readonly sources: readonly Source[];
}

/**
 * Finds or makes programs: on PATH and new enough, else kept from an earlier run, else downloaded, else built.
 * Refuses with a sentence that says what cannot be had, why, and what would help.
 */
export async function resolveTools<Name extends ToolName>(
  names: readonly Name[],
  progress: Progress,
  world: ToolWorld = thisMachine(),
): Promise<Record<Name, Tool>> {
  const search = new Search(world, progress);
  for (const name of names) await search.look(catalog[name]);
  if (search.missing.length > 0)
    await withLock(world.store.lock, () => search.make(), {
      onWait: (pid) => {
        progress.step(`Waiting for another run (process ${pid.toString()}) that makes tools`);
      },
    });
  return search.result() as Record<Name, Tool>;
}

class Search {
  private readonly tools = new Map<ToolName, Tool>();
  private readonly notes: string[] = [];
  private readonly problems = new Map<ToolName, string[]>();
  private readonly answers: Answers;
  missing: ToolSpec[] = [];

  constructor(
    private readonly world: ToolWorld,
    private readonly progress: Progress,
  ) {
    this.answers = rememberedAnswers(world.store.root);
  }

  /** On PATH, or kept from an earlier run. */
  async look(spec: ToolSpec): Promise<void> {
    for (const found of await findOnPath(spec, this.world.path, this.answers)) {
      if ("problem" in found) {
        this.notes.push(`${found.path} is passed over: it ${found.problem}`);
        continue;
      }
      const { path, version } = found;
      this.tools.set(spec.name, { name: spec.name, path, version, source: "PATH" });
      return;
    }
    if (!(await this.lookInStore(spec))) this.missing.push(spec);
  }

  /** Makes what is missing, one way after the other. Runs under the store's lock. */
  async make(): Promise<void> {
    for (const note of this.notes) this.progress.step(note);
    // Another run may have made them while this one waited.
    const wanted = this.missing;
    this.missing = [];
    for (const spec of wanted) if (!(await this.lookInStore(spec))) this.missing.push(spec);
    if (this.missing.length > 0) await this.world.store.sweep();
    for (const source of this.world.sources) await this.makeBy(source);
  }

  result(): Partial<Record<ToolName, Tool>> {
    if (this.missing.length > 0) throw new UserError(this.complaint());
    return Object.fromEntries(this.tools);
  }

  private async lookInStore(spec: ToolSpec): Promise<boolean> {
    for (const source of this.world.sources) {
      const madeFrom = source.madeFrom(spec);
      if (madeFrom === undefined) continue;
      const found = await this.world.store.find(spec, madeFrom);
      if (found === undefined) continue;
      if ("path" in found) {
        this.add(spec, found.path, source);
        return true;
      }
      this.notes.push(`${found.problem}: it is made again`);
    }
    return false;
  }

  private async makeBy(source: Source): Promise<void> {
    const wanted = this.missing.filter((spec) => source.madeFrom(spec) !== undefined);
    if (wanted.length === 0) return;
    const { store } = this.world;
    const scratch = await store.scratch();
    const made = await source.make(wanted, scratch, this.progress);
    made.problems.forEach((problem, name) => {
      this.blame(name, source, problem);
    });
    for (const spec of wanted) {
      const file = made.files.get(spec.name);
      if (file === undefined) continue;
      const problem = await problemOf(spec, file);
      if (problem === undefined)
        this.add(spec, await store.put(spec, source.madeFrom(spec) ?? "", file), source);
      else this.blame(spec.name, source, `the program ${problem}`);
    }
    this.missing = this.missing.filter((spec) => !this.tools.has(spec.name));
    await store.sweep();
  }

  private add(spec: ToolSpec, path: string, source: Source): void {
    const { name, version } = spec;
    this.tools.set(name, { name, path, version, source: source.kind });
  }

  private blame(name: ToolName, source: Source, problem: string): void {
    this.problems.set(name, [...(this.problems.get(name) ?? []), `${source.kind}: ${problem}`]);
  }

  /** One sentence for all that failed alike: without Go, for instance, there are seven of them. */
  private complaint(): string {
    const alike = new Map<string, string[]>();
    for (const { name, version } of this.missing) {
      const why = this.problems.get(name)?.join("; ") ?? "nobody publishes it for this platform";
      alike.set(why, [...(alike.get(why) ?? []), `${name} ${version}`]);
    }
    return [...alike].map(([why, names]) => `No ${names.join(", ")} here: ${why}.`).join("\n");
  }
}

/** Why a program that was just made may not be kept. */
async function problemOf(spec: ToolSpec, file: string): Promise<string | undefined> {
  await chmod(file, 0o755);
  const answer = await askVersion(spec, file);
  if ("problem" in answer) return answer.problem;
  return spec.accepts(answer.version) ? undefined : `is not ${spec.accepted}`;
}

function thisMachine(): ToolWorld {
  const platform = thisPlatform();
  if (!platform)
    throw new UserError(
      `The sandbox runs on Linux and macOS, on amd64 and arm64; this is ${process.platform} on ${process.arch}.`,
    );
  return {
    path: process.env.PATH ?? "",
    store: new ToolStore(join(cacheDir(), "tools"), platform),
    sources: [downloads(platform), wheels(platform), builds(platform)],
  };
}

/** What programs on PATH have answered, kept beside the tools. */
function rememberedAnswers(root: string): Answers {
  const file = join(root, "path.json");
  let known: Record<string, string> = {};
  try {
    known = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  } catch {
    // The first run, or a file that someone has harmed: it is written anew.
  }
  return {
    get: (key) => known[key],
    set(key, answer) {
      known[key] = answer;
      writePrivate(file, JSON.stringify(known));
    },
  };
}
