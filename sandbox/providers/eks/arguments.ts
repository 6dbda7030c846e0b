import { InputPropertiesError } from "@pulumi/pulumi";

/** What happens to each typed argument of a component: "used", or the sentence that refuses it. */
export type ArgumentTable<Args> = Readonly<Record<keyof Args & string, string>>;

export const used = "used";

export interface Problem {
  readonly propertyPath: string;
  readonly reason: string;
}

/** The given arguments that the simulation cannot honour, by name. */
export function unsupported<Args>(
  args: Readonly<Record<string, unknown>>,
  table: ArgumentTable<Args>,
): Problem[] {
  const handling: Readonly<Record<string, string>> = table;
  return Object.entries(args)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([propertyPath]) => ({ propertyPath, reason: handling[propertyPath] ?? unknownArgument }))
    .filter(({ reason }) => reason !== used);
}

const unknownArgument = "this version of the component has no such argument";

/** Refuses all at once, so that one run shows everything there is to mend. */
export function refuse(component: string, errors: readonly Problem[]): void {
  if (errors.length > 0)
    throw new InputPropertiesError({
      message: `The sandbox's ${component} refuses some of its arguments`,
      errors: [...errors],
    });
}
