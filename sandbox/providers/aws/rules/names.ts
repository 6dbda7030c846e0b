import type { NameRule, Problem, Props, ResourceSpec } from "../types";
import { isUnknown, quote, stableHex } from "../values";

/** What AWS refuses in a name. */
export function nameProblems(rule: NameRule, inputs: Props): Problem[] {
  const value = inputs[rule.property];
  if (typeof value !== "string" || isUnknown(value)) return [];
  const { property, kind, min = 1, max } = rule;
  if (value.length < min || value.length > max) {
    const reason = `${quote(value)} has ${value.length} characters; the name of ${kind} has ${min} to ${max}`;
    return [{ property, reason }];
  }
  if (rule.pattern.test(value)) return [];
  return [
    { property, reason: `${quote(value)} is no name for ${kind}: allowed are ${rule.words}` },
  ];
}

/**
 * The name given where the program gives none: the resource's name, a hyphen and seven hexadecimal digits, as the
 * bridged provider does it. `attempt` counts up where a name is taken, as while a replacement is made.
 */
export function autoName(spec: ResourceSpec, name: string, urn: string, attempt = 0): string {
  const auto = spec.nameRule?.auto;
  const { prefix = "", lower = false } = typeof auto === "object" ? auto : {};
  const made = `${prefix}${name}-${stableHex(`${urn}\0name${attempt}`, 7)}`;
  return lower ? made.toLowerCase() : made;
}
