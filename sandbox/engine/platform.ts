import { UserError } from "../errors";
import { sandboxPaths, type SandboxPaths } from "../paths";
import { committedStacks, effectiveConfig } from "./config-copy";
import { recordedTarget } from "./record";

/** The stack that another one stands on; undefined for who stands on nobody's, and for names that are no stack's. */
export function platformOf(stack: string, configOf = effectiveConfig): string | undefined {
  if (!committedStacks().includes(stack)) return undefined;
  const config = configOf(stack);
  const platform = config["twelve-street:platform"];
  return config["twelve-street:kind"] === "classroom" && typeof platform === "string"
    ? platform
    : undefined;
}

/** Where a stack's things are: a classroom's objects, its account and its state are in its platform's place. */
export const stackPaths = (stack: string): SandboxPaths => sandboxPaths(stack, platformOf(stack));

/** The classrooms that stand on a stack now. */
export const classroomsOn = (platform: string): string[] =>
  committedStacks().filter((stack) => recordedTarget(stack)?.platform === platform);

/** @throws UserError where a classroom would lose the ground under it */
export function refuseUnder(
  platform: string,
  standing = classroomsOn(platform),
  command = "npm run sandbox -- destroy --stack",
): void {
  if (standing.length === 0) return;
  const commands = standing.map((stack) => `"${command} ${stack}"`);
  throw new UserError(
    `${standing.join(", ")} ${standing.length === 1 ? "stands" : "stand"} on stack "${platform}": nothing was deleted. Run ${commands.join(" and ")} first.`,
  );
}
