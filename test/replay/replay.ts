import { isDeepStrictEqual } from "node:util";

import { isReady } from "../e2e/watch";
import type { Change, Kind, Recorded } from "./record";

export interface ReplayOptions {
  readonly service: string;
  /** Most seconds until a client knows of an endpoint, a selector, a subset or a route. */
  readonly late: number;
  /** When a gap has been announced, in seconds of the record. */
  readonly excused?: readonly (readonly [from: number, to: number])[];
}

type Labels = Readonly<Record<string, string>>;

interface Pod {
  readonly labels: Labels;
  readonly readyAt: number;
  /** From when on it has no endpoint. */
  leftAt: number;
  /** Until when it answers whoever still comes. */
  answersUntil: number;
}

interface PodObject extends Recorded {
  readonly spec: {
    readonly containers: readonly {
      readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } };
    }[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

interface ServiceObject extends Recorded {
  readonly spec: { readonly selector: Labels };
}

interface Subsets extends Recorded {
  readonly spec: {
    readonly subsets?: readonly { readonly name: string; readonly labels: Labels }[];
  };
}

interface Destination {
  readonly destination: { readonly subset?: string };
  readonly weight?: number;
}

interface Routes extends Recorded {
  readonly spec: { readonly http?: readonly { readonly route?: readonly Destination[] }[] };
}

/** What was true of one object when; `undefined` where it was not there. */
type Timeline<T> = { readonly at: number; readonly value: T | undefined }[];

/**
 * Replays what a watcher of the API server has seen through a model of Services and VirtualServices, with clients at their worst: each
 * news travels on its own and takes anything up to `late` seconds. So at any moment there may be a client for each
 * combination of what was true in the last `late` seconds. Answers where a request could have met no pod.
 */
export function replay(changes: readonly Change[], options: ReplayOptions): string[] {
  const { service, late, excused = [] } = options;
  const of = (kind: Kind) =>
    changes.filter((it) => it.kind === kind && it.object.metadata.name === service);
  const selectors = timeline(of("Service"), (it) => (it as ServiceObject).spec.selector);
  const rules = timeline(of("DestinationRule"), (it) => (it as Subsets).spec);
  const routes = timeline(of("VirtualService"), (it) => (it as Routes).spec);
  const pods = podsOf(changes.filter(({ kind }) => kind === "Pod"));
  const found: string[] = [...changedSelectors(changes), ...wrongWeights(of("VirtualService"))];
  for (const now of moments(changes, late)) {
    if (excused.some(([from, to]) => from <= now && now < to)) continue;
    const say = (what: string) => found.push(`${now.toFixed(3)} s: ${what}`);
    for (const selector of believed(selectors, now, late)) {
      if (selector === undefined) {
        say("no Service");
        continue;
      }
      for (const route of believed(routes, now, late)) {
        if (route === undefined) check("the Service", selector);
        for (const { destination, weight = 100 } of destinations(route)) {
          if (weight === 0) continue;
          for (const rule of believed(rules, now, late)) {
            const labels = labelsOf(rule, destination.subset);
            if (labels) check(`subset ${destination.subset ?? "none"}`, { ...selector, ...labels });
            else say(`no subset ${destination.subset ?? "none"}`);
          }
        }
      }
    }

    function check(what: string, labels: Labels) {
      const known = pods.filter(
        (pod) => has(pod.labels, labels) && pod.readyAt <= now && now < pod.leftAt + late,
      );
      if (known.some(({ answersUntil }) => now >= answersUntil)) say(`${what}: a pod that is gone`);
      const surely = known.filter(({ readyAt, leftAt }) => readyAt + late <= now && now < leftAt);
      if (surely.length === 0) say(`${what}: no pod`);
    }
  }
  return [...new Set(found)];
}

/** Each time at which clients may come to see something else, and the last instant before it. */
function moments(changes: readonly Change[], late: number): number[] {
  const times = changes.flatMap(({ at }) => [at, at + late]);
  return [...new Set(times.flatMap((at) => [at - 0.001, at, at + 0.001]))]
    .filter((at) => at >= 0)
    .sort((a, b) => a - b);
}

function timeline<T>(changes: readonly Change[], valueOf: (object: Recorded) => T): Timeline<T> {
  const told: Timeline<T> = [{ at: -Infinity, value: undefined }];
  for (const { at, gone, object } of changes) {
    const value = gone ? undefined : valueOf(object);
    if (!isDeepStrictEqual(told.at(-1)?.value, value)) told.push({ at, value });
  }
  return told;
}

/** What a client may take for true. */
function believed<T>(line: Timeline<T>, now: number, late: number): (T | undefined)[] {
  const until = (index: number) => line[index + 1]?.at ?? Infinity;
  return line
    .filter(({ at }, index) => at <= now && now < until(index) + late)
    .map(({ value }) => value);
}

const destinations = (route: Routes["spec"] | undefined): readonly Destination[] =>
  (route?.http ?? []).flatMap(({ route: to = [] }) => to);

const labelsOf = (rule: Subsets["spec"] | undefined, subset: string | undefined) =>
  subset === undefined ? {} : rule?.subsets?.find(({ name }) => name === subset)?.labels;

const has = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value);

/** Each time that a pod was ready is one of its own. */
function podsOf(changes: readonly Change[]): Pod[] {
  const pods: Pod[] = [];
  const ready = new Map<string, Pod>();
  for (const { at, gone, object } of changes) {
    const { metadata, spec } = object as PodObject;
    const known = ready.get(metadata.uid);
    const serves = !gone && isReady(object as PodObject);
    if (serves === (known !== undefined)) continue;
    if (known) {
      const [seconds = 0] = spec.containers.map((it) => it.lifecycle?.preStop?.sleep?.seconds ?? 0);
      known.leftAt = at;
      known.answersUntil = at + seconds;
      ready.delete(metadata.uid);
      continue;
    }
    const pod = {
      labels: metadata.labels ?? {},
      readyAt: at,
      leftAt: Infinity,
      answersUntil: Infinity,
    };
    pods.push(pod);
    ready.set(metadata.uid, pod);
  }
  return pods;
}

/** A Deployment's selector is for ever. */
const changedSelectors = (changes: readonly Change[]): string[] => {
  const known = new Map<string, unknown>();
  return changes
    .filter(({ kind }) => kind === "Deployment")
    .flatMap(({ object }) => {
      const { selector } = object.spec as { selector: unknown };
      const before = known.get(object.metadata.name) ?? selector;
      known.set(object.metadata.name, selector);
      return isDeepStrictEqual(before, selector)
        ? []
        : [`the selector of Deployment ${object.metadata.name} has changed`];
    });
};

const wrongWeights = (changes: readonly Change[]): string[] =>
  changes.flatMap(({ object }) =>
    ((object as Routes).spec.http ?? []).flatMap(({ route = [] }) => {
      const weights = route.map(({ weight = 100 }) => weight);
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return route.length === 0 || (sum === 100 && weights.every(Number.isInteger))
        ? []
        : [`weights ${weights.join(":")}`];
    }),
  );
