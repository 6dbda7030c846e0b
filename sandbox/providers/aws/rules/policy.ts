import type { PolicyKind } from "../types";
import { isProps, isUnknown, listOf, quote } from "../values";

const versions = ["2012-10-17", "2008-10-17"];

const isText = (value: unknown): boolean =>
  listOf(value).length > 0 && listOf(value).every((item) => typeof item === "string");

/** Exactly one of a pair such as Action and NotAction, as text or a list of texts. */
function pairProblem(statement: Readonly<Record<string, unknown>>, name: string, must: boolean) {
  const given = [name, `Not${name}`].filter((key) => statement[key] !== undefined);
  if (given.length === 0) return must ? `needs ${name} or Not${name}` : undefined;
  if (given.length === 2) return `has both ${name} and Not${name}; one of them is allowed`;
  const [key = name] = given;
  const value = statement[key];
  return isText(value)
    ? undefined
    : `has ${key} ${quote(value)}; a text or a list of texts is allowed`;
}

function principalProblem(value: unknown): string | undefined {
  if (value === "*") return undefined;
  const kinds = ["AWS", "Service", "Federated", "CanonicalUser"];
  if (!isProps(value) || Object.keys(value).length === 0) {
    return `has Principal ${quote(value)}; allowed is "*" or an object of ${kinds.join(", ")}`;
  }
  const odd = Object.entries(value).find(([key, whom]) => !kinds.includes(key) || !isText(whom));
  return (
    odd &&
    `has Principal ${quote(odd[0])}; allowed are ${kinds.join(", ")}, each with a text or a list`
  );
}

function statementProblem(statement: unknown, kind: PolicyKind): string | undefined {
  if (!isProps(statement)) return `is ${quote(statement)}; an object is allowed`;
  const { Effect: effect, Principal: principal, NotPrincipal: notPrincipal } = statement;
  if (effect !== "Allow" && effect !== "Deny") {
    return `has Effect ${quote(effect ?? "nothing")}; Allow or Deny is allowed`;
  }
  const action = pairProblem(statement, "Action", true);
  if (action !== undefined) return action;
  if (kind === "identity") {
    if (principal !== undefined || notPrincipal !== undefined) {
      return "has a Principal; a policy of a user, group or role has none";
    }
    return pairProblem(statement, "Resource", true);
  }
  if (kind === "trust" && (statement.Resource ?? statement.NotResource) !== undefined) {
    return "has a Resource; a trust policy has none";
  }
  if (principal === undefined && notPrincipal === undefined) {
    return "has no Principal; it says who is meant";
  }
  return principalProblem(principal ?? notPrincipal) ?? pairProblem(statement, "Resource", false);
}

/**
 * Why AWS would call a policy document malformed; undefined where it would not.
 * Source: IAM User Guide, Grammar of the IAM JSON policy language.
 */
export function policyProblem(document: unknown, kind: PolicyKind): string | undefined {
  if (document === undefined || isUnknown(document)) return undefined;
  if (typeof document !== "string") return `is ${quote(document)}; a JSON text is allowed`;
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch (error) {
    return `${quote(document)} is no JSON (${error instanceof Error ? error.message : "unreadable"})`;
  }
  if (!isProps(policy)) return `${quote(document)} is no JSON object`;
  const { Version: version, Statement: statements } = policy;
  if (version !== undefined && !versions.includes(version as string)) {
    return `has Version ${quote(version)}; ${versions.join(" or ")} is allowed`;
  }
  if (listOf(statements).length === 0) return "has no Statement; at least one is needed";
  for (const [index, statement] of listOf(statements).entries()) {
    const problem = statementProblem(statement, kind);
    if (problem !== undefined) return `statement ${index} ${problem}`;
  }
  return undefined;
}
