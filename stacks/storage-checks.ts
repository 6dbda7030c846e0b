import { checkEfsStorage, type EfsStorageArgs } from "../components/efs-storage/args";
import { computeOf } from "./compute";
import type { Problem } from "./problems";
import { problem, refusals } from "./refusals";
import type { StackSettings } from "./schema";
import { fileSystemArgs, provisioningArgs } from "./storage-args";

/** Keys that volumes made by the program know. */
const ofStatic = ["mode", "uid", "gid", "directoryPerms", "basePath"];

export function checkStorage(settings: StackSettings): Problem[] {
  const { efs, disks } = settings.storage;
  const compute = computeOf(settings);
  const onFargate =
    disks && compute === "fargate"
      ? [
          problem(
            ["storage", "disks"],
            "on",
            "Fargate mounts no disks: give a node group, or storage.efs alone",
          ),
        ]
      : [];
  if (!efs) return onFargate;
  const { existingId, onDestroy } = efs.fileSystem;
  const at = ["storage", "efs"];
  const whose =
    existingId === undefined && onDestroy === undefined
      ? [
          problem(
            [...at, "fileSystem", "onDestroy"],
            undefined,
            "say what destroy does with the data: give delete, keep or refuse, or take up a file system by existingId",
          ),
        ]
      : existingId !== undefined && onDestroy !== undefined
        ? [
            problem(
              [...at, "fileSystem", "onDestroy"],
              onDestroy,
              "leave it out, a file system that is taken up is never deleted",
            ),
          ]
        : [];
  const strange = Object.keys(efs.provisioning)
    .filter((key) => efs.provisioning.mode === "static" && !ofStatic.includes(key))
    .map((key) =>
      problem(
        [...at, "provisioning", key],
        "given",
        "leave it out, volumes by mode static know none",
      ),
    );
  return [
    ...onFargate,
    ...whose,
    ...strange,
    ...refusals(at, () => {
      checkEfsStorage({
        ...nowhere,
        compute,
        fileSystem: fileSystemArgs(efs),
        provisioning: provisioningArgs(efs),
      });
    }),
  ];
}

/** Where it stands does not matter to the check. */
const nowhere = {
  clusterName: "",
  vpcId: "",
  privateSubnetIds: [""],
  nodeSecurityGroupId: "",
} satisfies Partial<EfsStorageArgs>;

const kinds = ["database", "cache", "messaging"] as const;

export function checkBackingServices(settings: StackSettings): Problem[] {
  const { backingServices, storage, shop } = settings;
  return kinds
    .flatMap((kind) => {
      const wanted = backingServices[kind];
      if (!wanted) return [];
      const { place } = wanted;
      const at = ["backingServices", kind, "place"];
      const homeless = shop.enabled
        ? []
        : [
            problem(
              ["backingServices", kind],
              "on",
              "its credentials go to the shop's namespace: switch the shop on, or this off",
            ),
          ];
      if (place.on === "aws") return homeless;
      const { storageClassName = storage.disks?.storageClassName } = place;
      if (computeOf(settings) === "fargate")
        return [
          ...homeless,
          problem([...at, "on"], "cluster", "Fargate mounts no disks: give aws, or a node group"),
        ];
      if (storageClassName === undefined)
        return [
          ...homeless,
          problem(
            [...at, "storageClassName"],
            undefined,
            "it needs a disk: switch storage.disks on, or name a class that is there",
          ),
        ];
      if (storageClassName === storage.efs?.storageClassName || storageClassName === "aws-efs")
        return [
          ...homeless,
          problem(
            [...at, "storageClassName"],
            storageClassName,
            "name a class of disks, such as gp3: files that are shared over NFS corrupt a database",
          ),
        ];
      return homeless;
    })
    .concat(checkDatabaseOnAws(settings));
}

function checkDatabaseOnAws({ backingServices: { database } }: StackSettings): Problem[] {
  if (database?.place.on !== "aws") return [];
  const { onDestroy, snapshotName, storageGiB, maxStorageGiB } = database.place;
  const at = ["backingServices", "database", "place"];
  return [
    ...(onDestroy === "snapshot" && snapshotName === undefined
      ? [problem([...at, "snapshotName"], undefined, "name the snapshot that destroy leaves")]
      : []),
    ...(onDestroy !== "snapshot" && snapshotName !== undefined
      ? [
          problem(
            [...at, "snapshotName"],
            snapshotName,
            "leave it out, or give onDestroy: snapshot",
          ),
        ]
      : []),
    ...(maxStorageGiB < storageGiB
      ? [
          problem(
            [...at, "maxStorageGiB"],
            maxStorageGiB,
            `give ${storageGiB}, the disk's size, or more`,
          ),
        ]
      : []),
  ];
}
