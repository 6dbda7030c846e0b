import { setTimeout as sleep } from "node:timers/promises";

import type { Stack } from "@pulumi/pulumi/automation";

import { engineOptions } from "../../sandbox/commands/engine-options";
import type { Interrupt } from "../../sandbox/engine/interrupt";
import { protectionText, protectionsOf, type Protection } from "../../sandbox/engine/protection";
import { stateOf } from "../../sandbox/engine/state";
import { UserError } from "../../sandbox/errors";
import { consoleProgress } from "../../sandbox/progress";
import { project } from "../../stacks/config";
import { ask } from "../ask";
import { lastPlaceOf, type Place } from "../places";
import { scopeOf } from "../places/account";
import { Cluster } from "./cluster";
import { drain } from "./drain";
import { sortFound, type Sorted } from "./left";
import { lookAt, type Look } from "./look";
import { endText, lookJson, lookText, planText, sortedText } from "./text";

export interface TeardownFlags {
  readonly stack: string;
  readonly aws?: boolean;
  readonly plan?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly unprotect?: boolean;
  /** False with --no-drain. */
  readonly drain: boolean;
  readonly patience: number;
}

/** With --json, standard output is the result's. */
const teller =
  ({ json }: TeardownFlags) =>
  (line: string): void =>
    void (json ? process.stderr : process.stdout).write(`${line}\n`);

/** Takes a stack down, in the order that leaves nothing behind, and says what is left. */
export async function teardown(flags: TeardownFlags, interrupt: Interrupt): Promise<void> {
  const tell = teller(flags);
  const place = await lastPlaceOf(flags.stack, flags.aws ?? false, consoleProgress());
  const where = `${place.name}${place.account.simulated ? " (simulated AWS)" : ""}`;
  if (!(await place.stands())) {
    const elsewhere = place.account.simulated ? "; the stack on AWS is meant by --aws" : "";
    tell(`Nothing of stack "${flags.stack}" stands in ${where}${elsewhere}.`);
    await report(place, flags, 0);
    return;
  }
  const stack = await place.open();
  const cluster = () => new Cluster(place.kubeconfig);
  const look = await lookAt(
    stack,
    place.ownsCluster && flags.drain ? () => cluster().live() : undefined,
  );
  tell(`Stack "${flags.stack}" in ${where}`);
  lookText(look).forEach(tell);
  if (flags.plan) {
    planText(look, place.ownsCluster).forEach(tell);
    tell("Nothing was changed.");
    if (flags.json) printJson(flags, place, { ended: "planned", ...lookJson(look) });
    return;
  }
  await place.requireFree();
  if (!flags.unprotect) refuse(look);
  await confirm(flags);
  if (look.protections.length > 0) await lift(place, stack, look.protections, flags, interrupt);
  if (look.holders) {
    tell("› Draining what controllers have to clean up after");
    await drain(cluster(), { patience: flags.patience, tell });
  }
  tell("› Destroying the stack");
  await interrupt.during((signal) => stack.destroy(engineOptions(asEngineFlags(flags), signal)));
  place.leave();
  await report(place, flags, place.account.lagMs);
}

/** @throws UserError where something protects the stack. */
function refuse({ protections }: Look): void {
  if (protections.length === 0) return;
  throw new UserError(
    `${protections.map(protectionText).join(", and ")}: nothing was touched. ` +
      `Say --unprotect to set it as above, bring that up, and go on.`,
  );
}

async function confirm({ stack, yes }: TeardownFlags): Promise<void> {
  if (yes) return;
  const answer = await ask("Type the stack's name to tear it down: ");
  if (answer === undefined)
    throw new UserError("Nobody can be asked here, so nothing was touched: say --yes.");
  if (answer !== stack) throw new UserError(`"${answer}" is not "${stack}": nothing was touched.`);
}

/** Writes into the config that nothing is protected, and brings up just that. */
async function lift(
  place: Place,
  stack: Stack,
  protections: readonly Protection[],
  flags: TeardownFlags,
  interrupt: Interrupt,
): Promise<void> {
  teller(flags)("› Lifting the protection");
  place.change(
    protections
      .filter(({ path }) => path.length > 0)
      .map(({ path, lifted }) => ({ path, value: lifted })),
  );
  const target = protections.flatMap(({ urns }) => urns);
  await interrupt.during((signal) =>
    stack.up(engineOptions({ ...asEngineFlags(flags), target }, signal)),
  );
  const still = protectionsOf(await stateOf(stack));
  if (still.length > 0)
    throw new UserError(`${still.map(protectionText).join(", and ")} still: nothing was deleted.`);
}

/** Says what the account still has; the exit code is 1 where something is left over. */
async function report(place: Place, flags: TeardownFlags, patienceMs: number): Promise<void> {
  const tell = teller(flags);
  const config = place.config();
  const scope = scopeOf(project, flags.stack, String(config["aws:region"]));
  const { account } = place;
  const end = Date.now() + patienceMs;
  let shown = -1;
  let sorted: Sorted;
  for (;;) {
    sorted = sortFound(await account.tagged(scope), { config, scope });
    if (sorted.left.length === 0 || Date.now() >= end) break;
    if (sorted.left.length !== shown)
      tell(`  still listed: ${sorted.left.length}; AWS's list may be minutes behind`);
    shown = sorted.left.length;
    await sleep(15_000);
  }
  sortedText(sorted).forEach(tell);
  const { left } = sorted;
  if (left.length > 0) process.exitCode = 1;
  tell(endText(sorted, account));
  if (flags.json)
    printJson(flags, place, { ended: left.length > 0 ? "left over" : "down", ...sorted });
}

const asEngineFlags = ({ json }: TeardownFlags) => (json ? { json } : {});

function printJson({ stack }: TeardownFlags, { name, account }: Place, result: object): void {
  const { simulated } = account;
  process.stdout.write(
    `${JSON.stringify({ stack, place: name, simulated, ...result }, undefined, 2)}\n`,
  );
}
