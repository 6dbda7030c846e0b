import { CoordinationV1Api, KubeConfig } from "@kubernetes/client-node";

import { mostPods, phasesOf, pictureOf, type RolloutOptions } from "../../components/rollout";
import type { Interrupt } from "../../sandbox/engine/interrupt";
import { consoleProgress } from "../../sandbox/progress";
import { placeOf } from "../places";
import type { Action } from "./decide";
import { taskOf, type Task } from "./errand";
import { alone, noteLeft } from "./lease";
import { Cluster } from "./live";
import { run } from "./run";
import { Service } from "./service";
import { Stage } from "./stage";
import { journeyOf } from "./standing";
import { liveText, phaseText, standingText, stateText } from "./text";

export interface Flags {
  readonly stack: string;
  readonly aws?: boolean;
  readonly json?: boolean;
}

export interface WalkFlags extends Flags {
  readonly plan?: boolean;
  readonly hold?: string;
  readonly patience: number;
}

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
  const api = config.makeApiClient(CoordinationV1Api);
  const at = { api, namespace: service.namespace, service: service.name, tell };
  if (flags.plan) {
    const task = taskOf(service.standing, action, await noteLeft(at));
    printPlan(name, task, await options(), flags);
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
    const stack = await place.open();
    const stage = new Stage({ service, stack, cluster, lease, interrupt, manual, patience, tell });
    const standing = () => service.standing;
    const ended = await run(task, { action, standing, lease, world: stage, options, tell });
    if (ended === "aborted") process.exitCode = 1;
    const live = await cluster.live();
    if (flags.json) {
      printJson({ service: name, ended, ...service.standing, live });
      return;
    }
    print(`${name}: ${standingText(service.standing)}`);
    print(`  ${liveText(live)}`);
    if (ended === "stopped") print("  stopped before the next phase: run it again to go on");
  });
}

function printPlan(name: string, task: Task, options: RolloutOptions, { json }: Flags): void {
  if (task.do === "nothing") {
    if (json) printJson({ service: name, phases: [], why: task.why });
    else print(`${name}: ${task.why}`);
    return;
  }
  const { target, underway } = task.go;
  const journey = journeyOf(underway, target);
  const phases = phasesOf(journey, options).slice(underway.phase);
  const start = pictureOf(underway.phase > 0 ? journey : journey.from, options);
  const most = mostPods(start, phases);
  if (json) {
    printJson({ service: name, target, mostPods: most, phases });
    return;
  }
  print(`${name}: to ${stateText(target)}`);
  phases.forEach((phase, index) => print(`  ${index + 1}. ${phaseText(phase)}`));
  print(`  at most ${most} pods at a time; nothing was changed`);
}
