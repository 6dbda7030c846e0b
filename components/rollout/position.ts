import { same, type Picture, type Scale, type SlotName, type Traffic } from "./picture";
import type { Phase } from "./leg";
import { releaseKey } from "./release";

/** A slot as it is found. */
export interface LiveSlot {
  readonly name: SlotName;
  /** What the Deployment's annotation says; see `releaseKey`. */
  readonly releaseKey: string;
  readonly scale: Scale;
  /** Whether all pods asked for are of this release and available, and no other pod is left. */
  readonly settled: boolean;
}

/** What the cluster says, all else left out. */
export interface LiveFacts {
  readonly slots: readonly LiveSlot[];
  readonly traffic: Traffic;
  readonly addresses: readonly SlotName[];
}

/** Where a rollout stands on its way. */
export interface Position {
  /** Index of the phase; -1 is before the first. */
  readonly phase: number;
  /**
   * `reached`: all of its objects are there and settled. `underway`: some writes or pods are missing.
   * Either way a run that takes up here applies this phase once more (which changes nothing that is
   * there), waits for its pods and its hold, and goes on: the hold may not have been over.
   */
  readonly state: "reached" | "underway";
}

/**
 * Finds the phase that the live objects belong to: the last one that they show in full, else the last
 * that they are on the way to. Undefined when they are on no such way, because somebody changed them:
 * then plan anew from what is live.
 */
export function position(
  live: LiveFacts,
  from: Picture,
  phases: readonly Phase[],
): Position | undefined {
  const stations = [elementsOf(from), ...phases.map(({ picture }) => elementsOf(picture))];
  const found = elements(live);
  const shown = stations.findLastIndex((station) => same(station, found));
  if (shown >= 0) {
    const settled = live.slots.every((slot) => slot.settled);
    return { phase: shown - 1, state: settled ? "reached" : "underway" };
  }
  const towards = phases.findLastIndex(({ picture }, phase) => {
    const before = phases[phase - 1]?.picture ?? from;
    return isBetween(found, elementsOf(before), elementsOf(picture));
  });
  return towards < 0 ? undefined : { phase: towards, state: "underway" };
}

type Seen = Omit<LiveFacts, "slots"> & { slots: readonly Omit<LiveSlot, "settled">[] };

/** What is written on its own: each slot, each address, the subsets, the route or the selector. */
type Elements = ReadonlyMap<string, unknown>;

const elementsOf = ({ slots, traffic, addresses }: Picture): Elements =>
  elements({
    slots: slots.map(({ name, release, scale }) => ({
      name,
      releaseKey: releaseKey(release),
      scale,
    })),
    traffic,
    addresses,
  });

function elements({ slots, traffic, addresses }: Seen): Elements {
  return new Map<string, unknown>([
    ...slots.flatMap(({ name, releaseKey, scale }): [string, unknown][] => [
      [`slot ${name}`, releaseKey],
      [`scale of ${name}`, scale],
    ]),
    ...(traffic.by === "mesh"
      ? ([
          ["subsets", traffic.subsets],
          ["route", traffic.route],
        ] as const)
      : ([["selector", traffic.slot]] as const)),
    ...addresses.map((name): [string, unknown] => [`address of ${name}`, name]),
  ]);
}

/** Whether each element is as it was or as it shall be. */
const isBetween = (found: Elements, before: Elements, after: Elements): boolean =>
  [...new Set([...found.keys(), ...before.keys(), ...after.keys()])].every((key) =>
    [before, after].some((station) => same(station.get(key), found.get(key))),
  );
