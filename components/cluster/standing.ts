import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { checkUpgrade } from "./skew";

/**
 * Refuses a version that EKS would not take the standing cluster to, while nothing has changed yet. To be
 * awaited before the program makes anything; a component by itself could only refuse half-way.
 *
 * @returns the cluster, if it stands
 * @throws ArgumentError
 * @example await checkStandingCluster("shop", "1.36");
 */
export async function checkStandingCluster(
  clusterName: string,
  version: string,
  opts?: pulumi.InvokeOptions,
): Promise<aws.eks.GetClusterResult | undefined> {
  const { names } = await aws.eks.getClusters({}, opts);
  if (!names.includes(clusterName)) return undefined;
  const standing = await aws.eks.getCluster({ name: clusterName }, opts);
  checkUpgrade(standing.version, version);
  return standing;
}
