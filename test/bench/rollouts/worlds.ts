import { soleOf, type Shares, type Transition } from "../../../bench/rollouts/transition";
import type { Marks, Seen } from "../../../bench/rollouts/judge";

/** Milliseconds at which a made-up transition has its moments. */
export const marks = { begun: 1_000, settled: 5_000, until: 9_000 } as const satisfies Marks;

const cutAt = 3_000;
const between = 25;
const answerMs = 5;

/** What clients see where all is as the transition says: each kind asks in turn, and shares come out even. */
export function honest(transition: Transition): Seen[] {
  return transition.kinds.flatMap((kind) => {
    const tallies = new Map<Shares, Tally>();
    const times = Array.from({ length: marks.until / between }, (_, index) => index * between);
    return times.map((sent): Seen => {
      const shares = sharesAt(transition, kind.name, sent);
      const common = { kind: kind.name, sent, done: sent + answerMs };
      if (shares === undefined) return { ...common, status: 503, version: "" };
      const tally = tallies.get(shares) ?? new Tally(shares);
      tallies.set(shares, tally);
      return { ...common, status: 200, version: tally.next() };
    });
  });
}

/** Who answers a kind at a moment; undefined for nobody. */
function sharesAt(
  { from, to, manner }: Transition,
  kind: string,
  sent: number,
): Shares | undefined {
  const [old, next] = [from[kind] ?? {}, to[kind] ?? {}];
  switch (manner) {
    case "gap":
      if (sent >= cutAt - 500 && sent < cutAt + 500) return undefined;
      break;
    case "pods":
      if (sent >= cutAt - 500 && sent < cutAt + 500) return both(old, next);
      break;
    default:
  }
  return sent < cutAt ? old : next;
}

const pairs = new Map<string, Shares>();

function both(old: Shares, next: Shares): Shares {
  const [one = "", other = ""] = [soleOf(old), soleOf(next)];
  const key = `${one} ${other}`;
  const shares = pairs.get(key) ?? { [one]: 50, [other]: 50 };
  pairs.set(key, shares);
  return shares;
}

/** Deals versions so that at each moment each has had its share, as near as can be. */
class Tally {
  private readonly had = new Map<string, number>();
  private all = 0;

  constructor(private readonly shares: Shares) {}

  next(): string {
    this.all += 1;
    const behind = ([version, percent]: [string, number]) =>
      (percent * this.all) / 100 - (this.had.get(version) ?? 0);
    const [[version]] = Object.entries(this.shares).sort((a, b) => behind(b) - behind(a)) as [
      [string, number],
    ];
    this.had.set(version, (this.had.get(version) ?? 0) + 1);
    return version;
  }
}
