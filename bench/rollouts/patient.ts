import { setTimeout as wait } from "node:timers/promises";

import type { Way } from "./ground";

export interface Patience {
  /** What a person asked for. */
  readonly asked: number;
  /** Asked once more, as browsers and load balancers do. */
  readonly retries: number;
  /** Not answered with a 2xx in the end. */
  readonly failed: number;
  /** The longest that anybody waited for an answer, in seconds. */
  readonly longestSeconds: number;
}

const everyMs = 100;
const tryAgainMs = [50, 100, 200, 400, 800, 1600, 3200, 3200];

/** Clients that ask again when they get no answer or a 5xx, beside those of the load, who never do. */
export async function patient(way: Way, over: AbortSignal): Promise<Patience> {
  const all: Promise<{ tries: number; ok: boolean; ms: number }>[] = [];
  while (!over.aborted) {
    all.push(persist(way));
    await wait(everyMs);
  }
  const done = await Promise.all(all);
  return {
    asked: done.length,
    retries: done.reduce((sum, { tries }) => sum + tries - 1, 0),
    failed: done.filter(({ ok }) => !ok).length,
    longestSeconds: Math.max(0, ...done.map(({ ms }) => ms)) / 1000,
  };
}

async function persist({ url, headers }: Way) {
  const began = performance.now();
  const end = (tries: number, ok: boolean) => ({ tries, ok, ms: performance.now() - began });
  for (let tries = 1; ; tries += 1) {
    const ok = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) })
      .then(async (answer) => {
        await answer.body?.cancel();
        return answer.ok;
      })
      .catch(() => false);
    const pause = tryAgainMs[tries - 1];
    if (ok || pause === undefined) return end(tries, ok);
    await wait(pause);
  }
}
