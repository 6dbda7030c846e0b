import type { InputRules, Problem, Props } from "../types";
import { isUnknown, quote, valuesAt } from "../values";
import { parseNetwork } from "./cidr";
import { policyProblem } from "./policy";

type Rule<T> = (value: unknown, allowed: T) => string | undefined;

const cidrRule: Rule<{ widest: number; narrowest: number }> = (value, { widest, narrowest }) => {
  const network = parseNetwork(String(value));
  if (typeof network === "string") return `${quote(value)} ${network}`;
  if (network.prefix >= widest && network.prefix <= narrowest) return undefined;
  return `${quote(value)} is a /${network.prefix}; /${widest} to /${narrowest} are allowed`;
};

const choiceRule: Rule<readonly (string | number)[]> = (value, allowed) =>
  allowed.includes(value as string)
    ? undefined
    : `${quote(value)} is not allowed; allowed are ${allowed.join(", ")}`;

const rangeRule: Rule<readonly [number, number]> = (value, [least, greatest]) =>
  typeof value === "number" && value >= least && value <= greatest
    ? undefined
    : `${quote(value)} is not allowed; ${least} to ${greatest} are`;

function apply<T>(
  inputs: Props,
  table: Readonly<Record<string, T>> | undefined,
  rule: Rule<T>,
): Problem[] {
  return Object.entries(table ?? {}).flatMap(([path, allowed]) =>
    valuesAt(inputs, path).flatMap(({ path: property, value }) => {
      const reason = isUnknown(value) ? undefined : rule(value, allowed);
      return reason === undefined ? [] : [{ property, reason }];
    }),
  );
}

/** What the rules refuse in the inputs. */
export function inputProblems(rules: InputRules, inputs: Props): Problem[] {
  const both = (rules.conflicts ?? []).filter(
    ([one, other]) => inputs[one] !== undefined && inputs[other] !== undefined,
  );
  return [
    ...apply(inputs, rules.cidrs, cidrRule),
    ...apply(inputs, rules.policies, policyProblem),
    ...apply(inputs, rules.oneOf, choiceRule),
    ...apply(inputs, rules.ranges, rangeRule),
    ...both.map(([one, other]) => ({
      property: one,
      reason: `${one} and ${other} are both set; one of them is allowed`,
    })),
  ];
}
