import { setTimeout as wait } from "node:timers/promises";

import type { Interrupt } from "../../sandbox/engine/interrupt";
import type { Scene } from "./bars";
import { send, type Load } from "./client";
import { displayOn } from "./display";
import { end } from "./ending";
import { check, type TrafficFlags } from "./flags";
import { Recent } from "./recent";
import { requireWritable } from "./report/file";
import { runOf } from "./result";
import { RouteLog, routeText, type RouteReader } from "./route";
import { Tally } from "./tally";
import { targetOf, type Target } from "./target";
import { clock } from "./words";

const lookEveryMs = 500;
const showEveryMs = 200;

/** Sends requests to a service, shows who answers, and says at the end what came of them. */
export async function traffic(
  service: string,
  flags: TrafficFlags,
  interrupt: Interrupt,
): Promise<void> {
  check(flags);
  if (flags.report !== undefined) requireWritable(flags.report);
  const target = await targetOf(service, flags);
  const log = new RouteLog();
  const tally = new Tally(log.marks);
  const recent = new Recent();
  const display = displayOn(process.stderr, Boolean(process.env.NO_COLOR));
  log.note(0, await target.route?.read());
  const started = new Date();
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  const scene = (): Scene => ({
    service,
    where: `${new URL(target.url).origin}, ${target.place}`,
    rps: flags.rps,
    elapsedSeconds: elapsed() / 1000,
    forSeconds: flags.for,
    recent: recent.window(elapsed()),
    ...tally.sums,
    route: log.marks.at(-1)?.state,
  });
  const over = new AbortController();
  const beside = [
    each(showEveryMs, over.signal, () => display.show(scene())),
    watch(target.route, over.signal, (state) => {
      const mark = log.note(elapsed(), state);
      if (mark)
        display.tell(`${clock(mark.atMs / 1000).padStart(5)}  route: ${routeText(mark.state)}`);
    }),
  ];
  const sent = await interrupt
    .heeded((signal) =>
      send(
        loadOf(service, flags, target),
        (outcome) => {
          tally.add(outcome);
          recent.add(outcome, elapsed());
        },
        signal,
      ),
    )
    .finally(() => over.abort());
  await Promise.all(beside);
  const interrupted = interrupt.heard;
  const run = runOf({ service, flags, target, tally, started, sent, interrupted });
  process.exitCode = end(run, flags, {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
  });
}

function loadOf(service: string, flags: TrafficFlags, { url, host }: Target): Load {
  const { rps, clients, connections, keepAlive, timeout, versionHeader } = flags;
  const headers = {
    ...(host !== undefined && { host }),
    ...(flags.userAgent !== undefined && { "user-agent": flags.userAgent }),
    ...flags.header,
  };
  const ask = {
    ...{ method: flags.method, headers, cookies: flags.cookie ?? {} },
    ...(flags.body !== undefined && { body: flags.body }),
  };
  return {
    ...{ url, ask, rps, clients, connections, keepAlive, service, timeoutMs: timeout },
    ...(flags.for !== undefined && { seconds: flags.for }),
    ...(versionHeader !== undefined && { versionHeader }),
  };
}

async function each(everyMs: number, signal: AbortSignal, work: () => unknown): Promise<void> {
  while (!signal.aborted) {
    await work();
    await wait(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

const watch = async (
  route: RouteReader | undefined,
  signal: AbortSignal,
  seen: (state: Awaited<ReturnType<RouteReader["read"]>>) => void,
): Promise<void> => {
  if (route) await each(lookEveryMs, signal, async () => seen(await route.read(signal)));
};
