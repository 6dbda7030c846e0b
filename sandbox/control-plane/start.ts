import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

import { UserError } from "../errors";
import { writePrivate } from "../files";
import type { Progress } from "../progress";
import type { Tool } from "../tools";
import { withLock } from "../tools/lock";
import {
  adminKubeconfig,
  componentNames,
  components,
  fingerprint,
  serverUrl,
  type Component,
  type ComponentName,
  type Setup,
} from "./components";
import { Health } from "./health";
import { layoutOf, type Layout } from "./layout";
import { ensurePki, pkiFingerprint } from "./pki";
import { podRangeOf } from "./pod-range";
import { freePorts, isFree, type Ports } from "./ports";
import { launch, livePid, logFile, logFrom, logSize, type Started } from "./processes";
import { readState, writeState, type State } from "./state";
import { endAll } from "./stop";

export interface StartOptions {
  readonly stack: string;
  /** AWS's name of the region that load balancers and volumes are to look like. */
  readonly region: string;
  /** Of a classroom that it is to carry. @default as many as before */
  readonly students?: number;
  readonly tools: Readonly<Record<ComponentName, Pick<Tool, "path">>>;
  readonly progress: Progress;
}

export interface ControlPlane {
  readonly kubeconfig: string;
  readonly server: string;
  /** False when it ran already, just as it should. */
  readonly started: boolean;
}

/** Two taken ports in a row are bad luck, five are something else. */
const attempts = 5;
/** A first start on a busy machine. */
const startMs = 180_000;
/** A server that ran already and does not answer by then hangs. */
const hangMs = 20_000;

/** Brings the stack's control plane up, or finds that it is. Whatever is dead, or set up otherwise than asked, is started anew. */
export async function startControlPlane(options: StartOptions): Promise<ControlPlane> {
  const layout = layoutOf(options.stack);
  const running = await findRunning(options, layout);
  if (running) return running;
  return withLock(
    layout.lock,
    async () => (await findRunning(options, layout)) ?? (await bringUp(options, layout)),
    {
      onWait: (pid) => {
        options.progress.step(
          `Waiting for another run (process ${pid.toString()}) that starts the control plane`,
        );
      },
    },
  );
}

/** The control plane, when all of it runs as this start would set it up. */
async function findRunning(
  options: StartOptions,
  layout: Layout,
): Promise<ControlPlane | undefined> {
  const state = readState(layout);
  if (!state || !existsSync(layout.pki)) return undefined;
  const { setup, wanted } = plan(options, layout, state.ports, state);
  const same = wanted.every(({ started }) => runsAs(layout, state, started));
  if (!same || state.components.length !== wanted.length) return undefined;
  const health = new Health(layout, state.ports);
  const answers = [health.isReady(), health.canMakePods(), health.nodesArePlayed()];
  const healthy = (await Promise.all(answers)).every((answer) => answer);
  health.close();
  return healthy ? result(setup, false) : undefined;
}

async function bringUp(options: StartOptions, layout: Layout): Promise<ControlPlane> {
  options.progress.step("Starting the control plane");
  const begun = Date.now();
  mkdirSync(layout.dir, { recursive: true, mode: 0o700 });
  await ensurePki(layout.pki);
  let ports = await usablePorts(layout);
  for (let attempt = 1; ; attempt += 1) {
    const { setup, wanted } = plan(options, layout, ports, readState(layout));
    try {
      await converge(layout, setup, wanted);
      const seconds = ((Date.now() - begun) / 1000).toFixed(1);
      options.progress.done(`control plane ready at ${serverUrl(ports)} in ${seconds} s`);
      return result(setup, true);
    } catch (error) {
      if (!(error instanceof Retry) || attempt === attempts) throw error;
      options.progress.detail(`${error.message}; trying again`);
      await endAll(layout, readState(layout)?.components ?? []);
      ports = await freePorts();
    }
  }
}

/** A start that may go better with other ports and everything anew. */
class Retry extends UserError {}

interface Wanted {
  readonly component: Component;
  readonly started: Started<ComponentName>;
}

function plan(options: StartOptions, layout: Layout, ports: Ports, state: State | undefined) {
  const { stack, tools, region } = options;
  // Room that a classroom has once been given stays: each change of it is a restart.
  const students = Math.max(options.students ?? 0, state?.students ?? 0);
  const binaries = Object.fromEntries(
    componentNames.map((name) => [name, tools[name].path]),
  ) as Record<ComponentName, string>;
  const pki = pkiFingerprint(layout.pki);
  const podRange = podRangeOf(layout.dir);
  const setup: Setup = { stack, layout, ports, binaries, region, podRange, students, pki };
  const wanted = components(setup).map((component): Wanted => {
    const { name } = component;
    const args = component.args.join(" ");
    return { component, started: { name, args, fingerprint: fingerprint(component, pki) } };
  });
  return { setup, wanted };
}

