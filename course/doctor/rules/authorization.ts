import type { V1Pod } from "@kubernetes/client-node";

import {
  grouped,
  kubectl,
  namesOf,
  note,
  wrong,
  type AuthorizationPolicy,
  type AuthorizationRule,
  type Finding,
  type World,
} from "../world";
import { requestsOf } from "./authorization-text";
import { atPods, hasSidecar, isFor } from "./sidecar";

const actionOf = ({ spec }: AuthorizationPolicy) => spec?.action ?? "ALLOW";

/** What policies do to requests, in words that follow their names. */
interface Verdict {
  readonly of: readonly AuthorizationPolicy[];
  readonly all: boolean;
  readonly does: string;
}

/**
 * Whom AuthorizationPolicies turn away: a denial comes first, and where anything is allowed, the rest is not.
 * Sidecars enforce them, so of pods without one it is a note. Source: Istio, "Authorization Policy"; checked 2026-11-22.
 */
export function authorizationFindings(pods: readonly V1Pod[], world: World): Finding[] {
  const policies = world.authorizationPolicies.filter(
    ({ spec }) => (spec?.targetRefs ?? []).length === 0,
  );
  const callers = callersOf(pods, world);
  return grouped(pods, (pod) => ({
    of: policies.filter((it) => isFor(it, pod)),
    enforced: hasSidecar(pod),
  })).flatMap(({ answer: { of, enforced }, items }) => {
    const without = `, once ${namesOf(items)} ${items.length === 1 ? "has" : "have"} a sidecar`;
    const end = `${atPods(items, pods)}${enforced ? "" : without}`;
    return [...denials(of), ...allowances(of, callers)].map((verdict) => {
      const say = verdict.all && enforced ? wrong : note;
      const { name = "", namespace = "" } = verdict.of[0]?.metadata ?? {};
      return say(
        verdict.of.map(({ metadata }) => `AuthorizationPolicy/${metadata.name}`).join(" and "),
        `${verdict.does}${end}`,
        kubectl({ student: namespace }, `describe authorizationpolicy ${name}`),
      );
    });
  });
}

const denials = (policies: readonly AuthorizationPolicy[]): Verdict[] =>
  policies.flatMap((policy): Verdict[] => {
    if (actionOf(policy) === "CUSTOM")
      return [{ of: [policy], all: false, does: "has somebody else decide (CUSTOM)" }];
    if (actionOf(policy) !== "DENY") return [];
    return (policy.spec?.rules ?? []).map((rule) => ({
      of: [policy],
      all: isForEverybody(rule),
      does: `turns away ${requestsOf(rule)} (DENY)`,
    }));
  });

function allowances(
  policies: readonly AuthorizationPolicy[],
  callers: readonly Caller[],
): Verdict[] {
  const of = policies.filter((it) => actionOf(it) === "ALLOW");
  if (of.length === 0) return [];
  const lets = of.length === 1 ? "lets" : "let";
  const rules = of.flatMap(({ spec }) => spec?.rules ?? []);
  if (rules.length === 0) return [{ of, all: true, does: `${lets} nobody in (ALLOW, no rule)` }];
  // An empty rule is for all.
  if (rules.some(({ from = [], to = [], when = [] }) => [...from, ...to, ...when].length === 0))
    return [];
  const someone = rules.some((rule) => callers.some((caller) => isAbout(rule, caller)));
  const requests = [...new Set(rules.map(requestsOf))].join(", and ");
  const nobody = someone ? "" : ", and nobody who is there sends such";
  return [{ of, all: !someone, does: `${lets} in ${requests} alone (ALLOW)${nobody}` }];
}

/** Whether nobody gets anything by GET, or nothing at all. */
const isForEverybody = ({ from = [], to = [], when = [] }: AuthorizationRule): boolean =>
  from.length === 0 &&
  when.length === 0 &&
  (to.length === 0 ||
    to.some(({ operation = {} }) =>
      Object.entries(operation).every(
        ([key, values]) =>
          (key === "methods" && (values.includes("GET") || values.includes("*"))) ||
          (key === "paths" && (values.includes("*") || values.includes("/*"))),
      ),
    ));

interface Caller {
  /** As a certificate names it; where only the namespace is known, without. */
  readonly principal?: string;
  readonly namespace: string;
}

/** Who is there and might call: the other pods, and those by which requests come from outside. */
const callersOf = (targets: readonly V1Pod[], { student, pods, doors }: World): Caller[] => [
  ...pods
    .filter((pod) => !targets.includes(pod))
    .map(({ spec }) => ({
      principal: `cluster.local/ns/${student}/sa/${spec?.serviceAccountName ?? "default"}`,
      namespace: student,
    })),
  ...doors.map((namespace) => ({ namespace })),
];

/** What cannot be told from here, such as a token or an address, is taken to be so. */
const isAbout = ({ from = [] }: AuthorizationRule, { principal, namespace }: Caller): boolean =>
  from.length === 0 ||
  from.some(({ source = {} }) => {
    const { principals, notPrincipals = [], namespaces, notNamespaces = [] } = source;
    // Of somebody elsewhere the account is not known: one of that namespace will do.
    const isOne = (patterns: readonly string[]) =>
      principal === undefined
        ? patterns.some((it) => it === "*" || it.includes(`/ns/${namespace}/`))
        : patterns.some((it) => fits(it, principal));
    const isFrom = (patterns: readonly string[]) => patterns.some((it) => fits(it, namespace));
    return (
      (principals === undefined || isOne(principals)) &&
      !isOne(notPrincipals) &&
      (namespaces === undefined || isFrom(namespaces)) &&
      !isFrom(notNamespaces)
    );
  });

/** Istio's patterns: all of it, its end, its beginning, or anything. */
const fits = (pattern: string, value: string): boolean =>
  pattern.endsWith("*")
    ? value.startsWith(pattern.slice(0, -1))
    : pattern.startsWith("*")
      ? value.endsWith(pattern.slice(1))
      : pattern === value;
