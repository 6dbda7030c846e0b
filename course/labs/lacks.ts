import { lacking, type Lab } from "../../apps/labs";
import { offersOf } from "../../stacks/classroom/offers";
import type { ClassroomConfig } from "../../stacks/classroom/config";
import type { StackConfig } from "../../stacks/config";

/** Why a lab cannot be held; undefined where it can, or where nobody asked about a platform. */
export type Lacks = (lab: Lab) => string | undefined;

/** What a classroom and its platform lack for labs, by the config of both. */
export function lacksOf(classroom: ClassroomConfig, platform: StackConfig): Lacks {
  const offers = offersOf(platform, classroom);
  return (lab) => lacking(lab, offers);
}
