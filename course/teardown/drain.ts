import { setTimeout as sleep } from "node:timers/promises";

import { UserError } from "../../sandbox/errors";
import {
  countText,
  doomed,
  holdersOf,
  isLeaving,
  mounts,
  waitedFor,
  type Item,
  type Live,
} from "./holders";
import { reasonOf, type Running } from "./reasons";

/** The cluster, as a drain sees it. */
export interface Drained {
  live(): Promise<Live>;
  delete(item: Item): Promise<void>;
  controller(label: string): Promise<Running | undefined>;
  warning(item: Item): Promise<string | undefined>;
}

export interface DrainOptions {
  /** How long nothing may happen before it is given up, in seconds. */
  readonly patience: number;
  readonly tell: (line: string) => void;
  readonly everyMs?: number;
}

/**
 * Deletes everything that a controller has to clean up after in the account, and waits until it is gone.
 * May be cut off anywhere and done again.
 *
 * @throws UserError with the reason of each object that does not go.
 */
export async function drain(
  cluster: Drained,
  { patience, tell, everyMs = 1000 }: DrainOptions,
): Promise<void> {
  let shown = "";
  let since = Date.now();
  for (;;) {
    const holders = holdersOf(await cluster.live());
    const left = waitedFor(holders);
    if (left.length === 0) return;
    const text = countText(left);
    if (text !== shown) {
      tell(`  waiting for ${text} to go`);
      shown = text;
      since = Date.now();
    }
    if (Date.now() - since > patience * 1000) throw await stuck(cluster, holders.mounting, left);
    await Promise.all(doomed(holders).map((item) => cluster.delete(item)));
    await sleep(everyMs);
  }
}

async function stuck(
  cluster: Drained,
  mounting: readonly Item[],
  left: readonly Item[],
): Promise<UserError> {
  const known = {
    controller: (label: string) => cluster.controller(label),
    warning: (item: Item) => cluster.warning(item),
    mounting: (claim: Item) =>
      claim.kind === "PersistentVolumeClaim" ? mounting.filter((pod) => mounts(pod, claim)) : [],
  };
  const reasons = await Promise.all(left.map((item) => reasonOf(item, known)));
  const leaving = left.filter(isLeaving).length;
  return new UserError(
    `${countText(left)} did not go (${leaving} on the way out), so nothing else is taken down:\n` +
      reasons.map((reason) => `  ${reason}\n`).join("") +
      `Let what they wait for run, then run the teardown again: it goes on where it is.`,
  );
}
