import { setTimeout as wait } from "node:timers/promises";

import type { SlotName } from "../../components/rollout";
import type { PodCounts } from "../../sandbox/mesh/control";
import { boundsOf, within, type Bounds } from "../../course/traffic/binomial";
import type { Ground, Way } from "./ground";
import { isFailed, type Seen } from "./judge";
import { everybody, type Kind } from "./kinds";
import { Load, type Rate } from "./load";
import type { Preview } from "./transition";

/** What a slot's own address answers. */
export interface Previewed extends Preview {
  readonly requests: number;
  readonly failed: number;
  /** By another version. */
  readonly wrong: number;
}

const previewSeconds = 2;

/** Asks the address that one slot has of its own. */
export async function preview({ way }: Ground, { slot, version }: Preview): Promise<Previewed> {
  const { caller, service } = way;
  const headers = { host: `${service}-${slot}:${caller.calls.port}` };
  const path = new URL(way.url).pathname;
  const there: Way = { ...way, url: `${caller.calls.url}${path}`, headers };
  const load = new Load(there, { kinds: [everybody] }, { rps: 50, seed: 1 }, previewSeconds);
  await load.done();
  const answers = load.seen.filter((it) => !isFailed(it));
  return {
    ...{ slot, version, requests: load.seen.length, failed: load.seen.length - answers.length },
    wrong: answers.filter((it) => it.version !== version).length,
  };
}

/** Requests that were copied to a slot, counted there and at the Envoy that copies. */
export interface Copies extends Bounds {
  readonly percent: number;
  readonly reads: number;
  readonly copied: number;
  /** What the callers' Envoy says it has sent there. */
  readonly sent: number;
  readonly writes: number;
  readonly writesCopied: number;
  /** Reads and writes that failed, and that another version than the live one answered. */
  readonly failed: number;
  readonly wrong: number;
  /** Requests of clients that reached it, though none may. */
  readonly asked: number;
}

const safe: readonly Kind[] = [
  { name: "GET", ask: {}, part: 4 },
  { name: "HEAD", ask: { method: "HEAD" }, part: 1 },
];
const unsafe: readonly Kind[] = ["POST", "PUT", "PATCH", "DELETE"].map((method) => ({
  ...{ name: method, part: 1 },
  ask: { method, ...(method !== "DELETE" && { body: "{}" }) },
}));

/** Sends reads, then writes, and counts after each what has come to the shadow: copies are of no answer's time. */
export async function copies(
  ground: Ground,
  { percent, version }: { readonly percent: number; readonly version: string | undefined },
  rate: Rate,
  seconds: number,
): Promise<Copies> {
  const before = await counted(ground);
  const read = await burst(ground, safe, rate, seconds);
  const between = await counted(ground);
  const written = await burst(ground, unsafe, rate, seconds / 2);
  const after = await counted(ground);
  const all = [...read, ...written];
  const answers = all.filter((it) => !isFailed(it));
  const [reads, writes] = [read.length, written.length];
  return {
    ...{ percent, reads, writes, ...boundsOf(reads, percent) },
    failed: all.length - answers.length,
    wrong: answers.filter((it) => it.version !== version).length,
    copied: between.mirrored - before.mirrored,
    sent: between.sent - before.sent,
    writesCopied: after.mirrored - between.mirrored,
    asked: after.asked - before.asked,
  };
}

async function burst(
  { way }: Ground,
  kinds: readonly Kind[],
  rate: Rate,
  seconds: number,
): Promise<readonly Seen[]> {
  const load = new Load(way, { kinds }, rate, seconds);
  await load.done();
  return load.seen;
}

const shadowSlot: SlotName = "shadow";

interface Counted {
  readonly mirrored: number;
  readonly asked: number;
  readonly sent: number;
}

/** Nobody waits for copies, so that the last of them come after the last answer. */
async function counted(ground: Ground): Promise<Counted> {
  for (let last = await countNow(ground); ;) {
    await wait(500);
    const now = await countNow(ground);
    if (JSON.stringify(now) === JSON.stringify(last)) return now;
    last = now;
  }
}

async function countNow({ facts, way }: Ground): Promise<Counted> {
  const answer = await fetch(facts.standIns.counts);
  const all = (await answer.json()) as PodCounts[];
  const { service, namespace } = way;
  const mine = all.filter(
    (it) => it.service === service && it.namespace === namespace && it.slot === shadowSlot,
  );
  const filter = encodeURIComponent(
    `\\|${shadowSlot}\\|${service}\\.${namespace}.*upstream_rq_total`,
  );
  const stats = await (await fetch(`${way.caller.admin}/stats?filter=${filter}`)).text();
  return {
    mirrored: mine.reduce((sum, it) => sum + it.mirrored, 0),
    asked: mine.reduce((sum, it) => sum + it.requests, 0),
    sent: [...stats.matchAll(/: (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0),
  };
}

/** What is not as it must be. */
export function previewProblems({ slot, requests, failed, wrong }: Previewed): string[] {
  if (requests === 0 || failed > 0)
    return [`the address of ${slot}: ${failed} of ${requests} failed`];
  return wrong > 0 ? [`the address of ${slot}: ${wrong} of ${requests} by another version`] : [];
}

export function copyProblems(it: Copies): string[] {
  const problem = (isOne: boolean, text: string) => (isOne ? [text] : []);
  return [
    ...problem(
      it.reads === 0 || !within(it.copied, it),
      `${it.copied} of ${it.reads} reads were copied, at ${it.percent} % it is ${it.least} to ${it.most}`,
    ),
    ...problem(it.sent !== it.copied, `${it.sent} copies were sent, and ${it.copied} came`),
    ...problem(it.writes === 0 || it.writesCopied > 0, `${it.writesCopied} writes were copied`),
    ...problem(it.asked > 0, `the shadow got ${it.asked} requests of clients`),
    ...problem(it.failed > 0, `${it.failed} of what was copied or not failed at the live version`),
    ...problem(it.wrong > 0, `${it.wrong} of what was copied or not had another version's answer`),
  ];
}
