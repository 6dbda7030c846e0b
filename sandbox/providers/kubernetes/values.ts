import { secretSignature, signatureKey } from "../../signatures";
import { unknownValue, type Properties } from "../runtime/provider";
import { at, isObject, isSecretObject, type Json } from "./objects";

/** The shared runtime unwraps secrets. Under this signature it leaves them, and this provider still knows them. */
const keptSignature = "kept";

/** Rewrites secrets so that they pass the shared runtime. */
export function keepSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keepSecrets);
  if (!isObject(value)) return value;
  const kept = mapValues(value, keepSecrets);
  return kept[signatureKey] === secretSignature ? { ...kept, [signatureKey]: keptSignature } : kept;
}

const isSecret = (value: unknown): value is { value: unknown } =>
  isObject(value) &&
  (value[signatureKey] === keptSignature || value[signatureKey] === secretSignature);

const makeSecret = (value: unknown): unknown =>
  isSecret(value) ? value : { [signatureKey]: secretSignature, value };

/** CRD schemas carry keys that TypeScript SDKs spell with underscores. Source: pulumi-kubernetes provider.go underscoreToDashMap. */
const dashed = new Map<string, string>(
  [
    "embedded-resource",
    "int-or-string",
    "list-map-keys",
    "list-type",
    "map-type",
    "preserve-unknown-fields",
    "validations",
  ].map((key) => [`x_kubernetes_${key.replaceAll("-", "_")}`, `x-kubernetes-${key}`] as const),
);
const underscored = new Map<string, string>(
  [...dashed].map(([under, dash]) => [dash, under] as const),
);

/** A value as the API server takes it: secrets opened, nulls left out, `x_kubernetes_*` spelt with dashes. */
export function toPlain(value: unknown): unknown {
  if (isSecret(value)) return toPlain(value.value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([key, inner]) => [dashed.get(key) ?? key, toPlain(inner)]),
  );
}

/** A value as the SDK reads it: the other way round, without any mark of secrecy. */
export function toSdk(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toSdk);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [underscored.get(key) ?? key, toSdk(inner)]),
  );
}

export function hasUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** The value without what only an update will know: enough to find fields that do not exist. */
export function withoutUnknowns(value: unknown): unknown {
  if (Array.isArray(value))
    return value.some((one) => one === unknownValue) ? undefined : value.map(withoutUnknowns);
  if (!isObject(value)) return value === unknownValue ? undefined : value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, withoutUnknowns(inner)] as const)
      .filter(([, inner]) => inner !== undefined),
  );
}

const hasSecret = (value: unknown): boolean =>
  isSecret(value) ||
  (Array.isArray(value) && value.some(hasSecret)) ||
  (isObject(value) && Object.values(value).some(hasSecret));

/**
 * Outputs with the secrecy of the inputs they came from. An array that holds a secret becomes secret as a whole where its order may
 * change. A Secret's data is always secret. Source: pulumi-kubernetes provider.go annotateSecrets.
 */
export function markSecrets(output: Json, input: Properties): Properties {
  const marked: Properties = { ...output };
  for (const [key, from] of Object.entries(input)) {
    const value = marked[key];
    if (value === undefined) continue;
    marked[key] = markValue(value, from);
  }
  if (isSecretObject(marked) || marked.kind === "Secret") {
    for (const key of ["data", "stringData"])
      if (marked[key] !== undefined) marked[key] = makeSecret(toPlain(marked[key]));
  }
  return marked;
}

function markValue(value: unknown, from: unknown): unknown {
  if (isSecret(from)) return makeSecret(value);
  if (isObject(value) && isObject(from)) return markSecrets(value, from);
  if (Array.isArray(value) && Array.isArray(from) && sameItems(value, from))
    return value.map((one, index) => markValue(one, from[index]));
  return hasSecret(from) ? makeSecret(value) : value;
}

/** Named items at the same places, as of containers and their environment: there one secret need not hide the others. */
const sameItems = (value: readonly unknown[], from: readonly unknown[]): boolean =>
  value.length === from.length &&
  value.every((one, index) => {
    const [name, other] = [at(one, "name"), at(from[index], "name")];
    return typeof name === "string" && name === other;
  });

/** Every text that must not be shown: what the program marked, and all that a Secret holds, as it is and decoded. */
export function secretTexts(inputs: Properties): string[] {
  const found = new Set<string>();
  collect(inputs, false, found);
  if (isSecretObject(inputs)) {
    collect(inputs.stringData, true, found);
    collect(inputs.data, true, found);
    for (const text of [...found]) found.add(Buffer.from(text, "base64").toString("utf8"));
  }
  // As a message quotes them: lines and quotes escaped.
  for (const text of [...found]) found.add(JSON.stringify(text).slice(1, -1));
  // Shorter texts would blank out half of any message, and are no secrets worth the name.
  return [...found].filter((text) => text.length > 2).sort((a, b) => b.length - a.length);
}

function collect(value: unknown, secret: boolean, found: Set<string>): void {
  if (isSecret(value)) collect(value.value, true, found);
  else if (Array.isArray(value)) for (const one of value) collect(one, secret, found);
  else if (isObject(value)) for (const one of Object.values(value)) collect(one, secret, found);
  else if (secret && (typeof value === "string" || typeof value === "number"))
    if (value !== unknownValue) found.add(String(value));
}

/** A message of the API server may quote the value it refuses. */
export const redact = (message: string, secrets: readonly string[]): string =>
  secrets.reduce((text, secret) => text.replaceAll(secret, "[secret]"), message);

export function mapValues<T>(object: Json, map: (value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}
