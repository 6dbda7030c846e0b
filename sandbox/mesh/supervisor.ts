import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

import { end, launch, livePid, type Program, type Started } from "../control-plane/processes";
import { writePrivate } from "../files";
import type { MeshLayout } from "./layout";
import type { PortBook } from "./ports";

/** A program that was started, with a word for all that decides what it does. */
export interface Kept extends Started {
  readonly fingerprint: string;
}

export const startedOf = (program: Program): Kept => ({
  name: program.name,
  args: program.args.join(" "),
  fingerprint: createHash("sha256").update(JSON.stringify(program)).digest("hex").slice(0, 16),
});

export function readKept(layout: MeshLayout): Kept[] {
  return existsSync(layout.state) ? (JSON.parse(readFileSync(layout.state, "utf8")) as Kept[]) : [];
}

/** How long a program gets to end by itself. Nothing is lost with one that is killed. */
export const graceMs = 2_000;

/** Written before anything is started, so that no process is ever unknown. */
export function note(layout: MeshLayout, kept: Kept): void {
  writePrivate(layout.state, JSON.stringify([...others(layout, kept.name), kept]));
}

const others = (layout: MeshLayout, name: string): Kept[] =>
  readKept(layout).filter((it) => it.name !== name);

/** Of a program that has ended for good: one that is noted is one that should run. */
const forget = (layout: MeshLayout, name: string): void =>
  writePrivate(layout.state, JSON.stringify(others(layout, name)));

/** Starts a program, unless it runs just so; ends one of its name that runs otherwise. */
export async function ensure(layout: MeshLayout, program: Program): Promise<void> {
  const wanted = startedOf(program);
  const known = readKept(layout).find(({ name }) => name === program.name);
  if (known && livePid(layout, known) !== undefined) {
    if (known.fingerprint === wanted.fingerprint) return;
    await end(layout, known, graceMs);
  }
  note(layout, wanted);
  launch(program, layout);
}

/** Whether a program of this name runs, whatever it was started with. */
export function runs(layout: MeshLayout, name: string): boolean {
  const known = readKept(layout).find((it) => it.name === name);
  return known !== undefined && livePid(layout, known) !== undefined;
}

/** A port by its name in the book. */
export type Reserve = (name: string) => Promise<number>;

/** Keeps programs alive: one that has ended is started anew, later and later if it ends at once. */
export class Supervisor {
  private readonly tries = new Map<string, { at: number; count: number }>();

  constructor(
    private readonly layout: MeshLayout,
    private readonly ports: PortBook,
    private readonly say: (text: string) => void,
  ) {}

  /**
   * @param make what to run. Its ports may have gone to others while it did not run: `reserve` then gives new ones.
   * @returns whether it ran
   */
  async keep(name: string, make: (reserve: Reserve) => Promise<Program>): Promise<boolean> {
    const alive = runs(this.layout, name);
    const last = this.tries.get(name);
    if (alive && last !== undefined) return true;
    const quick = last !== undefined && Date.now() - last.at < 10_000;
    const count = quick ? last.count + 1 : 0;
    if (last !== undefined && Date.now() - last.at < Math.min(5_000, 200 * 2 ** count))
      return alive;
    this.tries.set(name, { at: Date.now(), count });
    if (last !== undefined) this.say(`${name} has ended: it is started anew`);
    // One that an earlier keeper has started goes on, unless it would be started otherwise now.
    const reserve: Reserve = async (port) =>
      (alive ? this.ports.get(port) : undefined) ?? (await this.ports.reserve(port));
    await ensure(this.layout, await make(reserve));
    return alive;
  }

  /** Ends a program that is not needed any more. */
  async drop(name: string): Promise<void> {
    this.tries.delete(name);
    const known = readKept(this.layout).find((it) => it.name === name);
    if (!known) return;
    await end(this.layout, known, graceMs);
    forget(this.layout, name);
  }
}
