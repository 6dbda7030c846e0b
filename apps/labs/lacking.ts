import type { Lab, Need } from "./lab";

/** What each need is. */
const things: Readonly<Record<Need, string>> = {
  ingress: "a shared ingress",
  mesh: "Istio for students' pods",
  "shared-storage": "storage that many nodes write",
  "block-storage": "disks",
  metrics: "metrics of pods",
  registry: "students' own repositories",
  observability: "Prometheus, Grafana, Kiali and Jaeger",
  "load-balancer": "load balancers for students",
  shop: "a 12-Street for each student",
};

/** A setting that a config lacks. */
export interface Gap {
  /** A classroom and its platform are two stacks, and a need may be either's or both's. */
  readonly whose: "platform" | "classroom";
  /** @example "dev" */
  readonly stack: string;
  /** What would have to stand there. @example "twelve-street:mesh: {}" */
  readonly setting: string;
}

/** What is lacking for each need: nothing, where it is met. */
export type Gaps = Readonly<Record<Need, readonly Gap[]>>;

/** Why a lab cannot be held, and in whose config that is mended; undefined where it can. */
export function lacking(
  { name, needs = [] }: Pick<Lab, "name" | "needs">,
  gaps: Gaps,
): string | undefined {
  const missing = needs.filter((need) => gaps[need].length > 0);
  if (missing.length === 0) return undefined;
  const what = missing.map((need) => things[need]).join(", and ");
  const all = missing.flatMap((need) => gaps[need]);
  const configs = (["platform", "classroom"] as const).flatMap((whose) => lackOf(whose, all));
  return `${name} needs ${what}: ${configs.join("; ")}.`;
}

function lackOf(whose: Gap["whose"], all: readonly Gap[]): string[] {
  const own = all.filter((gap) => gap.whose === whose);
  const [first] = own;
  if (first === undefined) return [];
  const settings = own.map(({ setting }) => setting).join(" and ");
  return [`the ${whose}'s config (stack ${first.stack}) lacks ${settings}`];
}
