import type { Made, NameRule } from "../types";

/** An id such as vpc-0a1b…: a prefix and seventeen hexadecimal digits. */
export const prefixedId =
  (prefix: string) =>
  (made: Omit<Made, "id">): string =>
    `${prefix}-0${made.hex(16)}`;

/** The id is the value of an input. */
export const idFrom =
  (property: string) =>
  (made: Omit<Made, "id">): string =>
    made.text(property) || made.name;

/** The id is made of several inputs. */
export const idOf =
  (separator: string, ...properties: string[]) =>
  (made: Omit<Made, "id">): string =>
    properties.map((property) => made.text(property)).join(separator);

/** A name in plain letters, digits and hyphens. */
export const hyphenName = (
  kind: string,
  max: number,
  source: string,
  more: Partial<NameRule> = {},
): NameRule => ({
  property: "name",
  kind,
  max,
  pattern: /^[A-Za-z0-9-]*$/,
  words: "letters, digits and hyphens",
  source,
  auto: true,
  ...more,
});

/** A UUID from stable digits. */
export function uuid(made: Omit<Made, "id">, purpose = "uuid"): string {
  const digits = made.hex(32, purpose);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}

/** An IAM unique id: a prefix such as AROA and seventeen letters and digits. */
export const iamId = (made: Omit<Made, "id">, prefix: string): string =>
  prefix + made.hex(17, prefix).toUpperCase();

/** The day of birth of everything simulated: outputs stay the same in every run. */
export const bornAt = "2026-01-01T00:00:00Z";
