import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { UserError } from "../../../sandbox/errors";
import { resolveTools, type ToolWorld } from "../../../sandbox/tools";
import type { ToolName } from "../../../sandbox/tools/catalog";
import type { Source } from "../../../sandbox/tools/source";
import { ToolStore } from "../../../sandbox/tools/store";
import { heard, program, temporaryFolder } from "./support";

const kwokSays = (version: string) => `echo "kwok version v${version}"`;

/** A source that makes each named program by a script, or fails with a reason. */
function played(kind: Source["kind"], scripts: Partial<Record<ToolName, string>>) {
  const calls: string[][] = [];
  const source: Source = {
    kind,
    madeFrom: ({ name }) => `${kind} of ${name}`,
    make: (specs, scratch) => {
      calls.push(specs.map(({ name }) => name));
      const files = new Map<ToolName, string>();
      const problems = new Map<ToolName, string>();
      for (const { name } of specs) {
        const script = scripts[name];
        if (script === undefined) problems.set(name, `no ${kind} today`);
        else files.set(name, program(join(scratch, `made-${name}`), script));
      }
      return Promise.resolve({ files, problems });
    },
  };
  return { source, calls };
}

describe("how a tool is come by", () => {
  let bin: string;
  let store: ToolStore;
  // The programs on PATH are shell scripts: the shell has to be found.
  const world = (...sources: Source[]): ToolWorld => ({
    path: [bin].join(delimiter),
    store,
    sources,
  });

  beforeEach(() => {
    bin = temporaryFolder();
    store = new ToolStore(join(temporaryFolder(), "tools"), { os: "linux", arch: "amd64" });
  });

  it("takes the one on PATH before any other", async () => {
    program(join(bin, "kwok"), kwokSays("0.8.1"));
    const { source, calls } = played("download", { kwok: kwokSays("0.8.0") });
    const { kwok } = await resolveTools(["kwok"], heard(), world(source));
    assert.deepEqual(kwok, {
      name: "kwok",
      path: join(bin, "kwok"),
      version: "0.8.1",
      source: "PATH",
    });
    assert.deepEqual(calls, []);
  });

  it("downloads before it builds, and builds only what could not be downloaded", async () => {
    const download = played("download", { kwok: kwokSays("0.8.0") });
    const etcd = "echo etcd Version: 3.6.8";
    const build = played("build", { kwok: kwokSays("0.8.0"), etcd });
    const tools = await resolveTools(
      ["kwok", "etcd"],
      heard(),
      world(download.source, build.source),
    );
    assert.equal(tools.kwok.source, "download");
    assert.equal(tools.etcd.source, "build");
    assert.deepEqual(build.calls, [["etcd"]]);
  });

  it("makes nothing twice", async () => {
    const build = played("build", { kwok: kwokSays("0.8.0") });
    const first = await resolveTools(["kwok"], heard(), world(build.source));
    const progress = heard();
    assert.deepEqual(await resolveTools(["kwok"], progress, world(build.source)), first);
    assert.equal(build.calls.length, 1);
    assert.deepEqual(progress.lines, []);
  });

  it("makes a program again that has changed in the store, and says so", async () => {
    const build = played("build", { kwok: kwokSays("0.8.0") });
    const { kwok } = await resolveTools(["kwok"], heard(), world(build.source));
    writeFileSync(kwok.path, "#!/bin/sh\necho harm");
    const progress = heard();
    await resolveTools(["kwok"], progress, world(build.source));
    assert.match(readFileSync(kwok.path, "utf8"), /kwok version/);
    assert.ok(progress.lines.some((line) => line.includes("is not the file that was stored")));
  });

  it("goes on to the next way when what was made does not run or is another version", async () => {
    for (const script of ["exit 1", kwokSays("0.7.0")]) {
      const download = played("download", { kwok: script });
      const build = played("build", { kwok: kwokSays("0.8.0") });
      const { kwok } = await resolveTools(["kwok"], heard(), world(download.source, build.source));
      assert.equal(kwok.source, "build");
      writeFileSync(kwok.path, "so that the next round makes it again");
    }
  });

  it("says why a program on PATH is passed over, when another has to be made", async () => {
    const file = program(join(bin, "kwok"), kwokSays("0.6.0"));
    const build = played("build", { kwok: kwokSays("0.8.0") });
    const progress = heard();
    await resolveTools(["kwok"], progress, world(build.source));
    assert.ok(progress.lines.includes(`${file} is passed over: it is 0.6.0, not 0.8.x`));
  });

  it("ends with one sentence for all that failed alike", async () => {
    const sources = [played("download", {}).source, played("build", {}).source];
    await assert.rejects(resolveTools(["kwok", "etcd"], heard(), world(...sources)), (error) => {
      assert.ok(error instanceof UserError);
      const why = "download: no download today; build: no build today";
      assert.equal(error.message, `No kwok 0.8.0, etcd 3.6.8 here: ${why}.`);
      return true;
    });
  });

  it("lets two runs at once share one making", async () => {
    const build = played("build", { kwok: kwokSays("0.8.0") });
    const both = [0, 1].map(() => resolveTools(["kwok"], heard(), world(build.source)));
    const [one, other] = await Promise.all(both);
    assert.deepEqual(one, other);
    assert.equal(build.calls.length, 1);
  });
});
