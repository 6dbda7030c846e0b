import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { catalog, type Platform } from "../../../sandbox/tools/catalog";
import { downloads, readChecksum } from "../../../sandbox/tools/download";
import { heard, program, temporaryFolder } from "./support";

const linux: Platform = { os: "linux", arch: "amd64" };
const hash = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");

/** An internet of those pages and no others; a host with none of them is out of reach. */
function internet(pages: Record<string, string | Buffer>) {
  const asked: string[] = [];
  const request = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = input instanceof Request ? input.url : input.toString();
    asked.push(`${init?.method ?? "GET"} ${url}`);
    const hosts = Object.keys(pages).map((page) => new URL(page).host);
    if (!hosts.includes(new URL(url).host))
      return Promise.reject(
        new TypeError("fetch failed", {
          cause: Object.assign(new Error("no"), { code: "ENOTFOUND" }),
        }),
      );
    const page = pages[url];
    return Promise.resolve(
      page === undefined
        ? new Response("", { status: 404 })
        : new Response(typeof page === "string" ? page : Uint8Array.from(page)),
    );
  };
  return { asked, request };
}

describe("downloads of tools", () => {
  const scheduler = catalog["kube-scheduler"].release?.(linux);
  assert.ok(scheduler);

  it("are kept when they have the publisher's hash", async () => {
    const { request } = internet({
      [scheduler.url]: "program",
      [scheduler.checksums]: hash("program"),
    });
    const scratch = temporaryFolder();
    const made = await downloads(linux, request).make(
      [catalog["kube-scheduler"]],
      scratch,
      heard(),
    );
    const file = made.files.get("kube-scheduler");
    assert.ok(file);
    assert.ok(file.startsWith(scratch));
    assert.equal(readFileSync(file, "utf8"), "program");
  });

  it("are refused when they have another hash, or when there is none to compare with", async () => {
    const make = async (checksum: string) => {
      const { request } = internet({ [scheduler.url]: "changed", [scheduler.checksums]: checksum });
      const specs = [catalog["kube-scheduler"]];
      const made = await downloads(linux, request).make(specs, temporaryFolder(), heard());
      assert.equal(made.files.size, 0);
      return made.problems.get("kube-scheduler") ?? "";
    };
    assert.match(await make(hash("program")), /has SHA-256 .*, its publisher says/);
    assert.match(await make("not found"), /names no hash for kube-scheduler/);
  });

  it("come out of their archive", async () => {
    const release = catalog.etcd.release?.(linux);
    assert.ok(release?.inside);
    const folder = temporaryFolder();
    program(join(folder, release.inside), "echo etcd");
    spawnSync("tar", ["-czf", join(folder, "archive"), "-C", folder, release.inside]);
    const archive = readFileSync(join(folder, "archive"));
    const name = release.url.split("/").at(-1) ?? "";
    const { request } = internet({
      [release.url]: archive,
      [release.checksums]: `${hash("other")}  other.tar.gz\n${hash(archive)}  ${name}\n`,
    });
    const made = await downloads(linux, request).make([catalog.etcd], temporaryFolder(), heard());
    assert.match(readFileSync(made.files.get("etcd") ?? "", "utf8"), /echo etcd/);
  });

  it("ask each host once whether it answers, and say in one line which do not", async () => {
    const { asked, request } = internet({ [scheduler.url]: "program" });
    const progress = heard();
    const specs = [catalog.pulumi, catalog.etcd, catalog.kwok];
    const made = await downloads(linux, request).make(specs, temporaryFolder(), progress);
    assert.deepEqual(asked.sort(), [
      "HEAD https://api.github.com/",
      "HEAD https://get.pulumi.com/",
      "HEAD https://github.com/",
    ]);
    assert.deepEqual(progress.lines, [
      "Nothing to download from get.pulumi.com, github.com, api.github.com: out of reach",
    ]);
    assert.match(made.problems.get("etcd") ?? "", /github\.com is out of reach \(ENOTFOUND\)/);
    assert.equal(made.problems.size, 3);
  });
});

describe("the hashes that publishers give", () => {
  const right = hash("right");
  const cases: Record<string, string> = {
    "a bare hash": `${right}\n`,
    "lines of hash and name": `${hash("wrong")}  tool-extra\n${right}  tool\n`,
    "lines that mark binary files": `${right} *tool\n`,
    "GitHub's description of a release": JSON.stringify({
      assets: [
        { name: "tool-extra", digest: `sha256:${hash("wrong")}` },
        { name: "tool", digest: `sha256:${right}` },
      ],
    }),
  };
  for (const [what, text] of Object.entries(cases))
    it(`are read from ${what}`, () => {
      assert.equal(readChecksum(text, "tool"), right);
    });

  it("are none when the file is not named or the hash is no SHA-256", () => {
    assert.equal(readChecksum(`${right}  other\n`, "tool"), undefined);
    assert.equal(readChecksum("abc  tool\n", "tool"), undefined);
    assert.equal(readChecksum(JSON.stringify({ assets: [{ name: "tool" }] }), "tool"), undefined);
    assert.equal(readChecksum(JSON.stringify({ message: "Not Found" }), "tool"), undefined);
  });
});
