import { once } from "node:events";

import type { KubeConfig } from "@kubernetes/client-node";

import { Cluster, type Live } from "../rollout/live";
import type { HttpRoute } from "../rollout/route-text";
import { isSettled, versionsBy, type VersionOf } from "./subsets";
import { weightText } from "./words";

/** How requests are to be shared out, as the route for everybody says it. */
export interface RouteState {
  /** Percent by version. Empty where no weight says which version answers: pods share by their number. */
  readonly weights: Readonly<Record<string, number>>;
  /** Routes before it, for requests that match something. */
  readonly rules: number;
  /** Whom some requests are copied to. */
  readonly mirror?: { readonly version: string; readonly percent: number };
}

/** The state that a VirtualService's routes give. */
export function stateOf(routes: readonly HttpRoute[], versionOf: VersionOf): RouteState {
  const copied = routes.find(({ mirror }) => mirror !== undefined);
  const to = copied?.mirror?.subset;
  return {
    weights: weightsOf(routes.at(-1), versionOf),
    rules: Math.max(0, routes.length - 1),
    ...(copied && {
      mirror: {
        version: versionOf(to) ?? to ?? "any pod",
        percent: copied.mirrorPercentage?.value ?? 100,
      },
    }),
  };
}

/** The state without a route: its Service selects one slot, or all of them. */
export function stateWithout({ slots, traffic }: Live): RouteState {
  const [only] = slots.filter(({ name }) => name === traffic || slots.length === 1);
  return { weights: only && isSettled(only) ? { [only.version]: 100 } : {}, rules: 0 };
}

/** Istio's weights are shares of their sum; a destination alone gets all, and one among others without a weight nothing. */
function weightsOf({ route = [] }: HttpRoute = {}, versionOf: VersionOf): RouteState["weights"] {
  const served = route
    .map(({ destination, weight = 0 }) => ({
      version: versionOf(destination.subset),
      weight: route.length === 1 ? 100 : weight,
    }))
    .filter(({ weight }) => weight > 0);
  const sum = served.reduce((before, { weight }) => before + weight, 0);
  const parts: Record<string, number> = {};
  for (const { version, weight } of served) {
    if (version === undefined) return {};
    parts[version] = (parts[version] ?? 0) + weight;
  }
  return Object.fromEntries(
    Object.entries(parts).map(([version, part]) => [version, (part * 100) / sum]),
  );
}

/** What is set for a version; undefined where the route sets nothing for any. */
export const setFor = (route: RouteState | undefined, version: string): number | undefined =>
  route && version !== "" && decides(route) ? (route.weights[version] ?? 0) : undefined;

export const decides = ({ weights }: RouteState): boolean => Object.keys(weights).length > 0;

export const routeText = (state: RouteState): string => {
  const { weights, rules, mirror } = state;
  const shares = Object.entries(weights).map(
    ([version, percent]) => `${version} ${weightText(percent)}`,
  );
  return [
    decides(state) ? shares.join(", ") : "by pods",
    ...(rules > 0 && !mirror ? ["some by rule"] : []),
    ...(mirror ? [`${weightText(mirror.percent)} copied to ${mirror.version}`] : []),
  ].join(", ");
};

/** Reads how the route of one service is set. */
export class RouteReader {
  constructor(
    private readonly config: KubeConfig,
    private readonly namespace: string,
    private readonly app: string,
    private readonly patienceMs = 2_000,
  ) {}

  /**
   * Undefined where the cluster does not answer in time: the route is beside the point, requests are what counts.
   *
   * @param over ends it at once
   */
  async read(over?: AbortSignal): Promise<RouteState | undefined> {
    const ends = new AbortController();
    const end = () => ends.abort();
    const timer = setTimeout(end, this.patienceMs);
    over?.addEventListener("abort", end);
    // Credentials may come from a program, which no signal ends.
    const given = once(ends.signal, "abort").then(() => undefined);
    try {
      return await Promise.race([this.ask(ends.signal), given]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
      over?.removeEventListener("abort", end);
    }
  }

  private async ask(signal: AbortSignal): Promise<RouteState> {
    const { config, namespace, app } = this;
    const cluster = new Cluster(config, namespace, app, signal);
    const routes = await cluster.routes();
    if (!routes) return stateWithout(await cluster.live());
    const [cuts, slots] = await Promise.all([cluster.cuts(), cluster.slots()]);
    return stateOf(routes, versionsBy(cuts, slots, app, namespace));
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
