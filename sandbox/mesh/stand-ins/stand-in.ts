import { setTimeout as wait } from "node:timers/promises";

import { appOf, httpPorts, type Pod, preStopSeconds } from "../pods";
import { behaviourOf } from "./behaviour";
import type { Caller } from "./calls";
import type { Identity as Certificate } from "../certificates/identities";
import { handle, type Counts, type Identity } from "./handler";
import { Listener, type MtlsMode } from "./listener";

export interface Surroundings {
  readonly caller: Caller;
  /** Services that this one calls, as `SERVICE:PORT`, where its annotation names none. */
  readonly calls: readonly string[];
  /** What a port of the pod takes. */
  readonly mtls: (pod: Pod, port: number) => MtlsMode;
  readonly certificate: Promise<Certificate>;
}

/** One pod's process: answers at the pod's own address, from its start to the end of its last request. */
export class StandIn {
  readonly counts: Counts = { requests: 0, mirrored: 0, failed: 0 };
  readonly identity: Identity;
  private readonly listeners: Listener[] = [];
  private leaving = false;
  private stopped = false;

  constructor(
    private pod: Pod,
    private readonly around: Surroundings,
  ) {
    const { name, namespace, labels = {} } = pod.metadata;
    this.identity = {
      namespace,
      app: appOf(pod),
      pod: name,
      version: labels.version ?? "",
      slot: labels.slot ?? "",
    };
  }

  /** The pod as it is now: its annotations may have changed. */
  update(pod: Pod): void {
    this.pod = pod;
  }

  /** Starts as slowly as the pod asks for, and listens. */
  async start(): Promise<void> {
    await wait(behaviourOf(this.pod.metadata.annotations).behaviour.startMs);
    // Without its certificate it would turn away who comes with one.
    await this.around.certificate;
    const host = this.pod.status.podIP;
    if (host === undefined || this.stopped) return;
    await Promise.all(httpPorts(this.pod).map((port) => this.listen(host, port)));
  }

  /** Leaves as a container does: serves on through its pre-stop wait, then ends what it has begun. */
  async drain(): Promise<void> {
    await wait(preStopSeconds(this.pod) * 1000);
    this.leaving = true;
    await Promise.all(this.listeners.map((listener) => listener.close()));
  }

  /** Ends at once. */
  kill(): void {
    this.stopped = true;
    for (const listener of this.listeners) listener.kill();
  }

  private async listen(host: string, port: number): Promise<void> {
    const listener = new Listener(
      (request, response) => {
        if (this.leaving) response.setHeader("connection", "close");
        handle(this.stage(port), request, response).catch(() => response.destroy());
      },
      () => this.around.mtls(this.pod, port),
      this.around.certificate,
    );
    this.listeners.push(listener);
    await listener.listen(host, port);
  }

  private stage(port: number) {
    const behaviour = () => behaviourOf(this.pod.metadata.annotations).behaviour;
    return {
      identity: this.identity,
      counts: this.counts,
      caller: this.around.caller,
      port,
      behaviour,
      isLeaving: () => this.leaving,
      calls: () => {
        const named = behaviour().calls;
        return named.length > 0 ? named : this.around.calls;
      },
    };
  }
}
