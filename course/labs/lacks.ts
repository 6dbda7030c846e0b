import { lacking, type Lab } from "../../apps/labs";
import type { ClassroomConfig } from "../../stacks/classroom/config";
import { gapsOf } from "../../stacks/classroom/gaps";
import type { StackConfig } from "../../stacks/config";

/** Why a lab cannot be held; undefined where it can, or where nobody asked about a platform. */
export type Lacks = (lab: Lab) => string | undefined;

/** What a classroom and its platform lack for labs, by the config of both. */
export function lacksOf(classroom: ClassroomConfig, platform: StackConfig): Lacks {
  const gaps = gapsOf(platform, classroom);
  return (lab) => lacking(lab, gaps);
}
