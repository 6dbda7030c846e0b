import {
  phasesOf,
  pictureOf,
  releaseKey,
  slotNames,
  slotOf,
  type Picture,
  type SlotName,
} from "../../components/rollout";
import { UserError } from "../../sandbox/errors";
import type { LiveSlot } from "./live";
import type { Service } from "./service";
import { journeyOf } from "./standing";

type Found = Pick<LiveSlot, "name" | "version" | "release">;

/**
 * A way is planned from what the config says: where other releases live than it knows of, the first step
 * would be a leap. What is between two phases is where a run was cut off.
 *
 * @throws UserError that names the slot, what lives in it, and what to do.
 */
export function requireAgreement(
  name: string,
  service: Pick<Service, "standing" | "options" | "stack">,
  live: readonly Found[],
): void {
  const [first] = disagreements(picturesOf(service), live);
  if (first === undefined) return;
  throw new UserError(
    `${name} does not stand where the config says: ${first}. Bring stack "${service.stack}" up first, or take the config from where the last rollout ran.`,
  );
}

/** What may stand: the state of rest, or the phase under way and what stood before it. */
function picturesOf(service: Pick<Service, "standing" | "options">): Picture[] {
  const { target, underway } = service.standing;
  const given = service.options();
  if (!underway) return [pictureOf(target, given)];
  const journey = journeyOf(underway, target);
  const { phase } = underway;
  const before = phasesOf(journey, given)[phase - 1]?.picture;
  const givenUp = "strategy" in journey.from ? [] : [journey.from.from];
  return [
    pictureOf(journey, given),
    before ?? pictureOf(journey.from, given),
    // What a way that was given up had begun to make.
    ...givenUp.map((from) => pictureOf(from, given)),
  ];
}

/** In words, slot by slot. */
export function disagreements(pictures: readonly Picture[], live: readonly Found[]): string[] {
  return slotNames.flatMap((name: SlotName) => {
    const found = live.find((slot) => slot.name === name);
    const known = pictures.map((picture) => slotOf(picture, name)?.release);
    const fits = known.some((release) =>
      found && release ? found.release === releaseKey(release) : !found && !release,
    );
    if (fits) return [];
    const said = known.find((release) => release !== undefined)?.version;
    return [
      `slot ${name} ${found ? `has ${found.version}` : "is not there"} in the cluster, and ${said ?? "nothing"} in the config`,
    ];
  });
}
