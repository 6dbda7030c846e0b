/** An argument that a component refuses, before any resource exists. Its message is one sentence. */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";

  /**
   * @param argument Path of the argument, such as `rules.hosts[0].host`.
   * @param value What stands there, as it may be shown; never a secret.
   * @param fix What to write instead, without a full stop.
   */
  constructor(
    readonly argument: string,
    readonly value: unknown,
    readonly fix: string,
  ) {
    super(`${argument} is ${value === undefined ? "missing" : JSON.stringify(value)}: ${fix}.`);
  }
}
