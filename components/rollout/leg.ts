import {
  inOrder,
  isByPods,
  mainSlot,
  replaces,
  same,
  slotNames,
  slotOf,
  visitedSlots,
  type Picture,
  type Slot,
  type Traffic,
} from "./picture";
import { larger, scaleFor } from "./pods";
import { sameRelease } from "./release";
import { byMesh } from "./traffic";
import { propagation, type Rollout, type RolloutOptions } from "./types";

/**
 * What an `up` of a rollout is for.
 * - `expand`: pods come, and what traffic will need; no request goes elsewhere than before.
 * - `shift`: requests go elsewhere; no pod goes. One write.
 * - `drain`: nothing is written; clients that still know the old way are waited for.
 * - `contract`: what no request reaches any more goes.
 * - `replace`: the serving slot's pods change in place: one by one, or with a gap for recreate.
 */
export type PhaseKind = "expand" | "shift" | "drain" | "contract" | "replace";

export interface Phase {
  readonly kind: PhaseKind;
  /** What the `up` leaves behind. Wait until every slot has its pods available. */
  readonly picture: Picture;
  /** Least time from the last write of this phase (its start, if it has none) to the first of the next. */
  readonly holdSeconds: number;
  /** The state of the rollout that this phase completes: what goes into the stack's config. */
  readonly reached?: Rollout;
}

/**
 * One round of expand, shift, drain and contract, less what there is no need of. The way must be free
 * (`detour`): no slot that clients use changes its release, unless it is meant to in place.
 */
export function leg(from: Picture, to: Picture, options: RolloutOptions): Phase[] {
  const holdSeconds = propagation(options);
  const expanded = expand(roomy(from, options), roomy(to, options));
  const shifted = { ...expanded, traffic: widen(to.traffic, from.traffic) };
  const phases: Phase[] = [];
  if (!same(from, expanded)) {
    // Without a mesh the pods are the weights: where all slots share, more or fewer of them is the shift.
    const changes = replaces(from, to, mainSlot(from).name);
    const kind = changes ? "replace" : isByPods(from) ? "shift" : "expand";
    phases.push({ kind, picture: expanded, holdSeconds });
  }
  if (!same(expanded, shifted)) {
    phases.push({ kind: "shift", picture: shifted, holdSeconds: 0 });
    const left = visitedSlots(from).some((name) => !visitedSlots(to).includes(name));
    if (left || !same(shifted, to)) phases.push({ kind: "drain", picture: shifted, holdSeconds });
  }
  if (!same(shifted, to))
    phases.push({ kind: isByPods(to) ? "shift" : "contract", picture: to, holdSeconds: 0 });
  return phases;
}

/**
 * The slot that serves most keeps the size that the load needs while traffic moves from or to it, whatever
 * an autoscaler may make of it before and after.
 */
export function roomy(picture: Picture, options: RolloutOptions): Picture {
  const main = mainSlot(picture);
  const slots = picture.slots.map((slot) =>
    slot === main ? { ...slot, scale: larger(slot.scale, scaleFor(100, options)) } : slot,
  );
  return { ...picture, slots };
}

/** All that stands and all that shall stand, with traffic as it is. */
function expand(from: Picture, to: Picture): Picture {
  return {
    slots: slotNames.flatMap((name) => joined(slotOf(from, name), slotOf(to, name)) ?? []),
    traffic: widen(from.traffic, to.traffic),
    addresses: inOrder([...from.addresses, ...to.addresses]),
  };
}

function joined(before: Slot | undefined, after: Slot | undefined): Slot | undefined {
  if (!before || !after) return before ?? after;
  const scale = larger(before.scale, after.scale);
  return sameRelease(before.release, after.release) ? { ...before, scale } : { ...after, scale };
}

/** Traffic as in the first, with the subsets of both: a subset is there before and after any route to it. */
const widen = (traffic: Traffic, other: Traffic): Traffic =>
  traffic.by === "mesh" && other.by === "mesh"
    ? byMesh([...traffic.subsets, ...other.subsets], traffic.route)
    : traffic;
