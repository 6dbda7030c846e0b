import { UserError } from "../../sandbox/errors";

/** Part of the mesh is away, and stayed away: nobody knows what reaches whom. */
export class MeshAway extends UserError {}

export interface MeshWatch {
  /** What of the mesh does not answer. */
  away(): Promise<readonly string[]>;
  /** How long it may be away, in seconds. */
  readonly patience: number;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  wait(ms: number): Promise<void>;
  /** Whether somebody wants to stop. */
  stopped(): boolean;
  tell(line: string): void;
}

const lookEveryMs = 1000;

/**
 * Waits until all of the mesh has answered for so many seconds in a row: what a part of it missed has then reached it.
 *
 * @throws MeshAway
 */
export async function steady(seconds: number, watch: MeshWatch): Promise<void> {
  let since = watch.now();
  let lost: number | undefined;
  for (;;) {
    const away = await watch.away();
    const now = watch.now();
    if (away.length > 0) {
      if (lost === undefined) watch.tell(`    waiting: ${away.join("; ")}; traffic stays as it is`);
      lost ??= now;
      if (now - lost >= watch.patience * 1000 || watch.stopped()) throw new MeshAway(left(away));
    } else {
      if (lost !== undefined) {
        watch.tell(`    all of it answers again: ${whole(seconds)}`);
        [since, lost] = [now, undefined];
      }
      if (now - since >= seconds * 1000) return;
    }
    const rest = away.length > 0 ? lookEveryMs : since + seconds * 1000 - now;
    await watch.wait(Math.min(lookEveryMs, rest));
  }
}

const whole = (seconds: number): string =>
  seconds > 0 ? `${seconds} s from now, so that nobody misses the change` : "going on";

const left = (away: readonly string[]): string =>
  `Stopped: ${away.join("; ")}. What serves is as it was last said: when it is back, run promote to go on, or abort.`;
