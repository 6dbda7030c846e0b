import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { builds } from "../../../sandbox/tools/build";
import { catalog, type Platform } from "../../../sandbox/tools/catalog";
import { heard, program, temporaryFolder } from "./support";

const linux: Platform = { os: "linux", arch: "amd64" };

/** Plays Go: notes how it is called, and "builds" an empty file for each package. */
const playedGo = `
echo "$PWD $GOFLAGS $CGO_ENABLED | $*" >>"$(dirname "$0")/calls"
case $1 in
version) echo "go version go1.26.8 linux/amd64" ;;
list) echo "go: downloading k8s.io/api v0.36.3" >&2; echo k8s.io/one; echo k8s.io/two ;;
build)
  for word; do
    case $word in
    */) out=$word ;;
    -*) ;;
    */server/v3) : >"\${out:?}server" ;;
    */cmd/*) : >"\${out:?}\${word##*/}" ;;
    esac
  done
  echo k8s.io/one >&2; echo k8s.io/two >&2 ;;
esac`;

describe("builds of tools", () => {
  it("build all programs of one Go module at once, by pinned modules, without cgo", async () => {
    const folder = temporaryFolder();
    const go = program(join(folder, "go"), playedGo);
    const scratch = temporaryFolder();
    const specs = [catalog.etcd, catalog["kube-apiserver"], catalog.pulumi];
    const made = await builds(linux, go).make(specs, scratch, heard());
    assert.deepEqual([...made.problems], []);
    for (const spec of specs) assert.ok(existsSync(made.files.get(spec.name) ?? ""), spec.name);
    assert.equal(made.files.get("etcd"), join(scratch, "server"));

    const calls = readFileSync(join(folder, "calls"), "utf8").split("\n");
    const built = calls.filter((line) => line.includes("| build"));
    assert.equal(built.length, 2);
    assert.match(built[0] ?? "", /go\/kubernetes -mod=readonly -buildvcs=false 0 \|/);
    assert.match(built[0] ?? "", /component-base\/version\.gitVersion=v1\.36\.3/);
    assert.match(built[1] ?? "", /go\/pulumi .*common\/version\.Version=v3\.225\.0/);
  });

  it("tell what is built, and that it takes minutes", async () => {
    const go = program(join(temporaryFolder(), "go"), playedGo);
    const progress = heard();
    await builds(linux, go).make([catalog.etcd, catalog.kwok], temporaryFolder(), progress);
    assert.match(progress.lines[0] ?? "", /Building etcd, kwok .*several minutes/);
    assert.ok(progress.lines.some((line) => line.includes("of 2 packages compiled")));
    assert.match(progress.lines.at(-1) ?? "", /etcd, kwok built in \d+ s/);
  });

  const refusals: Record<string, { go: string | undefined; reason: RegExp }> = {
    "is missing": { go: undefined, reason: /Go is not on PATH: install Go 1\.26 or newer/ },
    "is too old": {
      go: 'echo "go version go1.22.4 linux/amd64"',
      reason: /go1\.22\.4 is too old: install Go 1\.26 or newer/,
    },
    "may not fetch a newer one": {
      go: 'echo "go: go.mod requires go >= 1.26.0 (running go 1.22.1; GOTOOLCHAIN=local)" >&2; exit 1',
      reason: /Go cannot be used \(go: go\.mod requires go >= 1\.26\.0.*install Go 1\.26/,
    },
  };
  for (const [what, { go, reason }] of Object.entries(refusals))
    it(`say what to install when Go ${what}`, async () => {
      const file = join(temporaryFolder(), "go");
      if (go !== undefined) program(file, go);
      const made = await builds(linux, file).make([catalog.kwok], temporaryFolder(), heard());
      assert.match(made.problems.get("kwok") ?? "", reason);
    });

  it("give the compiler's words when it fails", async () => {
    const failing = playedGo.replace(
      "build)",
      'build) echo "disk quota exceeded" >&2; exit 1 ;;\nx)',
    );
    const go = program(join(temporaryFolder(), "go"), failing);
    const made = await builds(linux, go).make([catalog.kwok], temporaryFolder(), heard());
    assert.match(made.problems.get("kwok") ?? "", /go build: .*disk quota exceeded/);
    assert.equal(made.files.size, 0);
  });
});
