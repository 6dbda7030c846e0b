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

/** The picture with one write made. */
function withWrite(at: Picture, write: Write): Picture {
  const { traffic } = at;
  switch (write.object) {
    case "deployment": {
      const others = at.slots.filter(({ name }) => name !== write.name);
      return { ...at, slots: write.slot ? [...others, write.slot] : others };
    }
    case "service":
      return { ...at, traffic: { by: "service", slot: write.selects } };
    case "destinationRule":
      return traffic.by === "mesh"
        ? { ...at, traffic: { ...traffic, subsets: write.subsets } }
        : at;
    case "virtualService":
      return traffic.by === "mesh" ? { ...at, traffic: { ...traffic, route: write.route } } : at;
  }
}

/** What chance decides: always the same for the same numbers. */
class Chance {
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
  /** What chance decides, by these numbers in turn. */
  readonly luck: readonly number[];
}

/** Walks the plan as a runner does: writes in any order, waits for the pods, holds. */
export class Walk {
  readonly world: World;
  private readonly chance: Chance;
  private gap = false;

  constructor(
    private at: Picture,
    { luck, ...options }: WalkOptions,
  ) {
    this.chance = new Chance(luck);
    const startup = () => this.chance.upTo(longestStart);
    this.world = new World(at, { ...options, startup });
  }

  go(phases: readonly Phase[]): this {
    for (const phase of phases) {
      this.announce(phase);
      this.write(phase.picture);
      const written = this.world.now;
      this.until(() => this.world.isSettled() && this.world.now >= written + phase.holdSeconds);
      if (this.gap) this.world.excuse(this.world.now);
      this.gap = false;
    }
    return this;
  }

  /** Begins a phase, and is cut off after some of its writes for a longer or shorter while. */
  cutOff(phase: Phase): this {
    this.announce(phase);
    this.write(phase.picture, this.chance.upTo(4));
    return this.pass(this.chance.upTo(90));
  }

  /** Makes the writes, or some of them, and waits for nothing. */
  private write(picture: Picture, most = Infinity): void {
    for (const write of this.chance.shuffle(writes(this.at, picture)).slice(0, most)) {
      this.pass(this.chance.upTo(4));
      this.world.apply(write);
      this.at = withWrite(this.at, write);
    }
  }

  /** Lets the last news arrive, and says what went wrong. */
  violations(): readonly string[] {
    this.pass(60);
    return this.world.violations;
  }

  /** The writes that this picture still lacks. */
  missing(picture: Picture): readonly Write[] {
    return writes(this.at, picture);
  }

  private pass(seconds: number): this {
    for (let i = 0; i < seconds; i++) this.world.tick();
    return this;
  }

  /** Recreate says that it has a gap; it lasts until pods are there again. */
  private announce({ kind, picture }: Phase): void {
    if (kind !== "replace" || picture.slots.every(({ update }) => update.type !== "Recreate"))
      return;
    this.gap = true;
    this.world.excuse(Infinity);
  }

  private until(done: () => boolean): void {
    const start = this.world.now;
    while (!done()) {
      if (this.world.now - start > 20_000) throw new Error("The pods never settle.");
      this.world.tick();
    }
  }
}
