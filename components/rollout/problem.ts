/** Something that makes no sense. Reads as a sentence: `KEY is VALUE: FIX.` */
export interface Problem {
  /** Path inside the rollout or the options, such as `steps[1].weight`. */
  readonly key: string;
  readonly value: unknown;
  /** What to write instead, without a full stop. */
  readonly fix: string;
}

/** The problem, if there is one. */
export const when = (wrong: boolean, key: string, value: unknown, fix: string): Problem[] =>
  wrong ? [{ key, value, fix }] : [];

/** Whether it is a whole number, and not below the least. */
export const isWhole = (value: number, least: number): boolean =>
  Number.isInteger(value) && value >= least;

/** The name of a header or a cookie: what RFC 9110 calls a token. */
export const isToken = (name: string): boolean => /^[\w!#$%&'*+.^`|~-]+$/.test(name);
