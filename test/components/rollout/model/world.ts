import type { Picture, Slot, SlotName, Traffic } from "../../../../components/rollout/picture";
import { answers, Deployment, type Pod } from "./deployment";
import { Timeline } from "./timeline";

type Route = Extract<Traffic, { by: "mesh" }>["route"];

/** One write to the API server. */
export type Write =
  | { readonly object: "deployment"; readonly name: SlotName; readonly slot: Slot | undefined }
  | { readonly object: "service"; readonly selects: SlotName | "all" }
  | { readonly object: "destinationRule"; readonly subsets: readonly SlotName[] }
  | { readonly object: "virtualService"; readonly route: Route };

export interface WorldOptions {
  /** Most seconds until a client knows of an endpoint, a selector, a subset or a route. */
  readonly late: number;
  /** Pods that the load needs, all together. */
  readonly needed: number;
  /** Seconds until a pod is ready, one after the other. */
  readonly startup: () => number;
}

/**
 * A cluster and its clients at their worst. Each news travels on its own and takes anything up to
 * `late` seconds, so at any moment there may be a client for each combination of what was true in the
 * last `late` seconds: it may know an old route, new subsets, and of the endpoints any that were
 * there. A request is safe if it is so for every such client.
 */
export class World {
  now = 0;
  readonly violations: string[] = [];
  private readonly pods: Pod[] = [];
  private readonly deployments = new Map<SlotName, Deployment>();
  private readonly selector: Timeline<SlotName | "all">;
  private readonly subsets = new Timeline<readonly SlotName[]>([]);
  private readonly routes: Timeline<Route> | undefined;
  private excused = -Infinity;
  private readonly eventful = new Set<number>([0]);

  constructor(
    start: Picture,
    private readonly options: WorldOptions,
  ) {
    const { traffic } = start;
    this.selector = new Timeline(traffic.by === "mesh" ? "all" : traffic.slot);
    if (traffic.by === "mesh") {
      this.subsets = new Timeline(traffic.subsets);
      this.routes = new Timeline(traffic.route);
    }
    for (const slot of start.slots) this.deploy(slot).settleAt(-10_000);
  }

  apply(write: Write): void {
    this.happens();
    switch (write.object) {
      case "deployment":
        this.applyDeployment(write.name, write.slot);
        break;
      case "service":
        this.selector.set(this.now, write.selects);
        break;
      case "destinationRule":
        this.subsets.set(this.now, write.subsets);
        break;
      case "virtualService":
        this.routes?.set(this.now, write.route);
        for (const { to } of rulesOf(write.route)) this.checkWeights(to);
    }
    this.reconcile();
  }

  /** Lets a second pass. */
  tick(): void {
    this.now++;
    this.reconcile();
    if (this.eventful.delete(this.now)) this.check();
  }

  isSettled(): boolean {
    return [...this.deployments.values()].every((deployment) => deployment.isSettled(this.now));
  }

  private applyDeployment(name: SlotName, slot: Slot | undefined): void {
    const deployment = this.deployments.get(name);
    if (!slot) {
      deployment?.delete(this.now);
      this.deployments.delete(name);
    } else if (deployment) deployment.apply(slot);
    else this.deploy(slot);
  }

  private deploy(slot: Slot): Deployment {
    const replicas = (spec: Slot) => this.podsOf(spec);
    const deployment = new Deployment(slot, replicas, this.options.startup, (pod) => {
      this.pods.push(pod);
      // A pod changes the picture when it is ready, when it counts, and `late` after each.
      for (const after of [0, this.options.late, deployment.minReadySeconds])
        this.eventful.add(pod.readyAt + after);
    });
    this.deployments.set(slot.name, deployment);
    return deployment;
  }

  /** An autoscaler gives the least it may for the load that is routed here now: it saves no plan that counts on more. */
  private podsOf({ name, scale }: Slot): number {
    if ("replicas" in scale) return scale.replicas;
    return Math.max(scale.autoscale.min, this.load(this.weightOf(name)));
  }

  private weightOf(name: SlotName): number {
    if (!this.routes) return [name, "all"].includes(this.selector.current) ? 100 : 0;
    const { to } = this.routes.current.otherwise;
    return to.find(({ slot }) => slot === name)?.weight ?? 0;
  }

  private load(weight: number): number {
    return Math.ceil((this.options.needed * weight) / 100);
  }

  /** Until then, what goes wrong has been announced. */
  excuse(until: number): void {
    this.excused = until === Infinity ? until : until + this.options.late;
  }

  private reconcile(): void {
    const before = this.fingerprint();
    for (const deployment of this.deployments.values()) deployment.reconcile(this.now);
    if (this.fingerprint() !== before) this.happens();
  }

  private fingerprint(): number {
    return this.pods.reduce((sum, pod) => sum + (pod.deletedAt === Infinity ? 1 : 1000), 0);
  }

  /** Something changed: what clients may see changes until the news are everywhere and the pods gone. */
  private happens(): void {
    const { late } = this.options;
    for (const after of [0, 1, late - 1, late, late + 1]) this.eventful.add(this.now + after);
  }

  private check(): void {
    const { late, needed } = this.options;
    for (const seen of this.selector.believed(this.now, late)) {
      const behind = (pod: Pod) => seen === "all" || pod.slot === seen;
      // In the mesh the root Service carries the subsets, and clients outside.
      this.checkEndpoints(`service ${seen}`, behind, this.routes ? 1 : needed);
    }
    for (const route of this.routes?.believed(this.now, late) ?? []) {
      for (const { to } of rulesOf(route)) {
        for (const { slot, weight } of to) {
          for (const known of this.subsets.believed(this.now, late))
            if (!known.includes(slot)) this.violate(`no subset ${slot}`);
          this.checkEndpoints(`route to ${slot}`, (pod) => pod.slot === slot, this.load(weight));
        }
      }
    }
  }

  private checkEndpoints(what: string, behind: (pod: Pod) => boolean, load: number): void {
    const { late } = this.options;
    const { now } = this;
    const perhaps = this.pods.filter(
      (pod) =>
        behind(pod) &&
        pod.readyAt < pod.deletedAt &&
        pod.readyAt <= now &&
        now < pod.deletedAt + late,
    );
    const surely = perhaps.filter((pod) => pod.readyAt + late <= now && now < pod.deletedAt);
    if (perhaps.some((pod) => !answers(pod, now))) this.violate(`${what}: a pod that is gone`);
    if (surely.length === 0) this.violate(`${what}: no pod`);
    else if (surely.length < load) this.violate(`${what}: ${surely.length} of ${load} pods`);
  }

  private checkWeights(to: Route["otherwise"]["to"]): void {
    const sum = to.reduce((total, { weight }) => total + weight, 0);
    if (sum !== 100 || to.some(({ weight }) => !Number.isInteger(weight)))
      this.violate(`weights ${to.map(({ weight }) => weight).join(":")}`);
  }

  private violate(what: string): void {
    if (this.now >= this.excused) this.violations.push(`${this.now} s: ${what}`);
  }
}

const rulesOf = ({ rules, otherwise }: Route) => [...rules, otherwise];
