import type { AccountView, Existing, Holder, Made, Props, Refusal, ResourceSpec } from "./types";
import { isUnknown, listOf, quote, simulatedAccount, valuesAt } from "./values";

/** "an ECR Repository" needs tables; "aws:ecr/repository:Repository" says "ecr Repository". */
export function kindOf(type: string): string {
  const [, path = "", kind = ""] = type.split(":");
  return `${path.split("/")[0] ?? ""} ${kind}`;
}

/** The error a person sees: AWS's code, one sentence, and that this AWS is simulated. */
export function refusalError(doing: string, type: string, name: string, refusal: Refusal): Error {
  return new Error(
    `${doing} ${kindOf(type)} ${quote(name)}: ${refusal.code}: ${refusal.message} (simulated AWS)`,
  );
}

/** Those inputs that tell resources of the type apart and are set. Where none is, AWS makes one up that nobody has. */
export const givenKeys = ({ unique }: ResourceSpec, inputs: Props): readonly string[] =>
  (unique?.by ?? []).filter((key) => inputs[key] !== undefined && inputs[key] !== null);

function duplicateRefusal(spec: ResourceSpec, made: Made, account: AccountView) {
  const { unique } = spec;
  const given = givenKeys(spec, made.inputs);
  if (unique === undefined || given.length === 0) return undefined;
  const same = account
    .ofType(made.type, spec.global ? undefined : made.region)
    .find(({ inputs }) => unique.by.every((key) => inputs[key] === made.inputs[key]));
  if (same === undefined) return undefined;
  const key = given.map((property) => `${property} ${quote(made.inputs[property])}`).join(", ");
  return {
    code: unique.code,
    message: `one with ${key} exists already in account ${made.accountId}, made by ${same.urn}`,
  };
}

/** Ids AWS makes along with a resource, such as a VPC's default security group, count as existing. */
const isMentioned = (account: AccountView, value: string): boolean =>
  /^(?:sg|rtb|acl|eni)-/.test(value) &&
  account.all.some(({ outputs }) => JSON.stringify(outputs).includes(`"${value}"`));

/** What stands in another account, or is AWS's own, cannot be looked up. */
const isElsewhere = (value: string): boolean =>
  value.startsWith("arn:") && !value.includes(`:${simulatedAccount}:`);

function missingRefusal(spec: ResourceSpec, made: Made, account: AccountView) {
  for (const { type, property, by = "name", code } of spec.references ?? []) {
    for (const { value } of valuesAt(made.inputs, property)) {
      if (typeof value !== "string" || isUnknown(value) || isElsewhere(value)) continue;
      const exists = account
        .ofType(type)
        .some(({ id, inputs, outputs }) => [id, inputs[by], outputs.arn].includes(value));
      if (exists || isMentioned(account, value)) continue;
      return { code, message: `${property} ${quote(value)} does not exist in the account` };
    }
  }
  return undefined;
}

/** Why AWS would not make or change the resource; undefined where it would. `others` is the account without it. */
export function creationRefusal(
  spec: ResourceSpec,
  made: Made,
  account: AccountView,
  others: AccountView,
): Refusal | undefined {
  return (
    missingRefusal(spec, made, account) ??
    duplicateRefusal(spec, made, others) ??
    spec.admit?.(made, account)
  );
}

const valueNamed = (resource: Existing, names: Holder["names"]): unknown =>
  names === undefined || names === "id"
    ? resource.id
    : (resource.outputs[names] ?? resource.inputs[names]);

/** Why AWS would not delete the resource; undefined where it would. */
export function deletionRefusal(
  spec: ResourceSpec,
  resource: Existing,
  account: AccountView,
): Refusal | undefined {
  for (const { type, property, names } of spec.inUse?.by ?? []) {
    const wanted = valueNamed(resource, names);
    const holder = account
      .ofType(type)
      .find(
        (other) =>
          !(other.type === resource.type && other.id === resource.id) &&
          valuesAt(other.inputs, property).some(({ value }) => listOf(value).includes(wanted)),
      );
    if (holder === undefined) continue;
    return {
      code: spec.inUse?.code ?? "ResourceInUse",
      message: `${resource.id} is still used by the ${kindOf(type)} ${holder.id}`,
    };
  }
  return spec.release?.(resource, account);
}
