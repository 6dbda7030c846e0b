import {
  isByPods,
  mainSlot,
  replaces,
  slotNames,
  slotOf,
  visitedSlots,
  type Picture,
  type Slot,
  type SlotName,
} from "./picture";
import { larger } from "./pods";
import { sameRelease } from "./release";
import { redirect } from "./traffic";

/**
 * Where to go first, when going straight to `to` would change pods that clients use; undefined when
 * the way is free. Asked again from there until it is.
 */
export function detour(at: Picture, to: Picture): Picture | undefined {
  const from = mainSlot(at);
  const next = mainSlot(to);
  const [main, goal] = [from.name, next.name];
  const keepsRelease = sameRelease(from.release, next.release);
  const guests = visitedSlots(at).filter((name) => name !== main);
  const changed = (name: SlotName) => replaces(at, to, name);

  // Back to, or on with, the release that serves most: its guests leave first, by one write.
  if (keepsRelease && guests.some((name) => changed(name) || !slotOf(to, name)))
    return redirected(at, main);

  // Where the release that is to serve stands already, it serves first: of an abort that is the one write.
  const winner = at.slots.find(
    ({ name, release }) => name !== main && name !== "shadow" && sameRelease(release, next.release),
  );
  if (!keepsRelease && winner) return redirected(at, winner.name);
  if (guests.some(changed)) return redirected(at, main);
  // Dealt by numbers of pods, requests go to every slot: none may come that is not to have any.
  if (isByPods(at) && to.slots.some(({ name }) => !slotOf(at, name))) return redirected(at, main);
  // Who chooses recreate wants no two versions side by side: the strategy first, then the version.
  if (next.update.type === "Recreate" && main !== goal && !keepsRelease)
    return { ...to, slots: [{ ...next, release: from.release }] };
  if (changed(main)) {
    const ready = withSlot(at, { ...next, scale: larger(next.scale, from.scale) });
    return main === goal ? ready : redirected(ready, goal);
  }
  // And none may be left that is to have none.
  const left = at.slots.some(({ name }) => !slotOf(to, name));
  return isByPods(to) && !isByPods(at) && left
    ? { ...to, traffic: redirect(to.traffic, goal) }
    : undefined;
}

const redirected = (at: Picture, slot: SlotName): Picture => ({
  ...at,
  traffic: redirect(at.traffic, slot),
});

/** The same slots with `slot` among them, as it stands here. */
const withSlot = (at: Picture, slot: Slot): Picture => ({
  ...at,
  slots: slotNames.flatMap((name) => (name === slot.name ? slot : (slotOf(at, name) ?? []))),
});
