import { uptime } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

import {
  ApiException,
  V1DeleteOptions,
  V1Lease,
  V1LeaseSpec,
  V1MicroTime,
  V1ObjectMeta,
  V1Preconditions,
  type CoordinationV1Api,
} from "@kubernetes/client-node";

import { UserError } from "../../sandbox/errors";
import { holderText, identityOf, isGone } from "./holder";

/** Whose Lease stands still for so long is gone. */
const lapsesAfterMs = 60_000;
/** Who cannot renew for so long stops: well before anybody else may begin. */
const stopsAfterMs = 40_000;
const renewEveryMs = 10_000;
const lookEveryMs = 5_000;
const answersWithinMs = 10_000;

const noteKey = "twelve-street/rollout";

export type Leases = Pick<
  CoordinationV1Api,
  | "createNamespacedLease"
  | "readNamespacedLease"
  | "replaceNamespacedLease"
  | "deleteNamespacedLease"
>;

/** Time as this machine counts it: it never jumps, and goes on while the machine sleeps. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<unknown>;
  /** Does it again and again, until what it answers is called. */
  every(ms: number, run: () => void): () => void;
}

export const realClock: Clock = {
  now: () => uptime() * 1000,
  sleep,
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
};

export interface LeaseOptions {
  readonly api: Leases;
  readonly namespace: string;
  readonly service: string;
  readonly tell: (line: string) => void;
  readonly clock?: Clock;
  /** By default this process. */
  readonly holder?: string;
}

/**
 * Does the work while nobody else may roll out the service: a Lease in its namespace, which the cluster
 * itself guards, wherever the other one runs. Giving it back is the very last thing that is written.
 *
 * @throws UserError where somebody else does.
 */
export async function alone<T>(
  options: LeaseOptions,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = await Lease.take(options);
  try {
    return await work(lease);
  } finally {
    await lease.giveBack();
  }
}

/** What a run that did not live to give its Lease back has noted in it. */
export async function noteLeft({ api, ...at }: LeaseOptions): Promise<string | undefined> {
  const found = await read(api, nameOf(at));
  return found && isGone(holderOf(found)) ? noteIn(found) : undefined;
}

const nameOf = ({ namespace, service }: Pick<LeaseOptions, "namespace" | "service">) => ({
  namespace,
  name: `rollout-${service}`,
});
const holderOf = (lease: V1Lease): string => lease.spec?.holderIdentity ?? "somebody";
const noteIn = (lease: V1Lease): string | undefined => lease.metadata?.annotations?.[noteKey];
const versionOf = (lease: V1Lease): string | undefined => lease.metadata?.resourceVersion;

const isStatus = (error: unknown, code: number): boolean =>
  error instanceof ApiException && error.code === code;

const read = (api: Leases, at: ReturnType<typeof nameOf>): Promise<V1Lease | undefined> =>
  api.readNamespacedLease(at).catch((error: unknown) => {
    if (isStatus(error, 404)) return undefined;
    throw error;
  });

/** A Lease that is held, renewed all the while. Work asks it before each write whether it still is. */
export class Lease {
  /** What the run before this one noted and did not live to take back. */
  readonly left: string | undefined;
  private readonly gone = new AbortController();
  private readonly stops: (() => void)[];
  private turn: Promise<void> = Promise.resolve();

  private constructor(
    private readonly o: LeaseOptions & { readonly clock: Clock; readonly holder: string },
    private held: V1Lease,
    private confirmedAt: number,
  ) {
    this.left = noteIn(held);
    this.stops = [
      o.clock.every(renewEveryMs, () => void this.write(() => undefined).catch(() => undefined)),
      o.clock.every(1000, () => this.look()),
    ];
  }

  /** @throws UserError where somebody else has it, or perhaps has. */
  static async take(options: LeaseOptions): Promise<Lease> {
    const { clock = realClock, holder = identityOf(process.pid) } = options;
    const o = { ...options, clock, holder };
    for (;;) {
      const taken = (await create(o)) ?? (await takeOver(o));
      if (taken) return new Lease(o, taken.lease, taken.sent);
    }
  }

  /** Told when the Lease is lost, for work that takes long. */
  get lost(): AbortSignal {
    return this.gone.signal;
  }

  /** @throws UserError where the Lease is lost, or may be: nothing must be written any more. */
  confirm(): void {
    this.look();
    this.gone.signal.throwIfAborted();
  }

  /** Notes something for the run after this one, should this one not live to its end. */
  async note(text: string): Promise<void> {
    this.confirm();
    await this.write((lease) => {
      if (lease.metadata) lease.metadata.annotations = { [noteKey]: text };
    });
    this.confirm();
  }

  async giveBack(): Promise<void> {
    for (const stop of this.stops) stop();
    await this.turn;
    if (this.gone.signal.aborted) return;
    const { metadata } = this.held;
    const preconditions = Object.assign(new V1Preconditions(), {
      uid: metadata?.uid,
      resourceVersion: metadata?.resourceVersion,
    });
    const body = Object.assign(new V1DeleteOptions(), { preconditions });
    // Whoever comes next finds that its holder is gone.
    await this.soon(this.o.api.deleteNamespacedLease({ ...nameOf(this.o), body })).catch(
      () => undefined,
    );
  }

