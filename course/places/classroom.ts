import { UserError } from "../../sandbox/errors";
import type { Progress } from "../../sandbox/progress";
import { isClassroom, parseClassroom, type ClassroomConfig } from "../../stacks/classroom/config";
import { parseConfig, type StackConfig } from "../../stacks/config";
import { placeOf, type Place } from ".";

/** @throws UserError where the stack is no classroom; ConfigError where its config is wrong */
export function classroomConfig(stack: string, raw: Record<string, unknown>): ClassroomConfig {
  if (isClassroom(raw)) return parseClassroom(stack, raw);
  throw new UserError(`Stack "${stack}" has no students: name a classroom with --stack.`);
}

/** The platform that a classroom stands on. */
export async function standsOn(
  { platform }: ClassroomConfig,
  onAws: boolean,
  progress: Progress,
): Promise<{ readonly place: Place; readonly config: StackConfig }> {
  const place = await placeOf(platform, onAws, progress);
  return { place, config: parseConfig(platform, place.config()) };
}

/** @throws UserError where a name asked for is none of the classroom's */
export function requireStudents(all: readonly string[], asked: readonly string[]): void {
  const unknown = asked.find((student) => !all.includes(student));
  if (unknown !== undefined)
    throw new UserError(`--students: "${unknown}" is none of ${all.join(", ")}.`);
}
