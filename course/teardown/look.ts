import type { Stack } from "@pulumi/pulumi/automation";

import { protectionsOf, type Protection } from "../../sandbox/engine/protection";
import { countByPart, stateOf } from "../../sandbox/engine/state";
import { fatesOf, guardedRepositories, volumeFates, type DataFate } from "./data";
import { holdersOf, type Holders, type Live } from "./holders";

/** A stack that is to come down, as it stands. */
export interface Look {
  /** Resources by part. */
  readonly parts: ReadonlyMap<string, number>;
  readonly resources: number;
  /** What has to be lifted first. */
  readonly protections: readonly Protection[];
  readonly data: readonly DataFate[];
  /** What has to be drained; undefined where nothing is. */
  readonly holders: Holders | undefined;
}

/** @param live reads the cluster; undefined where it is not the stack's to drain */
export async function lookAt(stack: Stack, live: (() => Promise<Live>) | undefined): Promise<Look> {
  const resources = await stateOf(stack);
  const hasCluster = resources.some(({ type }) => type === "aws:eks/cluster:Cluster");
  const holders = hasCluster && live ? holdersOf(await live()) : undefined;
  const guarded = guardedRepositories(resources);
  const images: Protection = {
    path: ["twelve-street:registry", "forceDelete"],
    value: false,
    lifted: true,
    guards: "repositories that still hold images",
    urns: guarded.map(({ urn }) => urn),
  };
  return {
    parts: countByPart(resources),
    resources: resources.filter(({ custom }) => custom).length,
    protections: [...protectionsOf(resources), ...(guarded.length > 0 ? [images] : [])],
    data: [
      ...fatesOf(resources),
      ...(holders ? volumeFates(holders.volumes, holders.retained) : []),
    ],
    holders,
  };
}
