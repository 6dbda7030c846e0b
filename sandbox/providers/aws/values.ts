import { createHash } from "node:crypto";
import type { Making, Props, SimulateContext } from "./types";

/**
 * The account everything is made in. AWS numbers accounts with twelve digits and hands out none of zeros only,
 * so an ARN of the sandbox can never be taken for a real one.
 */
export const simulatedAccount = "000000000000";

/** What the engine sends in a preview for a value nobody knows yet. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const isUnknown = (value: unknown): boolean => value === unknownValue;

export const isProps = (value: unknown): value is Props =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A list of values as it is, a single value as a list of one, nothing as an empty list. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** All values at a path such as `vpcConfig.subnetIds` or `ingress.cidrBlocks`, each with its full path; lists are walked through. */
export function valuesAt(
  value: unknown,
  path: string,
  at = "",
): readonly { readonly path: string; readonly value: unknown }[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => valuesAt(item, path, `${at}[${index}]`));
  }
  if (path === "") return value === undefined || value === null ? [] : [{ path: at, value }];
  if (!isProps(value)) return [];
  const [head = "", ...rest] = path.split(".");
  return valuesAt(value[head], rest.join("."), at === "" ? head : `${at}.${head}`);
}

/** Where a long value is quoted, this much of it is enough to find it. */
export const quote = (value: unknown): string => {
  const text =
    typeof value === "string" ? value : JSON.stringify(value === undefined ? null : value);
  return `"${text.length > 80 ? `${text.slice(0, 77)}…` : text}"`;
};

/** `n` hexadecimal digits from `seed`. */
export function stableHex(seed: string, n: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, n);
}

export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

export function dnsSuffixOf(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}

/** The makers a table entry computes with. */
export function makingOf(
  type: string,
  name: string,
  inputs: Props,
  context: SimulateContext,
): Making {
  const region = typeof inputs.region === "string" ? inputs.region : context.region;
  const partition = partitionOf(region);
  return {
    type,
    name,
    inputs,
    region,
    partition,
    accountId: context.accountId,
    hex: (n, purpose = "id") => stableHex(`${context.urn}\0${purpose}`, n),
    arn: (service, resource, at = region) =>
      `arn:${partition}:${service}:${at}:${context.accountId}:${resource}`,
    text: (property) => {
      const value = inputs[property];
      return typeof value === "string" && !isUnknown(value) ? value : "";
    },
    find: (of, id) => context.account?.ofType(of).find((resource) => resource.id === id),
  };
}

/** Inputs with their defaults filled in. */
export function withDefaults(inputs: Props, defaults: Props = {}): Props {
  const set = Object.entries(inputs).filter(([, value]) => value !== undefined && value !== null);
  return { ...defaults, ...Object.fromEntries(set) };
}
