import { InputPropertiesError } from "@pulumi/pulumi";

/** What happens to each typed argument of a component: "used", or the sentence that refuses it. */
export type ArgumentTable<Args> = Readonly<Record<keyof Args & string, string>>;

export const used = "used";

/** Refuses, all at once and by name, the given arguments that the simulation cannot honour. */
export function refuseUnsupported<Args>(
  component: string,
  args: Readonly<Record<string, unknown>>,
  table: ArgumentTable<Args>,
): void {
  const handling: Readonly<Record<string, string>> = table;
  const errors = Object.entries(args)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([propertyPath]) => ({ propertyPath, reason: handling[propertyPath] ?? unknownArgument }))
    .filter(({ reason }) => reason !== used);
  throwIfAny(component, errors);
}

const unknownArgument = "this version of the component has no such argument";

export interface Problem {
  readonly propertyPath: string;
  readonly reason: string;
}

export function throwIfAny(component: string, errors: readonly Problem[]): void {
  if (errors.length > 0)
    throw new InputPropertiesError({
      message: `The sandbox's ${component} refuses some of its arguments`,
      errors: [...errors],
    });
}
