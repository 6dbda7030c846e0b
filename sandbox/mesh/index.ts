import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { end, livePid, logFile, type Program } from "../control-plane/processes";
import { UserError } from "../errors";
import { readOr, writeIfNew, writePrivate } from "../files";
import { sandboxPaths } from "../paths";
import type { Progress } from "../progress";
import { KubeApi } from "../providers/aws/kube-api";
import { bundle } from "../providers/runtime/bundle";
import { processMemoryMiB } from "../tools/process";
import { withLock } from "../tools/lock";
import { dropAccount } from "./accounts";
import { unregister } from "./admission";
import { release } from "./adopt";
import { gatewayOf } from "./cast";
import { ensureAuthority } from "./certificates/authority";
import type { KeeperStatus } from "./control";
import { readFacts, type MeshFacts } from "./facts";
import { dropGatewayPod } from "./gateway-pods";
import { meshConfigText, type DeclaredMesh } from "./istiod";
import { meshLayoutOf, type MeshLayout } from "./layout";
import { sandboxObjects } from "./objects";
import { PortBook } from "./ports";
import { removeStandIn } from "./prometheus-pod";
import { closeRange, openRange } from "./route";
import { readSettings, writeSettings, type MeshSettings } from "./settings";
import { ensure, graceMs, readKept, runs, startedOf } from "./supervisor";

export type { EnvoyFacts, MeshFacts } from "./facts";
export type { MeshSettings, PlayedService } from "./settings";

/** A start on a busy machine. */
const startMs = 90_000;

/** Whether the stack has a mesh: asked for once, and not taken back since. */
export const hasMesh = (stack: string): boolean => readSettings(meshLayoutOf(stack)) !== undefined;

/** Brings a stack's mesh up, or finds that it is: istiod judges Istio's objects when this has ended. */
export async function startMesh(
  asked: Omit<MeshSettings, "addresses">,
  progress: Progress,
): Promise<void> {
  const layout = meshLayoutOf(asked.stack);
  await withLock(layout.lock, async () => {
    const settings = { ...asked, addresses: await openRange(asked.podRange) };
    const program = await keeperProgram(settings);
    const before = readSettings(layout);
    const keeper = startedOf(program).fingerprint;
    const sameKeeper = readKept(layout).some(({ fingerprint }) => fingerprint === keeper);
    if (!sameKeeper || before === undefined || restartsAll(before, settings)) await endAll(layout);
    await ensureAuthority(layout.authority);
    mkdirSync(layout.objects, { recursive: true, mode: 0o700 });
    const ports = new PortBook(layout.ports);
    if (!runs(layout, "envoy-istio-ingressgateway")) await ports.reserve("gateway");
    const objects = sandboxObjects(
      ports.get("gateway") ?? 0,
      settings.services,
      settings.stackGateway,
    );
    writeIfNew(join(layout.objects, "sandbox.yaml"), objects);
    const declared = JSON.parse(readOr(layout.declared, "{}")) as DeclaredMesh;
    writeIfNew(layout.meshConfig, meshConfigText(layout, declared));
    writeSettings(layout, settings);
    if (!runs(layout, "keeper")) progress.step("Starting the mesh: istiod and Envoy");
    await ensure(layout, program);
    await until(layout, "istiod does not answer", ({ judged }) => judged);
  });
}

/** Gives the mesh what the stack declares of it, and waits until every pod is played. */
export async function settleMesh(
  stack: string,
  declared: DeclaredMesh,
): Promise<{ facts: MeshFacts; status: KeeperStatus }> {
  const layout = meshLayoutOf(stack);
  writePrivate(layout.declared, JSON.stringify(declared));
  writeIfNew(layout.meshConfig, meshConfigText(layout, declared));
  const status = await until(
    layout,
    "not every pod has its stand-in, or the gateway or Prometheus does not listen",
    ({ waiting, problems, gateway, isBlind }) =>
      waiting === 0 && !isBlind && (problems.length > 0 || gateway !== undefined),
  );
  const facts = readFacts(layout);
  if (facts === undefined) throw new UserError(`The mesh has ended: see ${layout.logs}.`);
  return { facts, status };
}