/** Ends what should run otherwise, starts what does not run, and waits until pods can be made. */
async function converge(layout: Layout, setup: Setup, wanted: readonly Wanted[]): Promise<void> {
  const state = readState(layout);
  const outdated = (state?.components ?? []).filter(
    (old) => !wanted.some(({ started }) => started.fingerprint === old.fingerprint),
  );
  await endAll(layout, outdated);
  const { ports, students } = setup;
  writeState(layout, { ports, students, components: wanted.map(({ started }) => started) });
  writePrivate(layout.kubeconfig, adminKubeconfig(setup));

  const servers = wanted.filter(({ started: { name } }) => isServer(name));
  const clients = wanted.filter(({ started: { name } }) => !isServer(name));
  const health = new Health(layout, ports);
  try {
    const watched = startDead(layout, servers);
    const limit = Date.now() + (watched.some(({ child }) => child) ? startMs : hangMs);
    await until(() => health.isReady(), watched, layout, limit, "The API server is not ready");
    watched.push(...startDead(layout, clients));
    const noPods = "The controllers have not made the default ServiceAccount";
    await until(() => health.canMakePods(), watched, layout, limit, noPods);
    await until(() => health.nodesArePlayed(), watched, layout, limit, "kwok does not answer");
  } finally {
    health.close();
  }
}

const isServer = (name: ComponentName) => name === "etcd" || name === "kube-apiserver";

/** A component under watch: started now, or found alive. */
interface Watched {
  readonly started: Started<ComponentName>;
  readonly child?: ChildProcess;
  /** Where its log stood before. */
  readonly logFrom: number;
}

function startDead(layout: Layout, wanted: readonly Wanted[]): Watched[] {
  return wanted.map(({ component, started }) => {
    const logFrom = logSize(layout, component.name);
    const lives = livePid(layout, started) !== undefined;
    return lives ? { started, logFrom } : { started, logFrom, child: launch(component, layout) };
  });
}

/** Waits for an answer, as long as all that should run does run. */
async function until(
  answers: () => Promise<boolean>,
  watched: readonly Watched[],
  layout: Layout,
  limit: number,
  complaint: string,
): Promise<void> {
  while (!(await answers())) {
    const dead = watched.find((one) => hasEnded(layout, one));
    if (dead) throw died(layout, dead);
    if (Date.now() > limit) throw new Retry(`${complaint}. Its logs are in ${layout.logs}.`);
    await wait(50);
  }
}

function hasEnded(layout: Layout, { started, child }: Watched): boolean {
  return child
    ? child.exitCode !== null || child.signalCode !== null
    : livePid(layout, started) === undefined;
}

function died(layout: Layout, { started: { name }, logFrom: from }: Watched): UserError {
  const log = logFrom(layout, name, from).trimEnd();
  if (log.includes("address already in use"))
    return new Retry(`A port that ${name} was to use has been taken`);
  const last = log.split("\n").slice(-3).join("\n");
  return new UserError(`${name} ended by itself. The end of ${logFile(layout, name)}:\n${last}`);
}

function runsAs(layout: Layout, state: State, wanted: Started<ComponentName>): boolean {
  const known = state.components.find(({ fingerprint }) => fingerprint === wanted.fingerprint);
  return known !== undefined && livePid(layout, known) !== undefined;
}

/** The ports of the last start as long as they are free or still our own, so that a kubeconfig in use stays true. */
async function usablePorts(layout: Layout): Promise<Ports> {
  const state = readState(layout);
  if (!state) return freePorts();
  const owners: Record<keyof Ports, ComponentName> = {
    etcd: "etcd",
    apiServer: "kube-apiserver",
    kubelet: "kwok",
  };
  for (const [port, owner] of Object.entries(owners) as [keyof Ports, ComponentName][]) {
    const started = state.components.find(({ name }) => name === owner);
    const ours = started !== undefined && livePid(layout, started) !== undefined;
    if (!ours && !(await isFree(state.ports[port]))) return freePorts();
  }
  return state.ports;
}

function result({ layout, ports }: Setup, started: boolean): ControlPlane {
  return { kubeconfig: layout.kubeconfig, server: serverUrl(ports), started };
}
