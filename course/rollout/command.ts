import { CoordinationV1Api, KubeConfig } from "@kubernetes/client-node";

import { prometheusConsole } from "../../components/observability/names";
import { mostPods, pictureOf, type RolloutOptions } from "../../components/rollout";
import type { Interrupt } from "../../sandbox/engine/interrupt";
import { consoleProgress } from "../../sandbox/progress";
import { withLock } from "../../sandbox/tools/lock";
import type { Gate } from "../../stacks/gate-schema";
import { placeOf } from "../places";
import type { Action } from "./decide";
import { taskOf, type Task } from "./errand";
import { gateText } from "./gate";
import { alone, noteLeft } from "./lease";
import { Cluster } from "./live";
import { Mesh } from "./mesh";
import { Prometheus } from "./prometheus";
import { run } from "./run";
import { Service } from "./service";
import { Stage } from "./stage";
import { requireAgreement } from "./agreement";
import { liveText, phaseText, standingText, stateText } from "./text";
import { Trial } from "./trial";
import type { Ended } from "./walk";
import { wayOf } from "./way";

export interface Flags {
  readonly stack: string;
  readonly aws?: boolean;
  readonly json?: boolean;
}

export interface WalkFlags extends Flags {
  readonly plan?: boolean;
  readonly hold?: string;
  readonly patience: number;
  /** False by `--no-gate`. */
  readonly gate: boolean;
}

/** Its gate could not judge: neither done nor gone back. */
const heldCode = 2;

async function open(name: string, flags: Flags) {
  const place = await placeOf(flags.stack, flags.aws ?? false, consoleProgress());
  const service = new Service(flags.stack, name, place);
  const config = new KubeConfig();
  config.loadFromString(place.kubeconfig);
  const cluster = new Cluster(config, service.namespace, service.name);
  return { place, service, config, cluster };
}

const print = (text: string) => void process.stdout.write(`${text}\n`);
const printJson = (value: unknown) => print(JSON.stringify(value, undefined, 2));

export async function status(name: string, flags: Flags): Promise<void> {
  const { service, cluster } = await open(name, flags);
  const { standing } = service;
  const live = await cluster.live();
  if (flags.json) {
    printJson({ service: name, ...standing, live });
    return;
  }
  print(`${name}: ${standingText(standing)}`);
  print(`  ${liveText(live)}`);
  if (standing.underway)
    print(`  take it up again with ${standing.underway.back ? "abort" : "promote, or abort"}`);
}

export async function roll(
  name: string,
  action: Action,
  flags: WalkFlags,
  interrupt: Interrupt,
): Promise<void> {
  const { place, service, config, cluster } = await open(name, flags);
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  const options = async () => {
    const serving = Math.max(0, ...(await cluster.slots()).map(({ available }) => available));
    return service.options(serving);
  };
  const gate = flags.gate ? service.gate : undefined;
  const api = config.makeApiClient(CoordinationV1Api);
  const at = { api, namespace: service.namespace, service: service.name, tell };
  if (flags.plan) {
    const task = taskOf(service.standing, action, await noteLeft(at));
    if (task.do === "walk") service.check({ target: task.go.target, origin: task.go.origin });
    printPlan(name, task, await options(), { ...flags, gate });
    return;
  }
  await alone(at, async (lease) => {
    const task = taskOf(service.standing, action, lease.left);
    if (task.do === "nothing") {
      if (flags.json) printJson({ service: name, ended: "nothing to do", ...service.standing });
      else print(`${name}: ${task.why}`);
      if (task.arrived?.givenUp !== undefined) process.exitCode = 1;
      return;
    }
    const manual = flags.hold === "manual";
    const { patience } = flags;
    tell(`${name}, stack ${flags.stack} in ${place.name}: ${stateText(task.go.target)}`);
    requireAgreement(name, service, await cluster.slots());
    const trial =
      gate && new Trial(gate, new Prometheus(config, prometheusConsole), service.namespace, tell);
    const { tried } = wayOf(task.go, await options());
    if (tried.slice(task.go.underway.phase).some((slots) => slots.length > 0)) await trial?.ready();
    const stack = await place.open();
    const mesh = service.inMesh ? new Mesh(config, service.namespace, name) : undefined;
    await mesh?.away(); // who is ready now is missed when it is not
    const of = { service, stack, cluster, mesh, lease, interrupt, manual, patience, trial, tell };
    const stage = new Stage(of);
    const standing = () => service.standing;
    const world = stage;
    const ended = await withLock(
      place.lock,
      () => run(task, { action, standing, lease, world, options, tell }),
      {
        onWait: (pid) => tell(`  another rollout is changing this stack (process ${pid}): waiting`),
      },
    );
    if (ended === "aborted") process.exitCode = 1;
    if (ended === "held") process.exitCode = heldCode;
    if (interrupt.heard) process.exitCode = 130;
    const live = await cluster.live();
    if (flags.json) {
      const gates = trial && { gates: trial.judged };
      printJson({ service: name, ended, ...service.standing, live, ...gates });
      return;
    }
    print(`${name}: ${standingText(service.standing)}`);
    print(`  ${liveText(live)}`);
    const words = endings[ended];
    if (words !== undefined) print(`  ${words}`);
  });
}

const endings: Partial<Record<Ended | "aborted", string>> = {
  stopped: "stopped on the way: run it again to go on",
  held: "the gate could not judge, so it stands as it is: send it requests and run promote again, go on with --no-gate, or abort",
};

function printPlan(
  name: string,
  task: Task,
  options: RolloutOptions,
  { json, gate }: Flags & { gate: Gate | undefined },
): void {
  if (task.do === "nothing") {
    if (json) printJson({ service: name, phases: [], why: task.why });
    else print(`${name}: ${task.why}`);
    return;
  }
  const { target, underway } = task.go;
  const way = wayOf(task.go, options);
  const phases = way.phases
    .map((phase, at) => ({ ...phase, ...(gate && way.tried[at]?.length && { gate }) }))
    .slice(underway.phase);
  const start = underway.phase > 0 ? pictureOf(way.journey, options) : way.start;
  const most = mostPods(start, phases);
  if (json) {
    printJson({ service: name, target, mostPods: most, phases });
    return;
  }
  print(`${name}: to ${stateText(target)}`);
  phases.forEach((phase, index) => {
    print(`  ${index + 1}. ${phaseText(phase)}`);
    if (phase.gate) print(`     gate: ${gateText(phase.gate)}`);
  });
  print(`  at most ${most} pods at a time; nothing was changed`);
}
