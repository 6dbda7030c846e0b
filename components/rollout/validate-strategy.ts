import { matchProblems } from "./matches";
import { isToken, isWhole, when, type Problem } from "./problem";
import {
  propagation,
  type Canary,
  type Percent,
  type Ramped,
  type Rollout,
  type RolloutOptions,
  type Shadow,
  type Versioned,
} from "./types";

export const percentFix = "give a whole number from 1 to 100";

export const isPercent = (value: number): value is Percent => isWhole(value, 1) && value <= 100;

/** What is wrong with what a strategy has of its own. */
export function strategyProblems(rollout: Rollout<Versioned>, options: RolloutOptions): Problem[] {
  switch (rollout.strategy) {
    case "ramped":
      return rampedProblems(rollout, options);
    case "blueGreen": {
      const fix = "name the slot that serves, blue or green, and give it a release";
      return when(rollout[rollout.active] === undefined, "active", rollout.active, fix);
    }
    case "canary":
      return [...stepProblems(rollout), ...canaryTrafficProblems(rollout, options)];
    case "abTest":
      return [
        ...needsMesh("a Service cannot read headers and cookies", rollout, options),
        ...matchProblems(rollout.toB),
      ];
    case "shadow":
      return [
        ...needsMesh("a Service cannot copy requests", rollout, options),
        ...shadowProblems(rollout),
      ];
    case "recreate":
      return [];
  }
}

const needsMesh = (
  reason: string,
  { strategy }: Rollout<Versioned>,
  { mesh }: RolloutOptions,
): Problem[] =>
  when(
    !mesh,
    "strategy",
    strategy,
    `${reason}: switch the mesh on, or choose recreate, ramped, blueGreen or canary`,
  );

function rampedProblems(rollout: Ramped<Versioned>, options: RolloutOptions): Problem[] {
  const least = propagation(options);
  const { maxSurge = 1, minReadySeconds = least } = rollout;
  const surges =
    typeof maxSurge === "number"
      ? isWhole(maxSurge, 1)
      : isPercent(Number(/^(\d+)%$/.exec(maxSurge)?.[1]));
  return [
    ...when(
      !surges,
      "maxSurge",
      maxSurge,
      'give a whole number of pods from 1 up or a share from "1%" to "100%"',
    ),
    ...when(
      !isWhole(minReadySeconds, least),
      "minReadySeconds",
      minReadySeconds,
      `give ${least} or more, for until then a client may know only the pod that goes`,
    ),
  ];
}

function stepProblems({ steps, at }: Canary<Versioned>): Problem[] {
  const last = steps.length - 1;
  const found = typeof at === "string" || (isWhole(at, 0) && at <= last);
  return [
    ...when(last < 0, "steps", steps, "give one step at least, such as { weight: 10 }"),
    ...steps.flatMap(({ weight }, index) => {
      const key = `steps[${index}].weight`;
      const before = steps[index - 1]?.weight ?? 0;
      const range = 'give a whole number from 1 to 99; everybody is what at: "promoted" means';
      const rise = `give more than the ${before} of the step before, or take the step out`;
      const outside = !isPercent(weight) || weight > 99;
      return when(outside || weight <= before, key, weight, outside ? range : rise);
    }),
    ...when(!found, "at", at, `give a step from 0 to ${last}, "promoted" or "aborted"`),
  ];
}

function canaryTrafficProblems(
  { sticky }: Canary<Versioned>,
  { mesh, replicas }: RolloutOptions,
): Problem[] {
  const scaled =
    "without the mesh the numbers of pods are the weights, which an autoscaler would move: give a fixed number, or switch the mesh on";
  const autoscaled = when(!mesh && typeof replicas !== "number", "replicas", replicas, scaled);
  if (!sticky) return autoscaled;
  const { cookie, maxAgeSeconds } = sticky;
  const blind = "a Service cannot read cookies: switch the mesh on, or leave sticky out";
  const named = "give a cookie's name without blanks, commas or semicolons";
  const lasting = "give a whole number of seconds from 1 up";
  return [
    ...autoscaled,
    ...when(!mesh, "sticky", sticky, blind),
    ...when(!isToken(cookie), "sticky.cookie", cookie, named),
    ...when(!isWhole(maxAgeSeconds, 1), "sticky.maxAgeSeconds", maxAgeSeconds, lasting),
  ];
}

function shadowProblems({ percent, methods }: Shadow<Versioned>): Problem[] {
  const twice = methods?.find((method, index) => methods.indexOf(method) < index);
  const none = 'name one method at least, or leave it out for ["GET", "HEAD"]';
  return [
    ...when(!isPercent(percent), "percent", percent, percentFix),
    ...when(methods?.length === 0, "methods", methods, none),
    ...when(twice !== undefined, "methods", methods, "name each method once"),
  ];
}
