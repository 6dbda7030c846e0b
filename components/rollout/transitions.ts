import { ArgumentError } from "../argument-error";
import { sameRelease } from "./release";
import type { Canary, Release, Rollout } from "./types";

/** What `rollout start` aims at: the new release beside the serving one, or in its place where there is one slot. */
export function start(current: Rollout, release: Release): Rollout {
  switch (current.strategy) {
    case "recreate":
    case "ramped":
      return { ...current, release };
    case "blueGreen":
      return current.active === "blue"
        ? { ...current, green: release }
        : { ...current, blue: release };
    case "canary":
      return { ...current, stable: served(current), canary: release, at: 0 };
    case "abTest":
      return { ...current, b: release };
    case "shadow":
      return { ...current, shadow: release };
  }
}

/** The release that serves whoever is nobody special. */
export function served(rollout: Rollout): Release {
  switch (rollout.strategy) {
    case "recreate":
    case "ramped":
      return rollout.release;
    case "blueGreen":
      return rollout.active === "blue" ? rollout.blue : rollout.green;
    case "canary":
      return rollout.at === "promoted" ? rollout.canary : rollout.stable;
    case "abTest":
      return rollout.a;
    case "shadow":
      return rollout.live;
  }
}

/**
 * What `rollout promote` aims at: the next step; the cut, and after it the end of the idle slot; the end of a
 * test in favour of the new release.
 *
 * @param origin Where the rollout started from; it tells which of blue and green is the newer one.
 * @throws ArgumentError when there is nothing to promote.
 */
export function promote(current: Rollout, origin: Rollout): Rollout {
  switch (current.strategy) {
    case "recreate":
    case "ramped":
      return nothing("strategy", current.strategy, "start brings the whole version out");
    case "blueGreen": {
      const { blue, green } = current;
      if (!blue || !green)
        return nothing("active", current.active, "start a version in the other slot first");
      if (!sameRelease(served(current), served(origin))) return finish(current);
      const active = current.active === "blue" ? "green" : "blue";
      return { strategy: "blueGreen", blue, green, active };
    }
    case "canary":
      return { ...current, at: nextStep(current) };
    case "abTest":
      return { strategy: "ramped", release: current.b };
    case "shadow":
      return { strategy: "ramped", release: current.shadow };
  }
}

function nextStep({ at, steps }: Canary): Canary["at"] {
  if (typeof at === "string") return nothing("at", at, "start the next version first");
  return at + 1 < steps.length ? at + 1 : "promoted";
}

/**
 * What is left when a rollout is done and nobody wants back: blue/green lets the idle slot go, a
 * canary goes through the steps that are left. Others are done as they are.
 */
export function finish(current: Rollout): Rollout {
  switch (current.strategy) {
    case "blueGreen":
      return current.active === "blue"
        ? { strategy: "blueGreen", active: "blue", blue: current.blue }
        : { strategy: "blueGreen", active: "green", green: current.green };
    case "canary":
      return typeof current.at === "number" ? { ...current, at: "promoted" } : current;
    default:
      return current;
  }
}

/**
 * What `rollout abort` aims at: the old release serves all. The first phase of the plan to it is one
 * write to the route where two slots exist; for recreate and ramped it is the previous pod template.
 *
 * @param origin Where the rollout started from.
 * @param from Where the way under way began; it is `origin` while a canary has not come to its first step.
 */
export const abort = (current: Rollout, origin: Rollout, from = current): Rollout =>
  current.strategy === "canary" &&
  current.at !== "aborted" &&
  sameRelease(current.stable, served(origin)) &&
  (from.strategy === "canary" || servesByStable(origin))
    ? { ...current, at: "aborted" }
    : origin;

/** Whether its one serving slot is the one that an aborted canary leaves behind. */
const servesByStable = ({ strategy }: Rollout): boolean =>
  strategy === "recreate" || strategy === "ramped" || strategy === "canary";

function nothing(key: string, value: unknown, fix: string): never {
  throw new ArgumentError(key, value, fix);
}
