import { RunError } from "@pulumi/pulumi";

import { ArgumentError } from "../components/argument-error";
import { checkStandingCluster } from "../components/cluster";
import type { StackConfig } from "./config";
import { platformName } from "./parts/foundation";
import { ConfigError } from "./problems";
import { problem } from "./refusals";

/** Looks at the cluster that stands, if one does, and refuses a version that it cannot be taken to. */
export async function requireUpgradable(config: StackConfig): Promise<void> {
  try {
    await checkStandingCluster(platformName(config), config.cluster.version);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    const found = problem(["cluster", error.argument], error.value, error.fix);
    throw new RunError(new ConfigError(config.stack, [found]).message);
  }
}
