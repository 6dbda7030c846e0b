import { setImmediate as turn } from "node:timers/promises";

import { ApiException, type V1Lease } from "@kubernetes/client-node";

import type { Clock, Leases } from "../../../course/rollout/lease";

/** The API server's Leases, as far as a rollout needs them; it can be cut off. */
export class FakeLeases implements Leases {
  lease: V1Lease | undefined;
  /** What each request meets first. */
  before: (verb: string) => void = () => undefined;
  private version = 0;

  private answer<T>(verb: string, make: () => T): Promise<T> {
    return Promise.resolve().then(() => {
      this.before(verb);
      return make();
    });
  }

  private keep(lease: V1Lease): V1Lease {
    const kept = structuredClone(lease);
    if (kept.metadata) kept.metadata.resourceVersion = String(++this.version);
    this.lease = kept;
    return structuredClone(kept);
  }

  private found(): V1Lease {
    return this.lease ?? fail(404);
  }

  createNamespacedLease({ body }: { body: V1Lease }): Promise<V1Lease> {
    return this.answer("create", () => (this.lease ? fail(409) : this.keep(body)));
  }
  readNamespacedLease(): Promise<V1Lease> {
    return this.answer("read", () => structuredClone(this.found()));
  }
  replaceNamespacedLease({ body }: { body: V1Lease }): Promise<V1Lease> {
    return this.answer("replace", () => {
      const is = this.found().metadata?.resourceVersion;
      return body.metadata?.resourceVersion === is ? this.keep(body) : fail(409);
    });
  }
  deleteNamespacedLease({ body }: { body?: DeleteOptions }): Promise<never> {
    return this.answer("delete", () => {
      const is = this.found().metadata?.resourceVersion;
      if (body?.preconditions?.resourceVersion !== is) fail(409);
      this.lease = undefined;
      return undefined as never;
    });
  }
}

interface DeleteOptions {
  preconditions?: { resourceVersion?: string };
}

export function fail(code: number): never {
  throw new ApiException(code, "refused", undefined, {});
}

/** Time that passes when the test says so. */
export class FakeClock implements Clock {
  private ms = 0;
  private readonly timers = new Set<{ due: number; every: number; run: () => void }>();

  now = (): number => this.ms;

  every(ms: number, run: () => void): () => void {
    const timer = { due: this.ms + ms, every: ms, run };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.every(ms, () => {
        stop();
        resolve();
      });
    });
  }

  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      this.ms += 1000;
      for (const timer of [...this.timers])
        if (timer.due <= this.ms) {
          timer.due += timer.every;
          timer.run();
        }
      await turn();
    }
  }
}
