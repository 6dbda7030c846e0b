import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { catalogue, sdkVersion } from "../../../../sandbox/providers/runtime/catalogue";
import { installProviders } from "../../../../sandbox/providers/runtime/install";
import type { Progress } from "../../../../sandbox/progress";

describe("installed providers", () => {
  const { HOME, PATH, PULUMI_HOME, XDG_CACHE_HOME } = process.env;
  let folder = "";
  let said: string[] = [];
  const progress: Progress = {
    step: (text) => void said.push(text),
    detail: () => undefined,
    done: (text) => void said.push(text ?? ""),
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "providers-"));
    said = [];
    process.env.HOME = join(folder, "home");
    process.env.XDG_CACHE_HOME = join(folder, "cache");
    delete process.env.PULUMI_HOME;
  });
  afterEach(() => {
    for (const [name, value] of Object.entries({ HOME, PATH, PULUMI_HOME, XDG_CACHE_HOME }))
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    rmSync(folder, { recursive: true });
  });

  const script = (file: string, text: string): string => {
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return file;
  };
  /** A Pulumi CLI that has no network. */
  const pulumi = () =>
    script(
      join(folder, "pulumi"),
      `echo asked >> ${join(folder, "asked")}; echo "warning: Error downloading plugin: no such host" >&2; exec sleep 10`,
    );
  /** Installs rows of the catalogue, with a small program in place of ours that takes no time to bundle. */
  const install = (name: string, program = "../../test/sandbox/providers/runtime/fixture") =>
    installProviders({
      pulumiHome: join(folder, "sandbox", "pulumi-home"),
      pulumi: pulumi(),
      progress,
      rows: catalogue
        .filter((row) => row.package === name)
        .map((row) => ({
          ...row,
          folder: program,
          ...(row.front !== undefined && { front: `${program}/front.ts` }),
        })),
    });
  const shim = (name: string) =>
    join(
      folder,
      `sandbox/pulumi-home/plugins/resource-${name}-v${sdkVersion(name)}/pulumi-resource-${name}`,
    );
  const nginx = "kubernetes-ingress-nginx";
  const onPath = (name: string) => {
    const bin = join(folder, "bin");
    process.env.PATH = `${bin}${delimiter}${process.env.PATH ?? ""}`;
    return script(join(bin, `pulumi-resource-${name}`), "echo official $0 $1");
  };

  it("print a port, as the engine wants it, and end with the engine", async () => {
    assert.deepEqual(await install(nginx, "ingress-nginx"), [
      { name: nginx, version: sdkVersion(nginx), kind: "simulated" },
    ]);
    const child = spawn(shim(nginx), ["127.0.0.1:1"]);
    const [first] = (await child.stdout.take(1).toArray()) as Buffer[];
    assert.match(String(first), /^\d+\n$/);
    child.stdin.end();
    const [code] = (await once(child, "exit")) as [number | null];
    assert.equal(code, 0);
  });

  it("are left alone where nothing has changed, and made again where they are gone", async () => {
    await install(nginx);
    assert.equal(said.length, 2, "one step and its end");
    const bundles = join(folder, "sandbox", "providers");
    const [bundle = ""] = readdirSync(bundles).filter((file) => /^fixture-.*cjs$/.test(file));
    const { mtimeMs } = statSync(join(bundles, bundle));
    await install(nginx);
    assert.equal(said.length, 2, "nothing more was said");
    assert.equal(statSync(join(bundles, bundle)).mtimeMs, mtimeMs);
    rmSync(join(bundles, bundle));
    await install(nginx);
    assert.ok(existsSync(join(bundles, bundle)));
  });

  it("are private to their owner", async () => {
    await install(nginx);
    for (const file of [shim(nginx), join(folder, "sandbox", "providers")])
      assert.equal(statSync(file).mode & 0o077, 0, file);
  });

  it("can be installed by two runs at once", async () => {
    const [one, two] = await Promise.all([install(nginx), install(nginx)]);
    assert.deepEqual(one, two);
    assert.deepEqual(
      readdirSync(join(folder, "sandbox/providers")).filter((it) => it.includes("part")),
      [],
    );
  });

  it("replace those of an older SDK", async () => {
    const old = join(folder, "sandbox/pulumi-home/plugins/resource-kubernetes-v4.0.0");
    const other = join(folder, `sandbox/pulumi-home/plugins/resource-${nginx}-v0.0.1`);
    mkdirSync(old, { recursive: true });
    mkdirSync(other, { recursive: true });
    onPath("kubernetes");
    await install("kubernetes");
    assert.ok(!existsSync(old));
    assert.ok(existsSync(other), "a package whose name only begins alike");
  });

  it("are the official ones where those are on PATH, started by their own path", async () => {
    const official = onPath("kubernetes");
    const [row] = await install("kubernetes");
    assert.equal(row?.kind, "official");
    const answer = execFileSync(shim("kubernetes"), ["it's here"], { encoding: "utf8" });
    assert.equal(answer, `official ${official} it's here\n`);
  });

  it("stand before the official Kubernetes plugin where nodes are simulated, and only there", async () => {
    const official = onPath("kubernetes");
    await install("kubernetes");
    const answer = (nodes: string) =>
      execFileSync(shim("kubernetes"), ["--flag"], {
        encoding: "utf8",
        env: { ...process.env, SANDBOX_NODES: nodes },
      });
    assert.equal(answer("kwok"), `before ${official} --flag\n`);
    assert.equal(answer("none"), `official ${official} --flag\n`);
  });

  it("are the official ones of the user's own Pulumi, if of the SDK's version", async () => {
    const version = sdkVersion("kubernetes");
    const home = join(folder, "home/.pulumi/plugins");
    script(join(home, `resource-kubernetes-v${version}/pulumi-resource-kubernetes`), "echo mine");
    const [row] = await install("kubernetes");
    assert.equal(row?.kind, "official");
    assert.equal(execFileSync(shim("kubernetes"), { encoding: "utf8" }), "mine\n");
  });

  it("are never the official aws, wherever it is", async () => {
    const official = onPath("aws");
    const [row] = await install("aws");
    assert.equal(row?.kind, "simulated");
    assert.ok(!readFileSync(shim("aws"), "utf8").includes(official));
  });

  it("are downloaded once a day, by a CLI that is stopped at its first refusal", async () => {
    assert.equal((await install("kubernetes"))[0]?.kind, "thin");
    assert.equal((await install("kubernetes"))[0]?.kind, "thin");
    assert.equal(readFileSync(join(folder, "asked"), "utf8"), "asked\n");
    assert.equal(said.filter((text) => text.includes("cannot be downloaded")).length, 1);
  });
});
