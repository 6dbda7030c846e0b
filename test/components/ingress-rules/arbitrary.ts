import fc from "fast-check";

import type { HostRule, IngressRules, PathRule } from "../../../components/ingress-rules";
import { ArgumentError } from "../../../components/argument-error";
import { checkRules } from "../../../components/ingress-rules";

/** Few names, so that hosts and paths often meet. */
const hosts = [undefined, "*.example.com", "*.a.example.com", "a.example.com", "b.example.com"];
const segment = fc.constantFrom("shop", "cart", "a", "sh");
const path = fc
  .array(segment, { maxLength: 3 })
  .chain((segments) => fc.constantFrom(`/${segments.join("/")}`, `/${segments.join("/")}/`))
  .map((text) => text.replace("//", "/"));

const pathRule: fc.Arbitrary<PathRule> = fc.record({
  path,
  match: fc.constantFrom("prefix", "exact"),
  service: fc.constantFrom("blue", "green", "ui", "gateway"),
  port: fc.constantFrom(80, 8080),
});

const hostRule = (host: string | undefined): fc.Arbitrary<HostRule> =>
  fc.array(pathRule, { minLength: 1, maxLength: 6 }).map((paths) => ({
    ...(host !== undefined && { host }),
    paths: paths as [PathRule, ...PathRule[]],
  }));

/** Rules, wrong ones among them. */
export const anyRules: fc.Arbitrary<IngressRules> = fc
  .shuffledSubarray(hosts, { minLength: 1 })
  .chain((chosen) => fc.tuple(...chosen.map(hostRule)))
  .map((rules) => ({ hosts: rules as unknown as IngressRules["hosts"] }));

/** Rules that the check lets pass. */
export const goodRules = anyRules.filter((rules) => {
  try {
    checkRules(rules);
    return true;
  } catch (error) {
    if (error instanceof ArgumentError) return false;
    throw error;
  }
});

/** Whether only a wildcard could take this host, and by several labels: there targets differ, as the docs say. */
export function spansLabels({ hosts: rules }: IngressRules, host: string): boolean {
  const rest = host.slice(host.indexOf("."));
  const wide = rules.some(
    (rule) => rule.host?.startsWith("*.") && host.endsWith(rule.host.slice(1)),
  );
  return wide && !rules.some((rule) => rule.host === host || rule.host === `*${rest}`);
}

export const anyRequest = fc.record({
  host: fc.constantFrom(
    "a.example.com",
    "b.example.com",
    "c.example.com",
    "x.a.example.com",
    "other.org",
  ),
  path: fc
    .array(fc.constantFrom("shop", "cart", "a", "shopping"), { maxLength: 4 })
    .chain((segments) => fc.constantFrom(`/${segments.join("/")}`, `/${segments.join("/")}/`))
    .map((text) => text.replace("//", "/")),
});
