import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parseConfig } from "../../stacks/config";
import {
  committedConfig,
  difference,
  effectiveConfig,
  writeConfigCopy,
  writeOverrides,
} from "../../sandbox/engine/config-copy";
import { refuseUnder, stackPaths } from "../../sandbox/engine/platform";
import { openSession } from "../../sandbox/engine/session";
import { recordedResources, stateOf, type StateResource } from "../../sandbox/engine/state";
import { forgetTarget, recordedTarget, type Target } from "../../sandbox/engine/target";
import { openStack } from "../../sandbox/engine/workspace";
import { sandboxPaths } from "../../sandbox/paths";
import type { Progress } from "../../sandbox/progress";
import { resolveTools } from "../../sandbox/tools";
import { applied } from "../rollout/written";
import type { Place } from "./place";
import { sandboxAccount } from "./sandbox-account";

/** A stack in this clone's sandbox, which keeps a config of its own. */
export const sandboxPlace = (name: string, target: Target, progress: Progress): Place => ({
  name: "this machine's sandbox",
  get kubeconfig() {
    return readFileSync(target.kubeconfig, "utf8");
  },
  ownsCluster: target.embedded,
  account: sandboxAccount(name, target),
  stands: () => Promise.resolve(recordedTarget(name) !== undefined),
  resources: () => resourcesOf(name, target, progress),
  open: async () => (await openSession(name, { progress })).stack,
  config: () => effectiveConfig(name),
  change(changes) {
    const wanted = applied(effectiveConfig(name), changes);
    parseConfig(name, wanted);
    // The copy first: what counts is the other, and once that is written nothing may be left to do.
    writeConfigCopy(name, wanted);
    writeOverrides(name, difference(committedConfig(name), wanted));
  },
  lock: join(sandboxPaths(name).dir, "rollout.lock"),
  requireFree: () => Promise.resolve().then(() => refuseUnder(name)),
  leave: () => forgetTarget(name),
});

/** Only where it keeps secrets is Pulumi itself asked, which takes some seconds more. */
async function resourcesOf(
  stack: string,
  target: Target,
  progress: Progress,
): Promise<StateResource[]> {
  const recorded = recordedResources(stack, stackPaths(stack).backend);
  if (recorded) return recorded;
  const { pulumi } = await resolveTools(["pulumi"], progress);
  const config = effectiveConfig(stack);
  return stateOf(await openStack({ stack, config, secretKeys: [], pulumi, target }));
}
