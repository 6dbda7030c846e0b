import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { end } from "../../../course/traffic/ending";
import { requireWritable } from "../../../course/traffic/report/file";
import { runOf, type Run } from "../../../course/traffic/result";
import { Tally } from "../../../course/traffic/tally";
import { outcome } from "./outcomes";

function run({ status = 200, interrupted = false } = {}): Run {
  const tally = new Tally();
  tally.add(outcome("v1", { status }));
  return runOf({
    service: "products",
    flags: {
      ...{ stack: "dev", method: "GET", rps: 1, timeout: 1000, clients: 0 },
      ...{ connections: 8, keepAlive: true },
    },
    target: {
      ...{ url: "http://127.0.0.1/", place: "here", envoy: "", istiod: "", simulated: "" },
    },
    tally,
    started: new Date(),
    sent: { requests: 1, seconds: 1 },
    interrupted,
  });
}

describe("course traffic: the end", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "traffic-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const ended = (it: Run, report?: string) => {
    const said: string[] = [];
    const voice = {
      out: (text: string) => void said.push(`out: ${text}`),
      err: (text: string) => void said.push(`err: ${text}`),
    };
    return { code: end(it, { ...(report !== undefined && { report }) }, voice), said };
  };

  it("is said first, and then the report is written", () => {
    const report = join(folder, "r.html");
    const { code, said } = ended(run(), report);
    assert.equal(code, 0);
    assert.match(said[0] ?? "", /^out: products: 1 requests/);
    assert.deepEqual(said.slice(1), [`err: The report is in ${report}.`]);
    assert.match(readFileSync(report, "utf8"), /<h1>products/);
  });

  it("is said where the report cannot be written, and why, in a sentence", () => {
    const report = join(folder, "gone", "r.html");
    for (const interrupted of [false, true]) {
      const { code, said } = ended(run({ interrupted }), report);
      assert.equal(code, 1);
      assert.match(said[0] ?? "", /^out: products: 1 requests/);
      assert.deepEqual(said.slice(1), [
        `err: The report could not be written to ${report} (ENOENT: no such file or directory): what came of the run is on standard output.`,
      ]);
    }
  });

  it("is 1 where a request failed, and 130 after Ctrl-C", () => {
    assert.equal(ended(run({ status: 503 })).code, 1);
    assert.equal(ended(run({ interrupted: true })).code, 130);
  });

  it("asks before the run whether the report can be written, and changes nothing", () => {
    const at = (...names: string[]) => join(folder, ...names);
    requireWritable(at("new.html"));
    assert.ok(!existsSync(at("new.html")));
    writeFileSync(at("old.html"), "kept");
    requireWritable(at("old.html"));
    assert.equal(readFileSync(at("old.html"), "utf8"), "kept");
    symlinkSync(at("aim.html"), at("link.html"));
    requireWritable(at("link.html"));
    assert.ok(!existsSync(at("aim.html")));
    mkdirSync(at("folder"));
    const refused: [string, RegExp][] = [
      [at("folder"), /^--report is ".*", which is a folder: name a file in it\.$/],
      [at("none", "r.html"), /: there is no folder .*none, make it first\.$/],
      [at("old.html", "r.html"), /, which cannot be written \(ENOTDIR: not a directory\): name/],
    ];
    for (const [file, message] of refused)
      assert.throws(() => requireWritable(file), { name: "UserError", message });
  });
});
