import { send, type Ask, type Outcome, type Sent } from "../../course/traffic/client";
import { randomOf } from "../random";
import type { Way } from "./ground";
import type { Seen } from "./judge";
import { newcomer, returning, type Kind } from "./kinds";
import { Visitors } from "./visitors";
import type { Transition } from "./transition";

export interface Rate {
  readonly rps: number;
  /** Of the order in which kinds of clients come. */
  readonly seed: number;
}

/** A constant load on one service, and what became of each request. */
export class Load {
  readonly seen: Seen[] = [];
  /** By how much this program itself was late at most. */
  latestMs = 0;
  private readonly end = new AbortController();
  private readonly zero = performance.now();
  private readonly ended: Promise<Sent>;
  private readonly kinds = new Map<number, string>();
  private readonly visitors: Visitors | undefined;
  private readonly deal: () => Kind;

  constructor(
    private readonly way: Way,
    { kinds, sticky }: Pick<Transition, "kinds" | "sticky">,
    { rps, seed }: Rate,
    seconds?: number,
  ) {
    this.visitors = sticky && new Visitors(sticky);
    this.deal = dealer(kinds, seed);
    const ask = (index: number) => this.askOf(index);
    const { url, service } = way;
    const load = { url, service, ask, rps, ...(seconds !== undefined && { seconds }) };
    this.ended = send(load, (outcome) => this.take(outcome), this.end.signal);
  }

  /** Sends nothing more, and waits for what is under way. */
  stop(): Promise<Sent> {
    this.end.abort();
    return this.ended;
  }

  /** Waits for a load with an end of its own. */
  done(): Promise<Sent> {
    return this.ended;
  }

  private askOf(index: number): Ask {
    const { visitors } = this;
    const cookies = visitors?.cookiesOf(index);
    const returns = cookies !== undefined && Object.keys(cookies).length > 0;
    const kind = visitors ? (returns ? returning : newcomer) : this.deal();
    this.kinds.set(index, kind.name);
    return {
      ...kind.ask,
      ...(cookies && { cookies }),
      headers: { ...kind.ask.headers, ...this.way.headers },
    };
  }

  private take({
    index,
    dueMs,
    lateMs,
    latencyMs,
    status,
    error,
    said,
    by,
    headers,
  }: Outcome): void {
    const kind = this.kinds.get(index) ?? "";
    this.kinds.delete(index);
    this.visitors?.keep(index, headers["set-cookie"]);
    this.latestMs = Math.max(this.latestMs, lateMs);
    const sent = this.zero + dueMs + lateMs;
    const done = this.zero + dueMs + latencyMs;
    const { version } = by;
    const why = error ?? said;
    this.seen.push({ kind, sent, done, status, version, ...(why !== undefined && { why }) });
  }
}

/** Deals kinds by their parts, by chance that the seed repeats. */
function dealer(kinds: readonly Kind[], seed: number): () => Kind {
  const all = kinds.flatMap((kind) => Array.from({ length: kind.part }, () => kind));
  const [first = newcomer] = all;
  const random = randomOf(seed);
  return () => all[Math.floor(random() * all.length)] ?? first;
}
