import { seconds } from "../table";

/** A speed beside that of kubectl with the same objects, in milliseconds. */
export interface Beside {
  readonly objects: number;
  readonly ms: number;
  readonly kubectlMs: number;
}

/** What was measured of a classroom of one size. */
export interface Point {
  readonly students: number;
  /** `up` from nothing, and `kubectl apply --server-side` of the same objects where there are none. */
  readonly up: Beside;
  readonly check: { readonly ms: number; readonly writes: number };
  /** Of some students' drift, and how many they were. */
  readonly some: Beside & { readonly students: number };
  readonly all: Beside;
}

/** What the measurement must not exceed. */
export const limits = { some: 1.5, all: 2, up: 3, checkMs: 10_000, rise: 1.1 } as const;

export const ratioOf = ({ ms, kubectlMs }: Beside): number => ms / kubectlMs;

/** Costs of one student, by what is done. */
export const costs = {
  up: ({ students, up }: Point): number => up.ms / students,
  check: ({ students, check }: Point): number => check.ms / students,
  reset: ({ students, all }: Point): number => all.ms / students,
} as const;

export type Cost = keyof typeof costs;

export interface Verdict {
  readonly what: string;
  readonly found: string;
  readonly atMost: string;
  readonly passed: boolean;
}

/**
 * Whether what was measured is as fast as it must be: each size by itself, and the sizes beside each other, the smallest
 * first. `up` is held to its limit at the largest alone, for to start it takes as long for one student as for a hundred.
 */
export function verdictsOf(points: readonly Point[]): Verdict[] {
  const each = points.flatMap((point) => [
    ratio(point, `reset of ${point.some.students}`, point.some, limits.some),
    ratio(point, "reset of all", point.all, limits.all),
    ...(point === points.at(-1) ? [ratio(point, "up", point.up, limits.up)] : []),
    {
      what: `${point.students}: check`,
      found: seconds(point.check.ms),
      atMost: seconds(limits.checkMs),
      passed: point.check.ms <= limits.checkMs,
    },
    {
      what: `${point.students}: writes of the check`,
      found: point.check.writes.toString(),
      atMost: "0",
      passed: point.check.writes === 0,
    },
  ]);
  return [...each, ...rises(points)];
}

function ratio({ students }: Point, what: string, beside: Beside, most: number): Verdict {
  const found = ratioOf(beside);
  return {
    what: `${students}: ${what} to kubectl`,
    found: found.toFixed(2),
    atMost: most.toFixed(1),
    passed: found <= most,
  };
}

/** A student of the largest classroom may cost a tenth more than one of the smallest: so much does one run differ from the next. */
function rises(points: readonly Point[]): Verdict[] {
  const [least, most] = [points.at(0), points.at(-1)];
  if (!least || !most || least.students === most.students) return [];
  return (Object.keys(costs) as Cost[]).map((cost) => {
    const rise = costs[cost](most) / costs[cost](least);
    return {
      what: `${cost}: cost of a student among ${most.students} to one among ${least.students}`,
      found: rise.toFixed(2),
      atMost: limits.rise.toFixed(1),
      passed: rise <= limits.rise,
    };
  });
}
