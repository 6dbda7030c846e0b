import { isDeepStrictEqual } from "node:util";

import { sameRelease } from "./release";
import type { HttpMethod, Match, NonEmptyArray, Percent, Release, Versioned } from "./types";

/**
 * Where pods live, for good: a Deployment each, whose selector names app and slot and never changes.
 * The order is the one in which slots are listed everywhere.
 */
export const slotNames = [
  "stable", // recreate, ramped and canary
  "canary",
  "blue",
  "green",
  "a",
  "b",
  "live",
  "shadow",
] as const;

export type SlotName = (typeof slotNames)[number];

/** Number of pods: fixed, or left out of the Deployment because an autoscaler owns it. */
export type Scale =
  | { readonly replicas: number }
  | { readonly autoscale: { readonly min: number; readonly max: number } };

/** How the Deployment brings in a changed pod template. */
export type Update =
  | { readonly type: "Recreate" }
  | {
      readonly type: "RollingUpdate";
      readonly maxUnavailable: 0;
      readonly maxSurge: number | `${number}%`;
    };

export interface Slot<R extends Versioned = Release> {
  readonly name: SlotName;
  readonly release: R;
  readonly scale: Scale;
  readonly update: Update;
  /** A pod counts as available only when every client can know of it. */
  readonly minReadySeconds: number;
  /** `preStop.sleep`: a pod that goes answers until every client can have forgotten it. */
  readonly preStopSeconds: number;
}

/** A share of a rule's requests. */
export interface Share {
  readonly slot: SlotName;
  readonly weight: number;
  /** Added to the answers, beside whatever cookies the service itself sets. */
  readonly setCookie?: { readonly name: string; readonly value: string; readonly maxAge: number };
}

export type Condition = Match | { readonly by: "method"; readonly method: HttpMethod };

/** Requests that fulfil any of the conditions, and where they go; the weights sum to 100. */
export interface Rule {
  readonly when: NonEmptyArray<Condition>;
  readonly to: NonEmptyArray<Share>;
  readonly mirror?: { readonly slot: SlotName; readonly percent: Percent };
}

/** Rules in order, and the route of every request that no rule takes. */
export interface Route {
  readonly rules: readonly Rule[];
  readonly otherwise: Omit<Rule, "when">;
}

/**
 * How requests find their slot. `service`: by the root Service's selector, which names one slot, or
 * `all` to deal requests by the slots' numbers of pods. `mesh`: the root Service selects all slots; the
 * DestinationRule cuts it into subsets, the VirtualService routes to them.
 */
export type Traffic =
  | { readonly by: "service"; readonly slot: SlotName | "all" }
  | { readonly by: "mesh"; readonly subsets: readonly SlotName[]; readonly route: Route };

/** All of a service that a rollout changes, as one `up` leaves it. */
export interface Picture<R extends Versioned = Release> {
  readonly slots: readonly Slot<R>[];
  readonly traffic: Traffic;
  /** Slots with a Service of their own, NAME-SLOT, to try them before or beside their traffic. */
  readonly addresses: readonly SlotName[];
}

/** In the order of `slotNames`, each once. */
export const inOrder = (names: readonly SlotName[]): SlotName[] =>
  slotNames.filter((name) => names.includes(name));

export const slotOf = (picture: Picture, name: SlotName): Slot | undefined =>
  picture.slots.find((slot) => slot.name === name);

/** Whether the slot stands in both, with another release. */
export function replaces(from: Picture, to: Picture, name: SlotName): boolean {
  const [before, after] = [slotOf(from, name), slotOf(to, name)];
  return before !== undefined && after !== undefined && !sameRelease(before.release, after.release);
}

/** Fewest pods that the slot may have. */
export const leastPods = ({ scale }: Pick<Slot, "scale">): number =>
  "replicas" in scale ? scale.replicas : scale.autoscale.min;

/** Whether requests are dealt by the slots' numbers of pods. */
export const isByPods = ({ traffic }: Picture<Versioned>): boolean =>
  traffic.by === "service" && traffic.slot === "all";

/** The slots whose answers clients see. */
export function servingSlots({ slots, traffic }: Picture<Versioned>): SlotName[] {
  if (traffic.by === "service") {
    return traffic.slot === "all" ? slots.map(({ name }) => name) : [traffic.slot];
  }
  return inOrder(rulesOf(traffic.route).flatMap(({ to }) => to.map(({ slot }) => slot)));
}

/** The slots that get requests, if only copies. */
export function visitedSlots(picture: Picture<Versioned>): SlotName[] {
  const { traffic } = picture;
  const serving = servingSlots(picture);
  if (traffic.by === "service") return serving;
  const copied = rulesOf(traffic.route).map(({ mirror }) => mirror?.slot);
  return slotNames.filter((name) => serving.includes(name) || copied.includes(name));
}

const rulesOf = ({ rules, otherwise }: Route): readonly Route["otherwise"][] => [
  ...rules,
  otherwise,
];

/** The slot that answers whoever is nobody special; while a canary climbs, the stable one. */
export function mainSlot(picture: Picture): Slot {
  const name = mainName(picture.traffic);
  const slot = slotOf(picture, name);
  if (!slot) throw new Error(`The slot ${name} serves, but does not stand.`);
  return slot;
}

function mainName(traffic: Traffic): SlotName {
  if (traffic.by === "service") return traffic.slot === "all" ? "stable" : traffic.slot;
  return traffic.route.otherwise.to[0].slot;
}

/** Two pictures, or parts of them, that make the same objects. */
export const same = (one: unknown, other: unknown): boolean => isDeepStrictEqual(one, other);