/** Ends the mesh's processes, and leaves the pods to kwok again. What it was asked for stays, unless it is to be forgotten. */
export async function stopMesh(stack: string, forget = false): Promise<void> {
  const layout = meshLayoutOf(stack);
  const settings = readSettings(layout);
  if (settings === undefined) return;
  await withLock(layout.lock, async () => {
    await endAll(layout);
    try {
      const api = new KubeApi(settings.kubeconfig);
      await unregister(api);
      await release(api);
      await removeStandIn(api);
      await dropGatewayPod(api, gatewayOf(settings));
      await dropAccount(api, gatewayOf(settings));
    } catch {
      // The API server is away. Its next start finds the mesh asked for, and brings it back, or forgets it here.
    }
    await closeRange(settings.podRange);
    if (forget) rmSync(layout.dir, { recursive: true, force: true });
  });
}

export interface MeshStatus {
  readonly running: boolean;
  readonly gateway?: string;
  readonly serving?: number;
  readonly components: readonly { name: string; pid: number; rssMiB: number }[];
}

/** Undefined for a stack that has no mesh. */
export async function meshStatus(stack: string): Promise<MeshStatus | undefined> {
  const layout = meshLayoutOf(stack);
  if (readSettings(layout) === undefined) return undefined;
  const kept = readKept(layout);
  const components = kept.flatMap((program) => {
    const pid = livePid(layout, program);
    return pid === undefined
      ? []
      : [{ name: program.name, pid, rssMiB: Math.round(processMemoryMiB(pid)) }];
  });
  const status = await ask(layout);
  const gateway = readFacts(layout)?.gateway;
  return {
    running: status?.judged === true && components.length === kept.length,
    components,
    ...(gateway !== undefined && { gateway }),
    ...(status && { serving: status.serving }),
  };
}

const restartsAll = (before: MeshSettings, now: MeshSettings): boolean =>
  (
    [
      "server",
      "programs",
      "certificate",
      "podRange",
      "addresses",
      "services",
      "stackGateway",
    ] as const
  ).some((key) => JSON.stringify(before[key]) !== JSON.stringify(now[key]));

/** The keeper first, or it would start the others anew. */
async function endAll(layout: MeshLayout): Promise<void> {
  const kept = readKept(layout);
  const keeper = kept.filter(({ name }) => name === "keeper");
  const others = kept.filter(({ name }) => name !== "keeper");
  for (const row of [keeper, others])
    await Promise.all(row.map((program) => end(layout, program, graceMs)));
  rmSync(layout.objects, { recursive: true, force: true });
  rmSync(layout.state, { force: true });
  rmSync(layout.facts, { force: true });
}

/** Bundled, so that it starts fast and takes little memory. Its file's name holds its hash: new code is another program. */
async function keeperProgram({ stack }: MeshSettings): Promise<Program> {
  const { root } = sandboxPaths(stack);
  const file = await bundle(
    join(__dirname, "keeper.ts"),
    "keeper",
    join(root, "keeper"),
    () => undefined,
  );
  const cache = process.env.XDG_CACHE_HOME;
  return {
    name: "keeper",
    binary: process.execPath,
    args: [file, stack],
    env: { SANDBOX_HOME: root, ...(cache && { XDG_CACHE_HOME: cache }) },
    files: {},
  };
}

async function until(
  layout: MeshLayout,
  complaint: string,
  done: (status: KeeperStatus) => boolean,
): Promise<KeeperStatus> {
  let alive = Date.now();
  for (const limit = Date.now() + startMs; ;) {
    const status = await ask(layout);
    if (status && done(status)) return status;
    if (runs(layout, "keeper")) alive = Date.now();
    // It is not known by its pid before it has become itself.
    if (Date.now() - alive > 3_000)
      throw new UserError(`The mesh's keeper ended by itself: see ${logFile(layout, "keeper")}.`);
    if (Date.now() > limit)
      throw new UserError(`The mesh does not stand: ${complaint}. Its logs are in ${layout.logs}.`);
    await wait(100);
  }
}

async function ask(layout: MeshLayout): Promise<KeeperStatus | undefined> {
  const port = new PortBook(layout.ports).get("control");
  if (port === undefined) return undefined;
  try {
    const url = `http://127.0.0.1:${port.toString()}/status`;
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return (await response.json()) as KeeperStatus;
  } catch {
    return undefined;
  }
}
