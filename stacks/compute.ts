import type { StackSettings } from "./schema";

/** Where a stack's pods run. */
export type Compute = "nodes" | "nodesAndFargate" | "fargate";

export function computeOf({ cluster }: Pick<StackSettings, "cluster">): Compute {
  const { nodeGroups, fargateProfiles } = cluster;
  if (Object.keys(fargateProfiles).length === 0) return "nodes";
  return Object.keys(nodeGroups).length === 0 ? "fargate" : "nodesAndFargate";
}
