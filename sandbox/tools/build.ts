import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { sandboxVersions, scannerVersions } from "../../versions";
import type { Progress } from "../progress";
import type { GoModule, Platform, ToolName, ToolSpec } from "./catalog";
import { run, type Ran } from "./run";
import type { Made, Source } from "./source";

/** Where our go.mod and go.sum files lie: every module pinned, every hash checked by Go itself. */
const modules = join(__dirname, "go");

/** What Kubernetes 1.36 and the pinned go.mod files need. */
const neededGo = { major: 1, minor: 26 };

/** Builds programs from their pinned Go sources. */
export function builds(platform: Platform, go = "go"): Source {
  return {
    kind: "build",
    madeFrom: (spec) => spec.build && recipe(spec.build.module),
    async make(specs, scratch, progress) {
      const files = new Map<ToolName, string>();
      const problems = new Map<ToolName, string>();
      for (const [module, wanted] of groups(specs)) {
        const made = await buildModule({ go, platform, module, wanted, scratch, progress });
        made.files.forEach((file, name) => files.set(name, file));
        made.problems.forEach((problem, name) => problems.set(name, problem));
      }
      return { files, problems };
    },
  };
}

interface Job {
  readonly go: string;
  readonly platform: Platform;
  readonly module: GoModule;
  readonly wanted: readonly ToolSpec[];
  readonly scratch: string;
  readonly progress: Progress;
}

async function buildModule(job: Job): Promise<Made> {
  const { wanted, scratch, progress } = job;
  const names = wanted.map((spec) => spec.name).join(", ");
  const failed = (problem: string): Made => ({
    files: new Map(),
    problems: new Map(wanted.map((spec) => [spec.name, problem])),
  });
  const problem = await goProblem(job);
  if (problem !== undefined) return failed(problem);

  progress.step(`Building ${names} from Go sources (once; several minutes on two cores)`);
  const started = Date.now();
  const packages = wanted.flatMap((spec) => spec.build?.package ?? []);
  const flags = buildFlags(job.module);
  const total = await countStale(job, [...flags, ...packages], started);
  if (typeof total === "string") return failed(total);
  const built = await compile(job, [...flags, "-o", `${scratch}/`, ...packages], total, started);
  if (built.problem !== undefined) return failed(`go build: ${lastWords(built)}`);
  progress.done(`${names} built in ${elapsed(started)}`);
  return {
    files: new Map(wanted.map((spec) => [spec.name, join(scratch, outputName(spec))])),
    problems: new Map(),
  };
}

/** How many packages Go has no result of yet in its own cache; downloads their sources on the way. */
async function countStale(
  job: Job,
  args: readonly string[],
  started: number,
): Promise<number | string> {
  const show = throttled(job.progress);
  let downloaded = 0;
  const format = "{{if .Stale}}{{.ImportPath}}{{end}}";
  const listed = await run(job.go, ["list", "-deps", "-f", format, ...args], {
    ...surroundings(job),
    onStderr: (line) => {
      if (!line.startsWith("go: downloading")) return;
      downloaded += 1;
      show(() => `${downloaded.toString()} Go modules downloaded, ${elapsed(started)}`);
    },
  });
  if (listed.problem !== undefined) return `go list: ${lastWords(listed)}`;
  return listed.stdout.split("\n").filter((line) => line !== "").length;
}

async function compile(
  job: Job,
  args: readonly string[],
  total: number,
  started: number,
): Promise<Ran> {
  const show = throttled(job.progress);
  let compiled = 0;
  return run(job.go, ["build", "-v", ...args], {
    ...surroundings(job),
    onStderr: (line) => {
      if (line.startsWith("go: ") || line.startsWith("#")) return;
      compiled += 1;
      show(
        () =>
          `${compiled.toString()} of ${total.toString()} packages compiled, ${elapsed(started)}`,
      );
    },
  });
}

/** Why Go cannot build here, as one sentence that says what to do. */
async function goProblem(job: Job): Promise<string | undefined> {
  const wanted = `Go ${neededGo.major.toString()}.${neededGo.minor.toString()} or newer`;
  const advice = `install ${wanted} (https://go.dev/dl/) and run this again`;
  const { cwd, env } = surroundings(job);
  // Asked inside the module, so that an older Go with GOTOOLCHAIN=auto may fetch the one it needs.
  const ran = await run(job.go, ["version"], { cwd, env });
  if (ran.code === "ENOENT") return `Go is not on PATH: ${advice}`;
  const found = /go version go(\d+)\.(\d+)\S*/.exec(ran.stdout);
  if (!found) return `Go cannot be used (${lastWords(ran)}): ${advice}`;
  const [word, major, minor] = found;
  const newEnough =
    Number(major) > neededGo.major ||
    (Number(major) === neededGo.major && Number(minor) >= neededGo.minor);
  return newEnough ? undefined : `${word} is too old: ${advice}`;
}

