import type { KubeConfig } from "@kubernetes/client-node";

import { Cluster, type LiveSlot } from "../rollout/live";
import type { HttpRoute } from "../rollout/route-text";

/** How requests are to be shared out, as the route for everybody says it. */
export interface RouteState {
  /** Percent by version. Empty where nobody has said: pods share by their number. */
  readonly weights: Readonly<Record<string, number>>;
  /** Routes before it, for requests that match something. */
  readonly rules: number;
  /** Whom some requests are copied to. */
  readonly mirror?: { readonly version: string; readonly percent: number };
}

/** The state that a VirtualService's routes give, by the versions that its subsets have now. */
export function stateOf(routes: readonly HttpRoute[], slots: readonly LiveSlot[]): RouteState {
  const versionOf = (subset = "") => slots.find(({ name }) => name === subset)?.version ?? subset;
  const weights: Record<string, number> = {};
  for (const { destination, weight } of routes.at(-1)?.route ?? []) {
    const version = versionOf(destination.subset);
    weights[version] = (weights[version] ?? 0) + (weight ?? 100);
  }
  const copied = routes.find(({ mirror }) => mirror !== undefined);
  return {
    weights: withoutRest(weights),
    rules: Math.max(0, routes.length - 1),
    ...(copied && {
      mirror: {
        version: versionOf(copied.mirror?.subset),
        percent: copied.mirrorPercentage?.value ?? 100,
      },
    }),
  };
}

/** Who has a weight of 0 gets nothing, as if it were not there. */
const withoutRest = (weights: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(weights).filter(([, percent]) => percent > 0));

export const routeText = ({ weights, rules, mirror }: RouteState): string => {
  const shares = Object.entries(weights).map(([version, percent]) => `${version} ${percent} %`);
  return [
    shares.length > 0 ? shares.join(", ") : "by pods",
    ...(rules > 0 && !mirror ? ["some by rule"] : []),
    ...(mirror ? [`${mirror.percent} % copied to ${mirror.version}`] : []),
  ].join(", ");
};

/** Reads how the route of one service is set. */
export class RouteReader {
  private readonly cluster: Cluster;

  constructor(config: KubeConfig, namespace: string, app: string) {
    this.cluster = new Cluster(config, namespace, app);
  }

  /** Undefined where the cluster does not answer: the route is beside the point, requests are what counts. */
  async read(): Promise<RouteState | undefined> {
    try {
      const routes = await this.cluster.routes();
      if (routes) return stateOf(routes, await this.cluster.slots());
      const { slots, traffic } = await this.cluster.live();
      const [only] = slots.filter(({ name }) => name === traffic || slots.length === 1);
      return { weights: only ? { [only.version]: 100 } : {}, rules: 0 };
    } catch {
      return undefined;
    }
  }
}

/** A moment at which the route was seen to be another. */
export interface RouteMark {
  readonly atMs: number;
  readonly state: RouteState;
}

/** The changes of a route, from readings in a row. */
export class RouteLog {
  readonly marks: RouteMark[] = [];

  /** Answers the mark, where this reading is another than the last one. */
  note(atMs: number, state: RouteState | undefined): RouteMark | undefined {
    const last = this.marks.at(-1);
    if (!state || (last && routeText(last.state) === routeText(state))) return undefined;
    const mark = { atMs: last ? atMs : 0, state };
    this.marks.push(mark);
    // A route that flaps for hours must not fill the memory.
    if (this.marks.length > 200) this.marks.splice(1, 1);
    return mark;
  }
}
