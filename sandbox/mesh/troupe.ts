import { setTimeout as wait } from "node:timers/promises";

import type { Api } from "../providers/aws/kube-api";
import type { PodReader } from "./pod-watch";
import { accountOf, appOf, isMarked, isReady, keyOf, readinessStatus, type Pod } from "./pods";
import type { Surroundings } from "./stand-ins/stand-in";
import { StandIn } from "./stand-ins/stand-in";

interface Role {
  readonly standIn: StandIn;
  pod: Pod;
  state: "starting" | "serving" | "failed" | "leaving";
  /** Whether its Envoy is away. */
  isSilent: boolean;
}

/** All stand-ins of a cluster: one for each pod that runs and is marked. */
export class Troupe implements PodReader {
  private readonly roles = new Map<string, Role>();
  /** Marked pods that run no stand-in, each with the reason. */
  readonly problems = new Map<string, string>();
  private readonly waiting = new Set<string>();

  constructor(
    private readonly api: Api,
    private readonly around: (pod: Pod) => Surroundings,
    private readonly say: (text: string) => void,
  ) {}

  see(pod: Pod): void {
    const { uid, deletionTimestamp, ownerReferences = [] } = pod.metadata;
    const role = this.roles.get(uid);
    if (role) {
      role.pod = pod;
      role.standIn.update(pod);
    }
    // A Job's pod has done its work as soon as it runs.
    if (!isMarked(pod) || ownerReferences.some(({ kind }) => kind === "Job")) return;
    if (deletionTimestamp !== undefined) {
      this.waiting.delete(uid);
      void this.leave(uid, pod);
      return;
    }
    const runs = pod.status.phase === "Running" && pod.status.podIP !== undefined;
    if (!runs) this.waiting.add(uid);
    else if (role === undefined) void this.enter(uid, pod);
  }

  miss(uid: string): void {
    this.waiting.delete(uid);
    this.problems.delete(uid);
    this.roles.get(uid)?.standIn.kill();
    this.roles.delete(uid);
  }

  /** Everybody on stage. */
  get standIns(): readonly StandIn[] {
    return [...this.roles.values()].map(({ standIn }) => standIn);
  }

  get size(): { serving: number; waiting: number } {
    const states = [...this.roles.values()].map(({ state }) => state);
    return {
      serving: states.filter((state) => state === "serving").length,
      waiting: this.waiting.size + states.filter((state) => state === "starting").length,
    };
  }

  /** Pods that are served, or will be, by namespace and service. */
  get services(): readonly { namespace: string; app: string; account: string; pod: Pod }[] {
    return [...this.roles.values()].map(({ pod }) => ({
      namespace: pod.metadata.namespace,
      app: appOf(pod),
      account: accountOf(pod),
      pod,
    }));
  }

  /** As a kubelet has it: a pod whose Envoy has ended is not ready until that is back. */
  heed(silent: ReadonlySet<string>): void {
    for (const role of this.roles.values()) {
      const { metadata } = role.pod;
      const isSilent = silent.has(`${metadata.namespace}/${appOf(role.pod)}`);
      if (role.state !== "serving" || role.isSilent === isSilent) continue;
      role.isSilent = isSilent;
      this.setReady(role.pod, !isSilent).catch((error: unknown) => {
        role.isSilent = !isSilent; // the next round tries again
        this.say(`${keyOf(role.pod)} keeps its readiness: ${String(error)}`);
      });
    }
  }

  /** Has policies that have changed hold for who is connected already. */
  settle(): void {
    for (const standIn of this.standIns) standIn.settle();
  }

  close(): void {
    for (const { standIn } of this.roles.values()) standIn.kill();
  }

  private async enter(uid: string, pod: Pod): Promise<void> {
    const role: Role = {
      standIn: new StandIn(pod, this.around(pod)),
      pod,
      state: "starting",
      isSilent: false,
    };
    this.roles.set(uid, role);
    this.waiting.delete(uid);
    try {
      await role.standIn.start();
      if (this.roles.get(uid) !== role) return;
      // Its new state comes by the watch while this is under way.
      if (!isReady(role.pod)) await this.setReady(role.pod, true);
      role.state = "serving";
    } catch (error) {
      const text = `${keyOf(pod)}: ${error instanceof Error ? error.message : String(error)}`;
      role.state = "failed";
      this.problems.set(uid, text);
      this.say(text);
    }
  }

  private async leave(uid: string, pod: Pod): Promise<void> {
    const role = this.roles.get(uid);
    if (role?.state === "leaving") return;
    if (role) {
      role.state = "leaving";
      const end = Date.parse(pod.metadata.deletionTimestamp ?? "") - Date.now();
      await Promise.race([role.standIn.drain(), wait(Math.max(0, end), undefined, { ref: false })]);
      role.standIn.kill();
    }
    await this.letGo(pod);
  }

  private async setReady(pod: Pod, ready: boolean): Promise<void> {
    await this.api.call("PATCH", `${pathOf(pod)}/status`, readinessStatus(pod, ready));
  }

  /** As a kubelet does when the last container has ended. */
  private async letGo(pod: Pod): Promise<void> {
    const body = { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } };
    await this.api.call("DELETE", pathOf(pod), body).catch((error: unknown) => {
      this.say(`${keyOf(pod)} is not let go: ${String(error)}`);
    });
  }
}

export const pathOf = ({ metadata }: Pod): string =>
  `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
