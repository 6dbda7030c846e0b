import { releaseKey } from "../../../../components/rollout/release";
import type { Slot, SlotName } from "../../../../components/rollout/picture";

/** A pod, as endpoints and clients see it. Times in seconds. */
export interface Pod {
  readonly slot: SlotName;
  readonly release: string;
  readonly readyAt: number;
  /** From then on it is no endpoint; it answers for `preStopSeconds` more. */
  deletedAt: number;
  readonly preStopSeconds: number;
}

export const answers = (pod: Pod, now: number): boolean =>
  pod.readyAt <= now && now < pod.deletedAt + pod.preStopSeconds;

const stands = (pod: Pod): boolean => pod.deletedAt === Infinity;

/** The controller of Deployments, for one slot, as kube-controller-manager's does it in the end. */
export class Deployment {
  private readonly pods: Pod[] = [];

  constructor(
    private spec: Slot,
    private readonly replicasOf: (spec: Slot) => number,
    private readonly startup: () => number,
    private readonly born: (pod: Pod) => void,
  ) {}

  get minReadySeconds(): number {
    return this.spec.minReadySeconds;
  }

  /** Pods that were there long ago. */
  settleAt(long: number): void {
    for (let i = 0; i < this.replicas; i++) this.create(long);
  }

  apply(spec: Slot): void {
    this.spec = spec;
  }

  private get replicas(): number {
    return this.replicasOf(this.spec);
  }

  delete(now: number): void {
    this.remove(this.pods.filter(stands), now);
  }

  /** Works until nothing more can be done at this moment. */
  reconcile(now: number): void {
    const release = releaseKey(this.spec.release);
    const [current, old] = [true, false].map((wanted) =>
      this.pods.filter((pod) => stands(pod) && (pod.release === release) === wanted),
    ) as [Pod[], Pod[]];
    this.remove(newestFirst(current).slice(0, Math.max(0, current.length - this.replicas)), now);
    const lacking = this.replicas - current.length;
    if (this.spec.update.type === "Recreate") {
      this.remove(old, now);
      const gone = this.pods.every((pod) => pod.release === release || !this.lingers(pod, now));
      if (gone) for (let i = 0; i < lacking; i++) this.create(now + this.startup());
      return;
    }
    const room = this.replicas + this.surge() - current.length - old.length;
    for (let i = 0; i < Math.min(lacking, room); i++) this.create(now + this.startup());
    const available = [...current, ...old].filter((pod) => this.isAvailable(pod, now)).length;
    const spare = Math.max(0, available - this.replicas);
    const idle = old.filter((pod) => !this.isAvailable(pod, now));
    const used = old.filter((pod) => this.isAvailable(pod, now));
    this.remove([...idle, ...used.slice(0, spare)], now);
  }

  isSettled(now: number): boolean {
    const release = releaseKey(this.spec.release);
    const standing = this.pods.filter(stands);
    return (
      standing.length === this.replicas &&
      standing.every((pod) => pod.release === release && this.isAvailable(pod, now))
    );
  }

  private lingers(pod: Pod, now: number): boolean {
    return stands(pod) || answers(pod, now);
  }

  private isAvailable(pod: Pod, now: number): boolean {
    return pod.readyAt + this.spec.minReadySeconds <= now;
  }

  private surge(): number {
    const { update } = this.spec;
    if (update.type === "Recreate") return 0;
    const { maxSurge } = update;
    if (typeof maxSurge === "number") return maxSurge;
    return Math.ceil((this.replicas * Number.parseInt(maxSurge, 10)) / 100);
  }

  private create(readyAt: number): void {
    const { name, release, preStopSeconds } = this.spec;
    const pod = { slot: name, release: releaseKey(release), readyAt, preStopSeconds };
    const born: Pod = { ...pod, deletedAt: Infinity };
    this.pods.push(born);
    this.born(born);
  }

  private remove(pods: readonly Pod[], now: number): void {
    for (const pod of pods) pod.deletedAt = now;
  }
}

/** The order in which a ReplicaSet shrinks: those that are not ready yet, then the youngest. */
const newestFirst = (pods: readonly Pod[]): Pod[] =>
  [...pods].sort((one, other) => other.readyAt - one.readyAt);
