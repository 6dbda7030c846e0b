import type { Phase } from "./leg";
import { same, slotOf, visitedSlots, type Picture, type Slot, type SlotName } from "./picture";
import { sameRelease } from "./release";

const nameOf = ({ name }: Slot): SlotName => name;

/** The slots of a phase that are on their way out: no later phase sends them requests, and they go in the end. */
export const leavingSlots = (phases: readonly Phase[], index: number): SlotName[] =>
  slotsAt(phases, index)
    .filter((slot) => !isNeeded(slot, phases, index))
    .map(nameOf);

/**
 * The slots whose pods a phase waits for: who is to have requests later on, or to stand in the end, and
 * did not have them all along. Pods on their way out need not be ready, and perhaps never will be.
 *
 * @param start What stood before the first phase; undefined where nobody knows whether all of it was made.
 */
export const awaitedSlots = (
  start: Picture | undefined,
  phases: readonly Phase[],
  index: number,
): SlotName[] =>
  slotsAt(phases, index)
    .filter((slot) => isNeeded(slot, phases, index) && !(start && servesAlready(slot, start)))
    .map(nameOf);

const slotsAt = (phases: readonly Phase[], index: number) => phases[index]?.picture.slots ?? [];

function isNeeded(slot: Slot, phases: readonly Phase[], index: number): boolean {
  const later = phases.slice(index + 1).map(({ picture }) => picture);
  const isIn = (picture: Picture | undefined) =>
    picture !== undefined && sameRelease(slotOf(picture, slot.name)?.release, slot.release);
  return (
    isIn(phases.at(-1)?.picture) ||
    later.some((picture) => isIn(picture) && visitedSlots(picture).includes(slot.name))
  );
}

const servesAlready = (slot: Slot, start: Picture): boolean =>
  visitedSlots(start).includes(slot.name) && same(slotOf(start, slot.name), slot);

/** Whether a phase writes the route, or the slot that the root Service selects, and nothing else. */
export const isRouteAlone = (before: Picture, { picture }: Phase): boolean =>
  same({ ...before, traffic: undefined }, { ...picture, traffic: undefined }) &&
  (picture.traffic.by === "service"
    ? picture.traffic.slot !== "all"
    : before.traffic.by === "mesh" && same(before.traffic.subsets, picture.traffic.subsets));
