import type { SlotName, Strategy } from "../../components/rollout";
import type { Kind } from "./kinds";

/** Of a hundred answers to one kind of client, how many each version gives. */
export type Shares = Readonly<Record<string, number>>;

/** By the kind of client. */
export type Routing = Readonly<Record<string, Shares>>;

/**
 * How requests come from the old version to the new one.
 * - `still`: they do not.
 * - `gap`: nobody is served, then the new version serves; never both.
 * - `pods`: pod by pod, so that both versions answer for a while.
 * - `cut`: all at once, and none back.
 * - `weights`: by shares.
 */
export type Manner = "still" | "gap" | "pods" | "cut" | "weights";

/** A slot that is tried at its own address, and which version answers there. */
export interface Preview {
  readonly slot: SlotName;
  readonly version: string;
}

/** One command of a rollout, and what clients must see of it. */
export interface Transition {
  readonly strategy: Strategy;
  readonly name: string;
  /** Of `course rollout`. */
  readonly command: readonly [action: string, ...flags: string[]];
  /** Config of the service that is set before, while nothing is under way: key below the service, and value. */
  readonly prepare?: readonly [key: string, value: string];
  readonly kinds: readonly Kind[];
  readonly from: Routing;
  readonly to: Routing;
  readonly manner: Manner;
  readonly preview?: Preview;
  /** Copies of GET and HEAD, of a hundred; other methods must not be copied. */
  readonly copies?: number;
  /** The cookie by which clients stay with the canary. */
  readonly sticky?: { readonly cookie: string; readonly value: string };
}

/** Who is served alone, if one version is. */
export const soleOf = (shares: Shares | undefined): string | undefined =>
  Object.keys(shares ?? {}).find((version) => shares?.[version] === 100);

export const isServed = (shares: Shares | undefined, version: string): boolean =>
  (shares?.[version] ?? 0) > 0;
