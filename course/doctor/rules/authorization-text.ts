import type { AuthorizationRule } from "../world";

type Values = readonly string[];

const either = (values: Values): string => values.join(" or ");

/** Fields of a source, and how they read. `*` alone is anything at all. */
const sources: Readonly<Record<string, (values: Values) => string>> = {
  principals: (values) => `with the identity ${either(values)}`,
  notPrincipals: (values) => `without the identity ${either(values)}`,
  namespaces: (values) => `from namespace ${either(values)}`,
  notNamespaces: (values) => `from other namespaces than ${either(values)}`,
  requestPrincipals: (values) => `with ${token(values)}`,
  notRequestPrincipals: (values) => `without ${token(values)}`,
  ipBlocks: (values) => `from ${either(values)}`,
  notIpBlocks: (values) => `from elsewhere than ${either(values)}`,
};

const token = (values: Values): string =>
  values.includes("*") ? "a token" : `a token of ${either(values)}`;

const operations: Readonly<Record<string, (values: Values) => string>> = {
  paths: (values) => `to ${either(values)}`,
  notPaths: (values) => `to other paths than ${either(values)}`,
  hosts: (values) => `for ${either(values)}`,
  ports: (values) => `on port ${either(values)}`,
};

const inWords = (
  fields: Readonly<Record<string, Values>>,
  words: Readonly<Record<string, (values: Values) => string>>,
): string[] =>
  Object.entries(fields).map(([key, values]) => words[key]?.(values) ?? `${key} ${either(values)}`);

/** Which requests a rule is about. @example "GET requests from namespace istio-ingress" */
export function requestsOf({ from = [], to = [], when = [] }: AuthorizationRule): string {
  const what = to.map(({ operation = {} }) => {
    const { methods, notMethods, ...rest } = operation;
    const method = methods ? `${either(methods)} requests` : "requests";
    const not = notMethods ? [`of other methods than ${either(notMethods)}`] : [];
    return [method, ...not, ...inWords(rest, operations)].join(" ");
  });
  const who = from.map(({ source = {} }) => inWords(source, sources).join(" and "));
  const if_ = when.map(
    ({ key, values, notValues = [] }) =>
      `where ${key} is ${values ? either(values) : `not ${either(notValues)}`}`,
  );
  return [what.length > 0 ? either(what) : "requests", either(who), if_.join(" and ")]
    .filter((it) => it !== "")
    .join(" ");
}
