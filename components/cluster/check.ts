import { ArgumentError } from "../argument-error";
import { checkAccess } from "./access";
import type { ClusterArgs } from "./args";
import { checkFargateProfiles } from "./fargate-check";
import { checkNodeGroup } from "./node-group-check";

/** Refuses what cannot work before anything is created. @throws ArgumentError */
export function checkCluster(name: string, args: ClusterArgs): void {
  const { nodeGroups = {}, fargateProfiles = {}, addOns = [] } = args;
  const groups = Object.entries(nodeGroups);
  const profiles = Object.keys(fargateProfiles);
  if (groups.length + profiles.length === 0) {
    const fix = "pods need a place: give a node group, or fargateProfiles";
    throw new ArgumentError("nodeGroups", {}, fix);
  }
  for (const [group, groupArgs] of groups) checkNodeGroup(name, group, groupArgs, args.version);
  checkFargateProfiles(name, fargateProfiles, groups.length === 0);
  if (groups.length === 0 && addOns.includes("efsCsiDriver")) {
    const fix = "leave it out, pods on Fargate mount EFS without a driver";
    throw new ArgumentError("addOns", "efsCsiDriver", fix);
  }
  checkAccess(args.access ?? {});
}