  private look(): void {
    const silent = this.o.clock.now() - this.confirmedAt;
    if (silent > stopsAfterMs)
      this.lose(`it could not be renewed for ${Math.round(silent / 1000)} s`);
  }

  private lose(why: string): void {
    this.gone.abort(
      new UserError(
        `This rollout of ${this.o.service} has lost its Lease, for ${why}: it stopped before its next write. Run it again to go on.`,
      ),
    );
  }

  /** One write after the other, each with the version that the one before has made. */
  private write(change: (lease: V1Lease) => void): Promise<void> {
    const done = this.turn.then(() => this.replace(change));
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async replace(change: (lease: V1Lease) => void): Promise<void> {
    const sent = this.o.clock.now();
    change(this.held);
    if (this.held.spec) this.held.spec.renewTime = new V1MicroTime();
    const { api } = this.o;
    try {
      const body = this.held;
      this.held = await this.soon(api.replaceNamespacedLease({ ...nameOf(this.o), body }));
      this.confirmedAt = sent;
    } catch (error) {
      if (isStatus(error, 404)) this.lose("somebody has deleted it");
      if (!isStatus(error, 409)) throw error;
      const found = await this.soon(read(api, nameOf(this.o)));
      const holder = found ? holderOf(found) : "nobody";
      if (!found || holder !== this.o.holder) {
        this.lose(`${holderText(holder)} has it`);
        throw error;
      }
      // An answer has not come, and the write was made all the same.
      this.held = found;
      await this.replace(change);
    }
  }

  private soon<T>(answer: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const late = () => reject(new UserError("The API server does not answer."));
      const stop = this.o.clock.every(answersWithinMs, late);
      answer.then(resolve, reject).finally(stop);
    });
  }
}

type Taking = LeaseOptions & { readonly clock: Clock; readonly holder: string };

interface Taken {
  readonly lease: V1Lease;
  /** When it was asked for. */
  readonly sent: number;
}

async function create({ api, holder, clock, ...at }: Taking): Promise<Taken | undefined> {
  const { namespace, name } = nameOf(at);
  const labels = { app: at.service };
  const metadata = Object.assign(new V1ObjectMeta(), { name, namespace, labels });
  const sent = clock.now();
  try {
    const body = Object.assign(new V1Lease(), { metadata, spec: spec(holder) });
    return { lease: await api.createNamespacedLease({ namespace, body }), sent };
  } catch (error) {
    if (isStatus(error, 409)) return undefined;
    throw error;
  }
}

function spec(holderIdentity: string): V1LeaseSpec {
  const now = new V1MicroTime();
  const leaseDurationSeconds = lapsesAfterMs / 1000;
  const times = { acquireTime: now, renewTime: now, leaseDurationSeconds };
  return Object.assign(new V1LeaseSpec(), { holderIdentity, ...times });
}

/** The Lease of one who is gone; nothing where it has just gone, too. */
async function takeOver(o: Taking): Promise<Taken | undefined> {
  const { api, service, clock } = o;
  const found = await read(api, nameOf(o));
  if (!found) return undefined;
  const { namespace, name } = nameOf(o);
  if (!(isGone(holderOf(found)) ?? (await standsStill(found, o))))
    throw new UserError(
      `Another rollout of ${service} is under way (${holderText(holderOf(found))}): wait for it to end. ` +
        `Should it be gone, a minute shows that; "kubectl delete lease ${name} --namespace ${namespace}" ends it at once.`,
    );
  const body = Object.assign(new V1Lease(), found, { spec: spec(o.holder) });
  const sent = clock.now();
  try {
    // With the version that was read: of two who find it lapsed, one gets it.
    return { lease: await api.replaceNamespacedLease({ namespace, name, body }), sent };
  } catch (error) {
    if (isStatus(error, 409) || isStatus(error, 404)) return undefined;
    throw error;
  }
}

/**
 * Whether nobody renews it. Clocks differ from machine to machine, so that an old time alone says nothing:
 * only what is seen to stand still has lapsed.
 */
async function standsStill(found: V1Lease, { api, clock, tell, ...at }: Taking): Promise<boolean> {
  const renewed = found.spec?.renewTime?.getTime() ?? 0;
  if (Date.now() - renewed <= lapsesAfterMs) return false;
  tell(
    `${holderText(holderOf(found))} began a rollout of ${at.service} and seems to be gone: ` +
      `looking for ${lapsesAfterMs / 1000} s whether it is`,
  );
  const since = clock.now();
  while (clock.now() - since < lapsesAfterMs) {
    await clock.sleep(lookEveryMs);
    const now = await read(api, nameOf(at));
    if (!now) return true;
    if (versionOf(now) !== versionOf(found)) return false;
  }
  return true;
}
