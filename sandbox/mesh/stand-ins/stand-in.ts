import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

import { appOf, httpPorts, type Pod, preStopSeconds } from "../pods";
import { behaviourOf } from "./behaviour";
import type { Caller } from "./calls";
import type { Identity as Certificate } from "../certificates/identities";
import { handle, type Counts, type Identity } from "./handler";
import { Listener, type MtlsMode } from "./listener";
import type { Judge } from "../authorization";
import { principalOf, sidecarSource } from "./sidecar";

export interface Surroundings {
  readonly caller: Caller;
  /** Services that this one calls, as `SERVICE:PORT`, where its annotation names none. */
  readonly calls: readonly string[];
  /** What a port of the pod takes. */
  readonly mtls: (pod: Pod, port: number) => MtlsMode;
  readonly certificate: Promise<Certificate>;
  /** Where it listens, by its pod's address. */
  readonly addressOf: (podIP: string) => string;
  /** Who judges its callers. */
  readonly guard: (pod: Pod) => PodGuard;
}

/** The stand-in by itself, or an Envoy at this port of loopback, which it has as soon as it is started. */
export type PodGuard =
  | { readonly by: "stand-in"; readonly allows: Judge }
  | { readonly by: "envoy"; readonly port: () => number | undefined };

/** One pod's process: answers at the pod's own address, from its start to the end of its last request. */
export class StandIn {
  readonly counts: Counts = { requests: 0, mirrored: 0, failed: 0 };
  readonly identity: Identity;
  private readonly listeners: Listener[] = [];
  private guardedBy: PodGuard["by"] | undefined;
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

  /** Has callers go another way in, where that has changed. */
  settle(): void {
    const { by } = this.around.guard(this.pod);
    if (this.guardedBy !== undefined && by !== this.guardedBy)
      for (const listener of this.listeners) listener.cutIdle();
    this.guardedBy = by;
  }

  /** Starts as slowly as the pod asks for, and listens. */
  async start(): Promise<void> {
    await wait(behaviourOf(this.pod.metadata.annotations).behaviour.startMs);
    // Without its certificate it would turn away who comes with one.
    await this.around.certificate;
    const { podIP } = this.pod.status;
    const host = podIP && this.around.addressOf(podIP);
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
        const refusal = this.refusalOf(request.socket);
        if (refusal === undefined)
          handle(this.stage(port), request, response).catch(() => response.destroy());
        else refuse(request, response, refusal);
      },
      {
        mode: () => this.around.mtls(this.pod, port),
        sidecar: () => {
          const guard = this.around.guard(this.pod);
          return guard.by === "envoy" ? guard.port : undefined;
        },
      },
      this.around.certificate,
    );
    this.listeners.push(listener);
    await listener.listen(host, port);
  }

  /** By which status a caller is turned away; undefined for one that is let in. */
  private refusalOf(caller: Socket): 403 | 503 | undefined {
    if (caller.remoteAddress === sidecarSource) return undefined;
    const guard = this.around.guard(this.pod);
    // Who has come before its Envoy was there is to come again.
    if (guard.by === "envoy") return 503;
    return guard.allows(principalOf(caller)) ? undefined : 403;
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

function refuse(request: IncomingMessage, response: ServerResponse, status: 403 | 503): void {
  request.resume();
  response.writeHead(status, { "content-type": "text/plain", connection: "close" });
  // In Envoy's words.
  response.end(status === 403 ? "RBAC: access denied" : "upstream connect error");
}
