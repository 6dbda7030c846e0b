import { ArgumentError } from "../components/argument-error";
import { keyOf } from "./issues";
import { show, type Problem } from "./problems";

/** A problem of one key. */
export const problem = (path: readonly PropertyKey[], value: unknown, fix: string): Problem => ({
  key: keyOf(path),
  value: show(value),
  fix,
});

/**
 * What a component's own check refuses, told of the stack's key: below `at`, by the argument's own path,
 * or by what `named` makes of it where the two are called differently.
 */
export function refusals(
  at: readonly string[],
  check: () => unknown,
  named: (argument: string) => string = (argument) => argument,
): Problem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    const { argument, value, fix } = error;
    return [problem([...at, ...named(argument).split(".")], value, fix)];
  }
}
