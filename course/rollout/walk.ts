import {
  awaitedSlots,
  isRouteAlone,
  leavingSlots,
  pictureOf,
  propagation,
  type Phase,
  type RolloutOptions,
  type SlotName,
} from "../../components/rollout";
import { UserError } from "../../sandbox/errors";
import type { Go } from "./decide";
import type { Standing } from "./standing";
import type { Scope } from "./targets";
import { wayOf } from "./way";

/** What a walk does to the world. Each may fail, and each may be the last thing that happens. */
export interface World {
  /** Writes the state into the stack's config. */
  save(standing: Standing): Promise<void>;
  /** Brings so much of the service, and nothing else, to what its config says. @throws Stuck when these slots' pods will not come. */
  up(phase: Phase, scope: Scope, awaited: readonly SlotName[]): Promise<void>;
  /** Waits until these slots have the phase's pods. @throws Stuck when they will not come. */
  settle(phase: Phase, awaited: readonly SlotName[]): Promise<void>;
  hold(seconds: number): Promise<void>;
  /** Whether to go on with this phase, or stop here for now. */
  gate(phase: Phase, first: boolean): Promise<boolean>;
  /**
   * Whether the new releases in these slots do well enough to go on, now that the phase has brought them more requests.
   * @throws GateFailed when they do not.
   */
  judge(phase: Phase, tried: readonly SlotName[], index: number, of: number): Promise<Judgement>;
  /** Tells a person what comes. */
  say(phase: Phase, index: number, of: number): void;
}

/** Pods that will not come: the way cannot be gone. */
export class Stuck extends UserError {}

/** The new version does worse than its gate allows. */
export class GateFailed extends Stuck {}

/** `held`: nobody can say yet. `stopped`: a person wants it so. */
export type Judgement = "passed" | "held" | "stopped";

export type Ended = "arrived" | Exclude<Judgement, "passed">;

/**
 * Walks a way phase by phase, an `up` each. What comes is in the config before it is done, so that a
 * plain `up` meanwhile changes nothing, and who is killed takes up the same phase again.
 */
export async function walk(world: World, go: Go, options: RolloutOptions): Promise<Ended> {
  const { target, origin, underway } = go;
  const keep = floorOf(options);
  const { start, phases, tried } = wayOf(go, options);
  for (const [index, phase] of phases.entries()) {
    if (index < underway.phase) continue;
    const first = index === underway.phase;
    if (!(await world.gate(phase, first))) return "stopped";
    world.say(phase, index, phases.length);
    await world.save({ target, origin, underway: { ...underway, phase: index }, ...keep });
    // A drain writes nothing and waits for no pods, which perhaps never come, unless it is all there is to do.
    if (phase.kind !== "drain" || phases.length === 1) {
      const awaited = awaitedSlots(underway.givenUp ? undefined : start, phases, index);
      // The route goes by itself: it waits for no pods, which perhaps never come, least of all on the way back.
      const isRoute =
        phase.kind === "shift" && isRouteAlone(phases[index - 1]?.picture ?? start, phase);
      const scope: Scope = isRoute ? { only: "route" } : { leaving: leavingSlots(phases, index) };
      await world.up(phase, scope, awaited);
      await world.settle(phase, awaited);
    }
    await world.hold(phase.holdSeconds);
    const slots = tried[index] ?? [];
    const judged = slots.length > 0 && (await world.judge(phase, slots, index, phases.length));
    if (judged && judged !== "passed") return judged;
  }
  const resting = pictureOf(target, options).slots.length < 2;
  await world.save({ target, ...(!underway.back && { origin }), ...(!resting && keep) });
  return "arrived";
}

/**
 * Where two slots stand under an autoscaler, gives both as many pods as serve now, before one takes over
 * from the other: since they came, the load may have grown.
 */
export async function makeRoom(
  world: World,
  standing: Standing,
  options: RolloutOptions,
): Promise<void> {
  const picture = pictureOf(standing.target, options);
  const { floor } = floorOf(options);
  if (floor === undefined || picture.slots.length < 2) return;
  const phase = { kind: "expand", picture, holdSeconds: propagation(options) } as const;
  world.say(phase, 0, 1);
  await world.save({ ...standing, floor });
  const awaited = picture.slots.map(({ name }) => name);
  await world.up(phase, { leaving: [] }, awaited);
  await world.settle(phase, awaited);
  await world.hold(phase.holdSeconds);
}

const floorOf = ({ replicas }: RolloutOptions): { floor?: number } =>
  typeof replicas === "object" && replicas.floor !== undefined ? { floor: replicas.floor } : {};
