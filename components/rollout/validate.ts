import { ArgumentError } from "../argument-error";
import { isWhole, when, type Problem } from "./problem";
import {
  propagation,
  type Percent,
  type Rollout,
  type RolloutOptions,
  type Versioned,
} from "./types";
import { isPercent, percentFix, strategyProblems } from "./validate-strategy";

/** Everything that is wrong, at once; an empty list is a rollout that can be built. */
export function problems(rollout: Rollout<Versioned>, options: RolloutOptions): Problem[] {
  return [
    ...optionProblems(options),
    ...releaseProblems(rollout),
    ...strategyProblems(rollout, options),
  ];
}

/** @throws ArgumentError for the first problem. */
export function check(rollout: Rollout<Versioned>, options: RolloutOptions): void {
  const [first] = problems(rollout, options);
  if (first) throw new ArgumentError(first.key, first.value, first.fix);
}

/** @throws ArgumentError when it is not a whole number from 1 to 100. */
export function percentage(value: number, key = "percent"): Percent {
  if (isPercent(value)) return value;
  throw new ArgumentError(key, value, percentFix);
}

function optionProblems(options: RolloutOptions): Problem[] {
  const { replicas } = options;
  const seconds = propagation(options);
  const fix = "give a whole number of seconds from 1 up";
  const late = when(!isWhole(seconds, 1), "propagationSeconds", seconds, fix);
  const pods = (least: number) => `give a whole number of pods from ${least} up`;
  if (typeof replicas === "number") {
    return [...late, ...when(!isWhole(replicas, 0), "replicas", replicas, pods(0))];
  }
  const { min, max, floor = min } = replicas;
  const within = `give a whole number of pods from 0 to ${max}`;
  return [
    ...late,
    ...when(!isWhole(min, 1), "replicas.min", min, pods(1)),
    ...when(!isWhole(max, min), "replicas.max", max, pods(min)),
    ...when(!isWhole(floor, 0) || floor > max, "replicas.floor", floor, within),
  ];
}

/** Kubernetes wants this of a label's value, and the label must say something. */
const labelValue = /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;
const labelFix =
  "give 1 to 63 letters, digits, dots, dashes and underscores, with a letter or digit at both ends";

const sameVersionFix = (before: string): string =>
  `${before} has that version too, and nobody could tell the two apart: give another`;

function releaseProblems(rollout: Rollout<Versioned>): Problem[] {
  const releases = releasesOf(rollout);
  const malformed = releases.flatMap(([key, { version }]) =>
    when(!labelValue.test(version), `${key}.version`, version, labelFix),
  );
  const repeated = releases.flatMap(([key, { version }], index) =>
    releases
      .slice(0, index)
      .filter(([, other]) => other.version === version)
      .map(([before]) => ({ key: `${key}.version`, value: version, fix: sameVersionFix(before) })),
  );
  return [...malformed, ...repeated];
}

/** The releases that a rollout names, by their keys in it; the one that came first stands first. */
export function releasesOf<R extends Versioned>(rollout: Rollout<R>): [key: string, release: R][] {
  const entries = Object.entries(namedIn(rollout));
  return entries.filter((entry): entry is [string, R] => entry[1] !== undefined);
}

function namedIn<R extends Versioned>(rollout: Rollout<R>): Record<string, R | undefined> {
  switch (rollout.strategy) {
    case "recreate":
    case "ramped":
      return { release: rollout.release };
    case "blueGreen":
      return { blue: rollout.blue, green: rollout.green };
    case "canary":
      return { stable: rollout.stable, canary: rollout.canary };
    case "abTest":
      return { a: rollout.a, b: rollout.b };
    case "shadow":
      return { live: rollout.live, shadow: rollout.shadow };
  }
}
