import * as aws from "@pulumi/aws";
import { RunError } from "@pulumi/pulumi";

import { ArgumentError } from "../components/argument-error";
import { checkStandingCluster } from "../components/cluster";
import type { StackConfig } from "./config";
import { platformName } from "./parts/foundation";
import { ConfigError, type Problem } from "./problems";
import { problem } from "./refusals";

/** Looks at the cluster that stands, if one does, and refuses what AWS would refuse half-way. */
export async function requireUpgradable(config: StackConfig): Promise<void> {
  const found = await refusalOf(config);
  if (found) throw new RunError(new ConfigError(config.stack, [found]).message);
}

async function refusalOf(config: StackConfig): Promise<Problem | undefined> {
  try {
    const standing = await checkStandingCluster(platformName(config), config.cluster.version);
    if (!standing) return undefined;
    const vpc = await aws.ec2.getVpc({ id: standing.vpcConfig.vpcId });
    return movedNetwork(vpc.cidrBlock, config.network.cidr);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    return problem(["cluster", error.argument], error.value, error.fix);
  }
}

/**
 * Other addresses are another VPC, and a cluster stays in its own.
 * Source: Amazon EKS API Reference, UpdateClusterConfig, resourcesVpcConfig.
 */
export const movedNetwork = (standing: string, wanted: string): Problem | undefined =>
  standing === wanted
    ? undefined
    : problem(
        ["network", "cidr"],
        wanted,
        `the cluster is in a VPC of ${standing} and stays there: give ${standing}, or take the stack down first (docs/teardown.md)`,
      );
