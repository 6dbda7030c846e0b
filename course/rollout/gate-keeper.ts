import type { Gate } from "../../stacks/gate-schema";
import { failures, judge, measuredText, type Judged, type Measured } from "./gate";
import { NoAnswer } from "./prometheus";

/** What a gate is kept with. */
export interface Watch {
  /** What came in the last so many seconds. @throws NoAnswer */
  measure(seconds: number): Promise<Measured>;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Waits, or less where somebody wants to stop. */
  wait(ms: number): Promise<void>;
  stopped(): boolean;
  tell(line: string): void;
}

export interface Kept {
  readonly verdict: Judged["verdict"];
  readonly measured?: Measured;
  /** The reason of a verdict that lets nothing through. */
  readonly says: string;
}

/** Looks until there is a verdict, from now on: traffic has moved, and nothing before that counts. */
export async function keep(gate: Gate, watch: Watch): Promise<Kept> {
  const { windowSeconds } = gate;
  const began = watch.now();
  const everyMs = Math.min(10, Math.max(1, windowSeconds / 10)) * 1000;
  let shown = "";
  for (;;) {
    await watch.wait(everyMs);
    if (watch.stopped()) return { verdict: "stopped", says: "asked to stop" };
    const seconds = (watch.now() - began) / 1000;
    const seen = await look(watch, Math.max(1, Math.floor(Math.min(seconds, windowSeconds))));
    const [measured, text] =
      typeof seen === "string" ? [undefined, seen] : [seen, measuredText(gate, seen)];
    if (text !== shown) watch.tell(`${text} · ${progress(gate, seconds)}`);
    shown = text;
    const verdict = judge(gate, seconds, measured);
    if (verdict === "waiting") continue;
    const says = {
      passed: text,
      failed: measured ? failures(gate, measured).join("; ") : "",
      held: measured ? lack(gate, measured) : text,
    }[verdict];
    return { verdict, says, ...(measured && { measured }) };
  }
}

async function look(watch: Watch, seconds: number): Promise<Measured | string> {
  try {
    return await watch.measure(seconds);
  } catch (error) {
    // It may come back: what nobody measured is neither good nor bad.
    if (error instanceof NoAnswer) return error.message;
    throw error;
  }
}

function progress({ windowSeconds, patienceSeconds }: Gate, seconds: number): string {
  const whole = Math.floor(seconds);
  return whole < windowSeconds
    ? `${whole} of ${windowSeconds} s`
    : `patience ${whole - windowSeconds} of ${patienceSeconds} s`;
}

const lack = ({ minRequests, windowSeconds }: Gate, { requests }: Measured): string =>
  requests < minRequests
    ? `${Math.round(requests)} requests came in ${windowSeconds} s, ${minRequests} are asked for`
    : "no latency was measured";
