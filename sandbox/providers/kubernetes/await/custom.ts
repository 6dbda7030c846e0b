import { at, condition, type KubeObject } from "../objects";
import type { Readiness } from "./readiness";

/**
 * Readiness that the program states itself, by the annotation `pulumi.com/waitFor`: `condition=Programmed`, `condition=Ready=False`,
 * `jsonpath={.status.phase}=Bound`, `jsonpath={.status.address}` (any value), or a JSON list of such.
 * Source: pulumi-kubernetes metadata/overrides.go ReadyCondition.
 */
export function customReadiness(text: string): Readiness {
  const tests = expressions(text).map(parse);
  return {
    seconds: 600,
    missing: (object) => tests.find(({ holds }) => !holds(object))?.says,
  };
}

function expressions(text: string): string[] {
  if (!text.trimStart().startsWith("[")) return [text];
  const list: unknown = JSON.parse(text);
  if (Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === "string"))
    return list;
  throw new Error(`pulumi.com/waitFor: expected a JSON list of texts, got ${text}`);
}

function parse(expression: string): { says: string; holds: (object: KubeObject) => boolean } {
  const [kind, ...rest] = expression.split("=");
  const subject = rest[0] ?? "";
  const expected = rest.length > 1 ? rest.slice(1).join("=") : undefined;
  const says = `waiting for ${expression}`;
  if (kind === "condition" && subject)
    return {
      says,
      holds: (object) =>
        condition(object, subject)?.status.toLowerCase() === (expected ?? "True").toLowerCase(),
    };
  const path = /^\{\.([\w.[\]-]+)\}$/.exec(subject)?.[1];
  if (kind === "jsonpath" && path) {
    const keys = path
      .split(/[.[\]]+/)
      .filter(Boolean)
      .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    return {
      says,
      holds: (object) => {
        const value = at(object, ...keys);
        return expected === undefined
          ? value !== undefined
          : value !== undefined && asText(value) === expected;
      },
    };
  }
  throw new Error(
    `pulumi.com/waitFor: "${expression}" is neither condition=TYPE[=STATUS] nor jsonpath={.path}[=VALUE] with plain keys`,
  );
}

const asText = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);
