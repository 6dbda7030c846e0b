import {
  abort,
  promote,
  served,
  start,
  type Canary,
  type Match,
  type NonEmptyArray,
  type Percent,
  type Release,
  type Rollout,
  type Step,
  type Strategy,
} from "../../components/rollout";
import { UserError } from "../../sandbox/errors";
import type { Standing, Underway } from "./standing";

/** How the new version is to come, where it is not as the last one did. */
export interface As {
  readonly strategy: Strategy;
  readonly steps?: NonEmptyArray<Step>;
  readonly toB?: NonEmptyArray<Match>;
  readonly percent?: Percent;
}

export type Action =
  | {
      readonly do: "start";
      /** The version that serves already, for another strategy alone. */
      readonly version?: string;
      readonly commit?: string;
      readonly as?: As;
    }
  | { readonly do: "promote"; readonly to?: string }
  | { readonly do: "abort" };

/** A way to go, from its beginning or from where it was left. */
export interface Go {
  readonly target: Rollout;
  readonly origin: Rollout;
  readonly underway: Underway;
}

/** What an action means for a service that stands so; a text where there is nothing to do. */
export function decide(standing: Standing, action: Action): Go | string {
  if (standing.underway) return goOn(standing, standing.underway, action);
  switch (action.do) {
    case "start":
      return begin(standing, action);
    case "promote":
      return promoted(standing, action.to);
    case "abort":
      return back(standing);
  }
}

function goOn(standing: Standing, underway: Underway, action: Action): Go | string {
  const { target, origin = underway.from } = standing;
  const again = { target, origin, underway };
  if (action.do === "abort") {
    if (underway.back) return again;
    const givenUp = { to: target, phase: underway.phase };
    const to = abort(target, origin, underway.from);
    return { target: to, origin, underway: { from: underway.from, phase: 0, givenUp, back: true } };
  }
  if (underway.back) throw new UserError("An abort is under way: run abort again to end it.");
  if (
    action.do === "start" &&
    newestOf(target).version !== (action.version ?? served(underway.from).version)
  )
    throw new UserError(
      `Version ${newestOf(target).version} is under way: promote to go on with it, or abort it first.`,
    );
  return again;
}

const from = (current: Rollout, target: Rollout, origin: Rollout, isBack = false): Go => ({
  target,
  origin,
  underway: { from: current, phase: 0, ...(isBack && { back: true }) },
});

type Start = Extract<Action, { do: "start" }>;

function begin({ target: current }: Standing, action: Start): Go | string {
  const { commit, as } = action;
  if (current.strategy === "canary" && typeof current.at === "number")
    throw new UserError(
      `Version ${current.canary.version} is at step ${current.at}: promote or abort it first.`,
    );
  const serving = served(current);
  const { version = serving.version } = action;
  if (version === serving.version)
    return !as || as.strategy === current.strategy
      ? `Version ${version} serves already.`
      : from(current, settled(serving, as.strategy), current);
  if (version === newestOf(current).version && !as && !isOver(current))
    return `Version ${version} stands already: promote it, or abort it.`;
  // Settings go with the service from version to version; an image or a commit of its own does not.
  const release: Release = {
    version,
    ...(commit !== undefined && { commit }),
    ...(serving.config && { config: serving.config }),
  };
  const target = as ? startAs(current, release, as) : start(current, release);
  return from(current, target, current);
}

const isOver = (rollout: Rollout): boolean =>
  rollout.strategy === "canary" && typeof rollout.at === "string";

/** The release that a rollout brings, or has brought. */
export function newestOf(rollout: Rollout): Release {
  switch (rollout.strategy) {
    case "canary":
      return rollout.canary;
    case "abTest":
      return rollout.b;
    case "shadow":
      return rollout.shadow;
    case "blueGreen": {
      const idle = rollout.active === "blue" ? rollout.green : rollout.blue;
      return idle ?? served(rollout);
    }
    default:
      return rollout.release;
  }
}

/** The same release as before, in the slot of another strategy. */
function settled(release: Release, strategy: Strategy): Rollout {
  switch (strategy) {
    case "recreate":
    case "ramped":
      return { strategy, release };
    case "blueGreen":
      return { strategy, active: "blue", blue: release };
    default:
      throw new UserError(
        `--strategy ${strategy} is about two versions: give --to another one than ${release.version}, which serves.`,
      );
  }
}

function startAs(current: Rollout, next: Release, as: As): Rollout {
  const { strategy } = as;
  const serving = served(current);
  // The same strategy again keeps what is not said anew.
  const { steps, toB, percent } = { ...(current.strategy === strategy && current), ...as };
  switch (strategy) {
    case "recreate":
    case "ramped":
      return current.strategy === strategy ? start(current, next) : { strategy, release: next };
    case "blueGreen":
      return current.strategy === strategy
        ? start(current, next)
        : { strategy, active: "blue", blue: serving, green: next };
    case "canary":
      return {
        ...(current.strategy === strategy && current),
        ...{ strategy, stable: serving, canary: next, steps: need(steps, "--steps"), at: 0 },
      };
    case "abTest":
      return { strategy, a: serving, b: next, toB: need(toB, "--match") };
    case "shadow":
      return {
        ...(current.strategy === strategy && current),
        ...{ strategy, live: serving, shadow: next, percent: need(percent, "--percent") },
      };
  }
}

function need<T>(value: T | undefined, flag: string): T {
  if (value === undefined) throw new UserError(`${flag} is missing: this strategy needs it.`);
  return value;
}

function promoted({ target: current, origin = current }: Standing, to?: string): Go | string {
  if (to === undefined) return from(current, promote(current, origin), origin);
  if (current.strategy !== "canary")
    throw new UserError("--to of promote is a step of a canary, by number, or promoted.");
  const at: Canary["at"] = to === "promoted" ? to : Number(to);
  const done =
    current.at === "promoted" || (typeof current.at === "number" && atLeast(current.at, at));
  if (done) return `It stands at ${String(current.at)} already.`;
  if (current.at === "aborted") promote(current, origin); // says why not
  return from(current, { ...current, at }, origin);
}

const atLeast = (stands: number, wanted: Canary["at"]): boolean =>
  typeof wanted === "number" && stands >= wanted;

function back({ target: current, origin }: Standing): Go | string {
  if (!origin) return "Nothing is under way, and nothing is remembered to go back to.";
  return from(current, abort(current, origin), origin, true);
}
