import { kubeSystem } from "../../components/cluster";
import { BlockStorage, EfsStorage } from "../../components/efs-storage";
import { computeOf } from "../compute";
import { fileSystemArgs, provisioningArgs } from "../storage-args";
import type { Foundation } from "./foundation";

export interface Storage {
  readonly efs: EfsStorage | undefined;
  readonly disks: BlockStorage | undefined;
}

/** Files that pods share, and disks for one pod, each if the config has it. */
export const storage = (base: Foundation): Storage => ({
  efs: efs(base),
  disks: disks(base),
});

function efs({ config, name, tags, network, cluster }: Foundation): EfsStorage | undefined {
  const wanted = config.storage.efs;
  if (!wanted) return undefined;
  const compute = computeOf(config);
  const present = config.cluster.addOns.includes("efsCsiDriver");
  return new EfsStorage(
    `${name}-efs`,
    {
      clusterName: cluster.clusterName,
      vpcId: network.vpcId,
      privateSubnetIds: network.unrouted.privateSubnets,
      nodeSecurityGroupId: cluster.securityGroupId,
      fileSystem: fileSystemArgs(wanted),
      provisioning: provisioningArgs(wanted),
      compute,
      storageClassName: wanted.storageClassName,
      reclaim: wanted.reclaim,
      ...(present && { driver: "present" }),
      runsAfter: [...cluster.readyFor(kubeSystem), ...(present ? cluster.addOns : [])],
      tags,
    },
    { providers: [cluster.provider] },
  );
}

function disks({ config, name, tags, cluster }: Foundation): BlockStorage | undefined {
  const wanted = config.storage.disks;
  if (!wanted) return undefined;
  return new BlockStorage(
    `${name}-disks`,
    {
      ...wanted,
      clusterName: cluster.clusterName,
      compute: computeOf(config),
      runsAfter: cluster.readyFor(kubeSystem),
      tags,
    },
    { providers: [cluster.provider] },
  );
}
