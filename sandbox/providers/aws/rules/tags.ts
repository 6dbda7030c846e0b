import type { Problem, Props } from "../types";
import { isProps, isUnknown, quote } from "../values";

/** Source: AWS General Reference, Tag naming limits and requirements. */
export const tagLimits = { count: 50, key: 128, value: 256 } as const;

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const words = "letters, digits, spaces and _.:/=+-@";

function tagProblem(key: string, value: unknown): string | undefined {
  if (isUnknown(value)) return undefined;
  if (key.length === 0 || key.length > tagLimits.key) {
    return `the key has ${key.length} characters; 1 to ${tagLimits.key} are allowed`;
  }
  if (key.toLowerCase().startsWith("aws:")) return `keys that start with aws: are AWS's own`;
  if (!allowed.test(key)) return `the key has other characters than ${words}`;
  if (typeof value !== "string") return `${quote(value)} is no text`;
  if (value.length > tagLimits.value) {
    return `the value has ${value.length} characters; up to ${tagLimits.value} are allowed`;
  }
  return allowed.test(value) ? undefined : `${quote(value)} has other characters than ${words}`;
}

/** What AWS refuses in tags. */
export function tagProblems(inputs: Props): Problem[] {
  const { tags } = inputs;
  if (!isProps(tags)) return [];
  const count = Object.keys(tags).length;
  if (count > tagLimits.count) {
    return [{ property: "tags", reason: `${count} tags; up to ${tagLimits.count} are allowed` }];
  }
  return Object.entries(tags).flatMap(([key, value]) => {
    const reason = tagProblem(key, value);
    return reason === undefined ? [] : [{ property: `tags[${quote(key)}]`, reason }];
  });
}

/** The provider's default tags under the resource's own. */
export function mergedTags(defaults: Props, own: unknown): unknown {
  if (Object.keys(defaults).length === 0) return own;
  return isProps(own) || own === undefined || own === null ? { ...defaults, ...own } : own;
}
