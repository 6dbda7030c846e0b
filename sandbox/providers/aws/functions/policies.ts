import type { Props } from "../types";
import { isProps, listOf, stableHex } from "../values";
import type { CallTable } from ".";

/** A list of one as its one item, as the provider writes documents. */
const compact = (values: readonly unknown[]): unknown => (values.length === 1 ? values[0] : values);

/** { type, identifiers } blocks as a policy's Principal. */
function principals(blocks: unknown): unknown {
  const found = listOf(blocks).filter(isProps);
  if (found.length === 0) return undefined;
  const isEverybody = found.some(
    ({ type, identifiers }) => type === "*" && listOf(identifiers).includes("*"),
  );
  if (isEverybody) return "*";
  const byType = new Map<string, unknown[]>();
  for (const { type, identifiers } of found) {
    byType.set(String(type), [...(byType.get(String(type)) ?? []), ...listOf(identifiers)]);
  }
  return Object.fromEntries([...byType].map(([type, names]) => [type, compact(names)]));
}

/** { test, variable, values } blocks as a policy's Condition. */
function conditions(blocks: unknown): unknown {
  const tests: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of listOf(blocks).filter(isProps)) {
    tests[String(test)] = { ...tests[String(test)], [String(variable)]: compact(listOf(values)) };
  }
  return Object.keys(tests).length > 0 ? tests : undefined;
}

const listed = (value: unknown): unknown =>
  listOf(value).length > 0 ? compact([...listOf(value)].sort().reverse()) : undefined;

function statement(block: Props): Record<string, unknown> {
  return {
    Sid: typeof block.sid === "string" && block.sid !== "" ? block.sid : undefined,
    Effect: block.effect ?? "Allow",
    Action: listed(block.actions),
    NotAction: listed(block.notActions),
    Resource: listed(block.resources),
    NotResource: listed(block.notResources),
    Principal: principals(block.principals),
    NotPrincipal: principals(block.notPrincipals),
    Condition: conditions(block.conditions),
  };
}

const statementsIn = (document: unknown): Props[] => {
  const parsed = JSON.parse(String(document)) as { Statement?: unknown };
  return listOf(parsed.Statement).filter(isProps);
};

/** Statements one after the other; one of the same Sid takes the place of an earlier one. */
function merged(statements: readonly Props[]): Props[] {
  const result: Props[] = [];
  for (const next of statements) {
    const at = result.findIndex(({ Sid: sid }) => sid !== undefined && sid === next.Sid);
    if (at >= 0) result[at] = next;
    else result.push(next);
  }
  return result;
}

/** Of IAM, computed as the provider computes it. */
export const policyCalls: CallTable = {
  "aws:iam/getPolicyDocument:getPolicyDocument": (args) => {
    const statements = merged([
      ...listOf(args.sourcePolicyDocuments).flatMap(statementsIn),
      ...listOf(args.statements).filter(isProps).map(statement),
      ...listOf(args.overridePolicyDocuments).flatMap(statementsIn),
    ]);
    const document = {
      Version: args.version ?? "2012-10-17",
      Id: args.policyId,
      Statement: statements,
    };
    const json = JSON.stringify(document, undefined, 2);
    return {
      ...args,
      id: String(Number.parseInt(stableHex(json, 8), 16)),
      json,
      minifiedJson: JSON.stringify(document),
    };
  },
};
