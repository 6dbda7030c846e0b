import {
  inOrder,
  isByPods,
  mainSlot,
  namesOf,
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
  const main = mainSlot(at);
  const goal = mainSlot(to);
  const from = slotOf(at, main);
  const next = slotOf(to, goal);
  if (!from || !next) return undefined;
  const keepsRelease = sameRelease(from.release, next.release);
  const guests = visitedSlots(at).filter((name) => name !== main);
  const changed = (name: SlotName) => changes(at, to, name);

  // Back to, or on with, the release that serves most: its guests leave first, by one write.
  if (keepsRelease && guests.some((name) => changed(name) || !slotOf(to, name)))
    return redirected(at, main);

  // Where the release that is to serve stands already, it serves first: of an abort that is the one write.
  const winner = at.slots.find(
    ({ name, release }) => name !== main && name !== "shadow" && sameRelease(release, next.release),
  );
  if (!keepsRelease && winner) return relieved(at, winner);
  if (guests.some(changed)) return redirected(at, main);
  // Dealt by numbers of pods, requests go to every slot: none may come that is not to have any.
  if (isByPods(at) && to.slots.some(({ name }) => !slotOf(at, name))) return redirected(at, main);
  // Who chooses recreate wants no two versions side by side: the strategy first, then the version.
  if (next.update.type === "Recreate" && main !== goal && !keepsRelease)
    return { ...to, slots: [{ ...next, release: from.release }] };
  if (changed(main)) return main === goal ? replaced(at, next) : relieved(at, next);
  // And none may be left that is to have none.
  const left = at.slots.some(({ name }) => !slotOf(to, name));
  return isByPods(to) && !isByPods(at) && left
    ? { ...to, traffic: redirect(to.traffic, goal) }
    : undefined;
}

/** Whether the slot stands in both, with another release. */
function changes(at: Picture, to: Picture, name: SlotName): boolean {
  const [before, after] = [slotOf(at, name), slotOf(to, name)];
  return before !== undefined && after !== undefined && !sameRelease(before.release, after.release);
}

const redirected = (at: Picture, slot: SlotName): Picture => ({
  ...at,
  traffic: redirect(at.traffic, slot),
});

/** The same slots with `slot` among them, as it stands here. */
function withSlot(at: Picture, slot: Slot): Picture {
  const names = inOrder([...namesOf(at), slot.name]);
  return {
    ...at,
    slots: names.flatMap((name) => (name === slot.name ? slot : (slotOf(at, name) ?? []))),
  };
}

/** Another slot serves everything instead. */
const relieved = (at: Picture, by: Slot): Picture => redirected(withSlot(at, by), by.name);

/** The serving slot takes the new release as its Deployment's strategy says. */
const replaced = (at: Picture, next: Slot): Picture => {
  const scale = slotOf(at, next.name)?.scale ?? next.scale;
  return withSlot(at, { ...next, scale: larger(next.scale, scale) });
};
