/** As the API server has it. Only what is judged here is spelt out. */
export interface AuthorizationPolicy {
  readonly metadata: { readonly namespace: string };
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly action?: string;
    readonly rules?: readonly Rule[];
  };
}

interface Rule {
  readonly from?: readonly { readonly source?: Readonly<Record<string, readonly string[]>> }[];
  readonly to?: unknown;
  readonly when?: unknown;
}

/** Whether a caller is let in: by its certificate's name, `cluster.local/ns/NAMESPACE/sa/ACCOUNT`; undefined without one. */
export type Judge = (principal: string | undefined) => boolean;

/** `principals` and `namespaces` by whole names. The rest, patterns among it, is Envoy's. */
const isPlainRule = ({ from = [], to, when }: Rule): boolean =>
  to === undefined &&
  when === undefined &&
  from.every(({ source = {} }) =>
    Object.entries(source).every(
      ([key, values]) =>
        (key === "principals" || key === "namespaces") &&
        values.every((value) => !value.includes("*")),
    ),
  );

const matches = ({ from }: Rule, principal: string | undefined): boolean =>
  from === undefined ||
  from.some(({ source = {} }) => {
    const namespace = principal?.split("/")[2];
    const { principals, namespaces } = source;
    return (
      (principals === undefined || principals.includes(principal ?? "")) &&
      (namespaces === undefined || namespaces.includes(namespace ?? ""))
    );
  });

/**
 * Judges by policies that ask for nothing but who calls, as those of the stack's own services do: a denial comes first, and
 * where anything is allowed, the rest is not. Undefined if any of them asks for more. Source: Istio, "Authorization policy".
 */
export function plainJudge(policies: readonly AuthorizationPolicy[]): Judge | undefined {
  const isPlain = policies.every(
    ({ spec }) =>
      ["ALLOW", "DENY"].includes(spec?.action ?? "ALLOW") && (spec?.rules ?? []).every(isPlainRule),
  );
  if (!isPlain) return undefined;
  const rulesOf = (action: string) =>
    policies
      .filter(({ spec }) => (spec?.action ?? "ALLOW") === action)
      .map(({ spec }) => spec?.rules ?? []);
  const denying = rulesOf("DENY").flat();
  const allowing = rulesOf("ALLOW");
  return (principal) =>
    !denying.some((rule) => matches(rule, principal)) &&
    (allowing.length === 0 || allowing.flat().some((rule) => matches(rule, principal)));
}
