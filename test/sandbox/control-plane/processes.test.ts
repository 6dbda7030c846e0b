import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Component } from "../../../sandbox/control-plane/components";
import { type Layout, layoutOf } from "../../../sandbox/control-plane/layout";
import { freePorts, isFree } from "../../../sandbox/control-plane/ports";
import { end, launch, livePid, logFrom, logSize } from "../../../sandbox/control-plane/processes";
import { readState, writeState } from "../../../sandbox/control-plane/state";
import { useOwnHome } from "../home";
import { program } from "../tools/support";

const started = (args: string) => ({ name: "etcd", args, fingerprint: "" }) as const;

/** A component that says a word and then makes way for another program, as a version manager's shim does. */
const shim = (layout: Layout, args: readonly string[]): Component => ({
  name: "etcd",
  binary: program(join(layout.dir, "shim"), 'echo "port $PORT taken"; exec sleep "$@"'),
  args,
  env: { PORT: "7" },
  files: { [join(layout.config, "etcd.yaml")]: "private" },
});

/** Once the shim has gone: the pid is known before. */
async function settled(layout: Layout, args: string): Promise<number> {
  for (;;) {
    const pid = livePid(layout, started(args));
    if (pid !== undefined && logSize(layout, "etcd") > 0) return pid;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("a component's process", () => {
  useOwnHome();

  it("is found by its arguments although another program took its place, and ends when asked", async () => {
    const layout = layoutOf("dev");
    const child = launch(shim(layout, ["31"]), layout);
    const pid = await settled(layout, "31");
    assert.equal(pid, child.pid);
    assert.equal(livePid(layout, started("1")), undefined, "31 is not 1");
    assert.equal(logFrom(layout, "etcd", 5), "7 taken\n");
    assert.equal(statSync(join(layout.config, "etcd.yaml")).mode & 0o077, 0);
    await end(layout, started("31"), 1_000);
    assert.equal(livePid(layout, started("31")), undefined);
    assert.throws(() => readFileSync(join(layout.pids, "etcd")), /ENOENT/);
  });

  it("is not a stranger's that has its pid now, and the stranger lives on", async () => {
    const layout = layoutOf("other");
    const file = join(layout.pids, "etcd");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${process.pid.toString()}\n`);
    assert.equal(livePid(layout, started("--data-dir=x")), undefined);
    await end(layout, started("--data-dir=x"), 1_000);
    assert.throws(() => readFileSync(file), /ENOENT/, "its note is gone, this process is not");
  });

  it("is none where the note is missing or no number", () => {
    const layout = layoutOf("none");
    assert.equal(livePid(layout, started("31")), undefined);
    mkdirSync(layout.pids, { recursive: true });
    writeFileSync(join(layout.pids, "etcd"), "soon");
    assert.equal(livePid(layout, started("31")), undefined);
  });
});

describe("what a control plane remembers", () => {
  useOwnHome();

  it("is all of the last start, for its owner alone; nothing before the first", () => {
    const layout = layoutOf("dev");
    assert.equal(readState(layout), undefined);
    const state = { ports: { etcd: 1, apiServer: 2, kubelet: 3 }, components: [started("31")] };
    writeState(layout, state);
    assert.deepEqual(readState(layout), state);
    assert.equal(statSync(layout.state).mode & 0o077, 0);
  });

  it("lies within the stack's folder, but for the lock and the kubeconfig", () => {
    const { dir, lock, kubeconfig, ...rest } = layoutOf("dev");
    for (const path of Object.values(rest)) assert.ok(path.startsWith(`${dir}/`), path);
    for (const path of [lock, kubeconfig]) assert.ok(!path.startsWith(`${dir}/`), path);
    assert.notEqual(layoutOf("prod").dir, dir);
  });

  it("has ports that are free and differ", async () => {
    const ports = Object.values(await freePorts()) as number[];
    assert.equal(new Set(ports).size, 3);
    assert.deepEqual(await Promise.all(ports.map(isFree)), [true, true, true]);
  });
});
