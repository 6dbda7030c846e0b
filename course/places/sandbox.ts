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
import { passphrase } from "../../sandbox/engine/passphrase";
import { openedResources, openStateOf, type StateResource } from "../../sandbox/engine/state";
import { refuseUnfinished } from "../../sandbox/engine/unfinished";
import { forgetTarget, recordedTarget, type Target } from "../../sandbox/engine/target";
import { sandboxPaths } from "../../sandbox/paths";
import type { Progress } from "../../sandbox/progress";
import { applied } from "../rollout/written";
import type { Place } from "./place";
import { sandboxAccount } from "./sandbox-account";

/** What only the engine is asked with: loading it takes longer than a look at what stands. */
/* eslint-disable @typescript-eslint/no-require-imports -- import() would read them without tsx */
const engine = () => ({
  ...(require("../../sandbox/engine/session") as typeof import("../../sandbox/engine/session")),
  ...(require("../../sandbox/engine/workspace") as typeof import("../../sandbox/engine/workspace")),
  ...(require("../../sandbox/tools") as typeof import("../../sandbox/tools")),
});
/* eslint-enable @typescript-eslint/no-require-imports */

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
  open: async () => {
    refuseUnfinished(name);
    return (await engine().openSession(name, { progress })).stack;
  },
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

/** Pulumi itself is asked only where the file does not open: that takes seconds more. */
async function resourcesOf(
  stack: string,
  target: Target,
  progress: Progress,
): Promise<StateResource[]> {
  refuseUnfinished(stack);
  const { backend, root } = stackPaths(stack);
  const recorded = await openedResources(stack, backend, passphrase(root));
  if (recorded) return recorded;
  const { openStack, resolveTools } = engine();
  const { pulumi } = await resolveTools(["pulumi"], progress);
  const config = effectiveConfig(stack);
  return openStateOf(await openStack({ stack, config, secretKeys: [], pulumi, target }));
}
