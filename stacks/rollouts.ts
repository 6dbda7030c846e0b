import type { Autoscaling } from "../components/microservice/args";
import { rolloutOptions } from "../components/microservice/options";
import {
  leastPods,
  phasesOf,
  pictureOf,
  problems as problemsOf,
  releasesOf,
  weightByPods,
  type Journey,
  type Release,
  type Rollout,
  type RolloutOptions,
  type Slot,
} from "../components/rollout";
import { show, type Problem } from "./problems";
import { asRollout, type Progress } from "./rollout-schema";
import { serviceKey, type StackService } from "./stack-services";

type Table = StackService["table"];

/** What the config says shall stand in the end; `release` alone is short for ramped. */
export function targetOf({ release, rollout }: Pick<Table, "release" | "rollout">): Rollout {
  if (rollout) return asRollout(rollout);
  if (release) return { strategy: "ramped", release };
  throw new TypeError("The config was checked: a service has a release or a rollout.");
}

/** What stands now: the target, or a phase on the way to it. */
export function stateOf(service: Table): Rollout | Journey {
  const to = targetOf(service);
  const way = wayOf(service.progress);
  return way ? { ...way, to } : to;
}

function wayOf(progress: Progress | undefined): Omit<Journey, "to"> | undefined {
  const { from, phase, givenUp } = progress ?? {};
  if (!from || phase === undefined) return undefined;
  const start = asRollout(from);
  return givenUp
    ? { from: { from: start, to: asRollout(givenUp.to), phase: givenUp.phase }, phase }
    : { from: start, phase };
}

/** Pods as asked for: a number, or an autoscaler's bounds with what a rollout under way counts on. */
export const replicasOf = ({
  replicas,
  autoscale,
  progress,
}: Pick<Table, "replicas" | "autoscale" | "progress">): number | Autoscaling =>
  autoscale
    ? { ...autoscale, ...(progress?.floor !== undefined && { floor: progress.floor }) }
    : replicas;

/** What a rollout knows of the service. */
export const optionsOf = (service: StackService): RolloutOptions =>
  rolloutOptions({
    replicas: replicasOf(service.table),
    ...(service.inMesh && { mesh: {} }),
    ...(service.public && { exposure: "loadBalancer" as const }),
  });

/** Its slots, as it stands or is on its way. */
const slotsOf = (service: StackService): readonly Slot[] =>
  pictureOf(stateOf(service.table), optionsOf(service)).slots;

/** Pods of all its slots. */
export const podsOf = (service: StackService): number =>
  slotsOf(service).reduce((sum, slot) => sum + leastPods(slot), 0);

/** The releases that have pods. */
export const standingReleases = (service: StackService): Release[] =>
  slotsOf(service).map(({ release }) => release);

/** What no schema can say of a service's rollout. */
export function serviceProblems(service: StackService): Problem[] {
  const key = (...path: string[]) => serviceKey(service, ...path);
  const { release, rollout, progress, autoscale } = service.table;
  if (release && rollout) {
    const fix = "it is short for a ramped rollout: leave it or rollout out";
    return [{ key: key("release"), value: show(release), fix }];
  }
  if (!release && !rollout) {
    const fix = 'give a table with version, such as { version: "v1" }, or a rollout';
    return [{ key: key("release"), value: "missing", fix }];
  }
  if (autoscale && autoscale.min > autoscale.max) {
    const fix = `give at least ${autoscale.min}, the autoscaler's min`;
    return [{ key: key("autoscale", "max"), value: show(autoscale.max), fix }];
  }
  const options = optionsOf(service);
  const said = [
    ["rollout", targetOf(service.table)],
    ...(["origin", "from"] as const).map(
      (part) => [`progress.${part}`, progress?.[part] && asRollout(progress[part])] as const,
    ),
  ] as const;
  const found = said.flatMap(([at, it]) =>
    it
      ? problemsOf(it, options).map((problem) => ({
          key: problem.key.startsWith("replicas")
            ? problem.key.replace("replicas", key("autoscale"))
            : `${key()}.${at}.${problem.key}`,
          value: show(problem.value),
          fix: inWords(problem.fix, service),
        }))
      : [],
  );
  if (found.length > 0) return found;
  return [
    ...joiningProblems(service, key("rollout", "strategy")),
    ...selectorProblems(service, key("rollout", "strategy")),
    ...byPodsProblems(service, key("rollout", "strategy")),
    ...wayProblems(service.table, options, key("progress", "phase")),
  ];
}

/** While an app joins the mesh, callers without a sidecar know no route: to them a Service is all of its slots. */
function joiningProblems(service: StackService, key: string): Problem[] {
  const options = optionsOf(service);
  if (!service.joining || !options.mesh || slotsOf(service).length < 2) return [];
  const fix =
    "some callers have no sidecar while shop.mesh is joining, and would meet both slots: finish or abort the rollout first";
  return [{ key, value: show(targetOf(service.table).strategy), fix }];
}

/**
 * A load balancer that sends to pods takes minutes to know those of another slot, and the selector leaves at once.
 * Source: argoproj/argo-rollouts#1283; kubernetes-sigs/aws-load-balancer-controller#2061.
 */
function selectorProblems(service: StackService, key: string): Problem[] {
  const { strategy } = targetOf(service.table);
  if (!service.podTargets || strategy === "recreate" || strategy === "ramped") return [];
  const fix =
    "load balancers send to its pods themselves, and a cut by its Service would leave them without any: give recreate or ramped";
  return [{ key, value: show(strategy), fix }];
}

/** A canary without the mesh is refused unless somebody has said that its weights may be rough. */
function byPodsProblems(service: StackService, key: string): Problem[] {
  const to = targetOf(service.table);
  const options = optionsOf(service);
  if (service.canaryByPods || options.mesh || to.strategy !== "canary") return [];
  if (typeof to.at !== "number") return [];
  const { slots } = pictureOf(to, options);
  const [stable = 0] = slots.map(leastPods);
  const weight = to.steps[to.at]?.weight ?? 0;
  const share = Math.round(weightByPods(stable, weight));
  const fix = `without the mesh numbers of pods are its weights, here ${share} of a hundred requests for ${weight}: switch the mesh on, or take that by ${service.app}.canaryByPods: true`;
  return [{ key, value: show(to.strategy), fix: inWords(fix, service) }];
}

/** The mesh may be on, and the service all the same not in it; some never are. */
function inWords(fix: string, service: StackService): string {
  if (!service.public)
    return service.mesh ? fix.replace("switch the mesh on", "take shop.mesh out") : fix;
  const without = fix.replace(/switch the mesh on, or |, or switch the mesh on/, "");
  return without === fix ? fix : `${without}; its clients come past the mesh, by its load balancer`;
}

function wayProblems(service: Table, options: RolloutOptions, key: string): Problem[] {
  const way = wayOf(service.progress);
  if (!way) return [];
  const last = phasesOf({ ...way, to: targetOf(service) }, options).length - 1;
  if (way.phase <= last) return [];
  const phases = last < 0 ? "no phase" : `phases 0 to ${last}`;
  const fix = `the way to its rollout has ${phases}: give one of them, or take progress out`;
  return [{ key, value: show(way.phase), fix }];
}

/** The releases that a service runs, or is to run, by their keys. */
export const releasesIn = (service: Table): [key: string, release: Release][] =>
  releasesOf(targetOf(service)).map(([slot, release]) => [
    service.release ? "release" : `rollout.${slot}`,
    release,
  ]);