function surroundings({ module, platform }: Job): { cwd: string; env: NodeJS.ProcessEnv } {
  const env = {
    ...process.env,
    CGO_ENABLED: "0",
    GOOS: platform.os,
    GOARCH: platform.arch,
    GOWORK: "off",
    // Our go.mod decides, whatever the user's own flags are; -buildvcs would stamp our own commit.
    GOFLAGS: "-mod=readonly -buildvcs=false",
  };
  return { cwd: join(modules, module), env };
}

/** What the linker writes into the programs. Unstamped, they call themselves v0.0.0 or development, and the Automation API refuses pulumi. */
const stamps: Readonly<Record<GoModule, readonly string[]>> = {
  pulumi: [
    "-s -w",
    `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${sandboxVersions.pulumi.version}`,
  ],
  kubernetes: [
    "-s -w",
    ...["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap((folder) => {
      const { version } = sandboxVersions.kubernetes;
      const [major = "", minor = ""] = version.split(".");
      const stamp = (key: string, value: string) => `-X ${folder}.${key}=${value}`;
      return [
        stamp("gitVersion", `v${version}`),
        stamp("gitMajor", major),
        stamp("gitMinor", minor),
        stamp("gitTreeState", "clean"),
      ];
    }),
    `-X sigs.k8s.io/kwok/pkg/consts.Version=v${sandboxVersions.kwok.version}`,
  ],
  istio: [
    "-s -w",
    `-X istio.io/istio/pkg/version.buildVersion=${sandboxVersions.istiod.version}`,
    "-X istio.io/istio/pkg/version.buildStatus=Clean",
  ],
  prometheus: [
    "-s -w",
    `-X github.com/prometheus/common/version.Version=${sandboxVersions.prometheus.version}`,
  ],
  "kube-linter": [
    "-s -w",
    `-X golang.stackrox.io/kube-linter/internal/version.version=${scannerVersions.kubeLinter.version}`,
  ],
  "kube-score": ["-s -w", `-X main.version=${scannerVersions.kubeScore.version}`],
};

/** The tags that a publisher's own releases are built with. Source: Istio's Makefile.core.mk, STANDARD_TAGS. */
const buildTags: Readonly<Partial<Record<GoModule, string>>> = {
  istio: "vtprotobuf,disable_pgv",
  // Of all its ways to find whom it reads, files are enough.
  prometheus: "remove_all_sd",
};

function buildFlags(module: GoModule): string[] {
  const tags = buildTags[module];
  const flags = ["-trimpath", "-ldflags", stamps[module].join(" ")];
  return tags === undefined ? flags : [...flags, "-tags", tags];
}

/** Everything of ours that decides what is built. */
function recipe(module: GoModule): string {
  const files = ["go.mod", "go.sum"].map((name) => join(modules, module, name));
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  const tags = buildTags[module];
  return [hash.digest("hex"), ...stamps[module], ...(tags === undefined ? [] : [tags])].join(" ");
}

/** Go names a program after its package's last folder, or the one before when that is a major version. */
function outputName(spec: ToolSpec): string {
  const folders = spec.build?.package.split("/") ?? [];
  const last = folders.at(-1) ?? "";
  return /^v\d+$/.test(last) ? (folders.at(-2) ?? last) : last;
}

function groups(specs: readonly ToolSpec[]): Map<GoModule, ToolSpec[]> {
  const found = new Map<GoModule, ToolSpec[]>();
  for (const spec of specs) {
    if (spec.build === undefined) continue;
    const { module } = spec.build;
    found.set(module, [...(found.get(module) ?? []), spec]);
  }
  return found;
}

/** Shows at most one line in two seconds. */
function throttled(progress: Progress): (text: () => string) => void {
  let last = 0;
  return (text) => {
    if (Date.now() - last < 2_000) return;
    last = Date.now();
    progress.detail(text());
  };
}

function elapsed(since: number): string {
  const seconds = Math.round((Date.now() - since) / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0
    ? `${seconds.toString()} s`
    : `${minutes.toString()} min ${(seconds % 60).toString()} s`;
}

function lastWords(ran: Ran): string {
  return ran.stderr.slice(-3).join(" | ") || (ran.problem ?? "no reason given");
}
