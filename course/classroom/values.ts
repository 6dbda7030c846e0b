import { amountOf } from "../../components/classroom/quota";
import { isObject, type Json, type KubeObject } from "../../sandbox/providers/kubernetes/objects";

/** Nothing, in each of the ways that a program may write it: the API server keeps none of them. */
export const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.values(value).every(isNothing));

/** A table or list without a value anywhere in it; `false` is one. Of an object that says nothing, nobody owns anything. */
export const saysNothing = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.values(value).every(saysNothing);

/** Fields whose values the API server writes in a form of its own: `0.5` CPU is `500m`. */
const quantities =
  /(^|[.["])(limits|requests|hard|capacity|default|defaultRequest|max|min|sizeLimit|divisor|overhead|averageValue)([.["]|$)/;

/** Whether two plain values mean the same at that place. */
export function isSame(declared: unknown, live: unknown, path: string): boolean {
  if (declared === live) return true;
  if (live === undefined) return isNothing(declared);
  if (!quantities.test(path)) return false;
  const [one, other] = [declared, live].map((it) => amountOf(String(it)));
  return one !== undefined && one === other;
}

/** A Secret as the API server keeps it: `stringData` is for writing alone. */
export function settled(object: KubeObject): KubeObject {
  if (object.kind !== "Secret" || !isObject(object.stringData)) return object;
  const { stringData, ...rest } = object;
  const encoded = Object.entries(stringData).map(([key, text]) => [
    key,
    Buffer.from(String(text)).toString("base64"),
  ]);
  return {
    ...rest,
    data: { ...(isObject(rest.data) ? rest.data : {}), ...Object.fromEntries(encoded) },
  };
}

export const without = (object: Readonly<Json>, ...keys: readonly string[]): Json =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
