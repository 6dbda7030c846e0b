import {
  leastPods,
  pictureOf,
  releaseKey,
  served,
  visitedSlots,
  type Phase,
  type Picture,
  type RolloutOptions,
  type SlotName,
} from "../../components/rollout";
import type { Go } from "./decide";
import { journeyOf } from "./standing";

/**
 * For each phase, the slots whose requests its gate is about: those of new releases, where more requests
 * reach them than before. None where nothing is tried, as on the way back.
 */
export function triedBy(
  { target, origin, underway }: Go,
  phases: readonly Phase[],
  options: RolloutOptions,
): SlotName[][] {
  if (underway.back) return phases.map(() => []);
  const old = releaseKey(served(origin));
  let before = pictureOf(journeyOf(underway, target).from, options);
  return phases.map(({ picture }) => {
    const tried = reached(picture, old);
    const more = isMore(reach(before, reached(before, old)), reach(picture, tried));
    before = picture;
    return more ? tried : [];
  });
}

const reached = (picture: Picture, old: string): SlotName[] =>
  visitedSlots(picture).filter((name) =>
    picture.slots.some((slot) => slot.name === name && releaseKey(slot.release) !== old),
  );

/** How many requests reach the slots: of everybody's, of those that rules take, of copies. */
function reach({ traffic, slots }: Picture, names: readonly SlotName[]): number[] {
  if (traffic.by === "service") {
    const pods = (some: typeof slots) => some.reduce((sum, slot) => sum + leastPods(slot), 0);
    const theirs = pods(slots.filter(({ name }) => names.includes(name)));
    if (traffic.slot === "all") return [(100 * theirs) / Math.max(1, pods(slots)), 0, 0];
    return [names.includes(traffic.slot) ? 100 : 0, 0, 0];
  }
  const { rules, otherwise } = traffic.route;
  const weight = (to: typeof otherwise.to) =>
    to.reduce((sum, share) => sum + (names.includes(share.slot) ? share.weight : 0), 0);
  const taken = rules.reduce((sum, { to }) => sum + weight(to), 0);
  const copied = rules.map(({ mirror }) =>
    mirror && names.includes(mirror.slot) ? mirror.percent : 0,
  );
  return [weight(otherwise.to), taken, Math.max(0, ...copied)];
}

/** Where everybody is there already, no rule and no copy adds anybody. */
const isMore = ([all = 0, ...few]: number[], [all2 = 0, ...few2]: number[]): boolean =>
  all2 > all || (all2 === all && all2 < 100 && few2.some((number, at) => number > (few[at] ?? 0)));
