import type { Phase } from "../../../../components/rollout/leg";
import { same, slotNames, slotOf, type Picture } from "../../../../components/rollout/picture";
import { World, type Write, type WorldOptions } from "./world";

/** The writes that lead from one picture to the next. */
export function writes(from: Picture, to: Picture): Write[] {
  const deployments = slotNames
    .filter((name) => !same(slotOf(from, name), slotOf(to, name)))
    .map((name): Write => ({ object: "deployment", name, slot: slotOf(to, name) }));
  return [...deployments, ...trafficWrites(from, to)];
}

export function trafficWrites({ traffic: from }: Picture, { traffic: to }: Picture): Write[] {
  if (from.by === "service" || to.by === "service") {
    if (from.by !== to.by) throw new Error("The mesh does not come and go during a rollout.");
    return same(from, to) || to.by === "mesh" ? [] : [{ object: "service", selects: to.slot }];
  }
  return [
    ...(same(from.subsets, to.subsets)
      ? []
      : [{ object: "destinationRule", subsets: to.subsets } as const]),
    ...(same(from.route, to.route) ? [] : [{ object: "virtualService", route: to.route } as const]),
  ];
}

/** What chance decides: always the same for the same numbers. */
export class Chance {
  private next = 0;

  constructor(private readonly numbers: readonly number[]) {}

  /** A whole number from 0 to `most`. */
  upTo(most: number): number {
    const number = this.numbers[this.next++ % this.numbers.length] ?? 0;
    return number % (most + 1);
  }

  shuffle<T>(items: readonly T[]): T[] {
    const left = [...items];
    return items.flatMap(() => left.splice(this.upTo(left.length - 1), 1));
  }
}

export const longestStart = 40;

export interface WalkOptions extends Omit<WorldOptions, "startup"> {
  readonly chance: Chance;
}

/** Walks the plan as a runner does: writes in any order, waits for the pods, holds. */
export class Walk {
  readonly world: World;
  private readonly chance: Chance;

  constructor(
    private at: Picture,
    { chance, ...options }: WalkOptions,
  ) {
    this.chance = chance;
    this.world = new World(at, { ...options, startup: () => chance.upTo(longestStart) });
  }

  go(phases: readonly Phase[]): this {
    for (const phase of phases) {
      const gap = isGap(phase);
      if (gap) this.world.excuse(Infinity);
      this.write(phase.picture);
      const written = this.world.now;
      this.until(() => this.world.isSettled() && this.world.now >= written + phase.holdSeconds);
      if (gap) this.world.excuse(this.world.now);
    }
    return this;
  }

  /** Makes the writes and waits for nothing. */
  write(picture: Picture): this {
    for (const write of this.chance.shuffle(writes(this.at, picture))) {
      this.pass(this.chance.upTo(4));
      this.world.apply(write);
    }
    this.at = picture;
    return this;
  }

  /** Lets the last news arrive, and says what went wrong. */
  violations(): readonly string[] {
    this.pass(60);
    return this.world.violations;
  }

  pass(seconds: number): this {
    for (let i = 0; i < seconds; i++) this.world.tick();
    return this;
  }

  private until(done: () => boolean): void {
    const start = this.world.now;
    while (!done()) {
      if (this.world.now - start > 20_000) throw new Error("The pods never settle.");
      this.world.tick();
    }
  }
}

/** Recreate says that it has a gap. */
const isGap = ({ kind, picture }: Phase): boolean =>
  kind === "replace" && picture.slots.some(({ update }) => update.type === "Recreate");
