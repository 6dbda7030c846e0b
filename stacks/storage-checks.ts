import { checkEfsStorage, type EfsStorageArgs } from "../components/efs-storage/args";
import { checkBlockStorage } from "../components/efs-storage/block-storage-args";
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
  const ofDisks = disks
    ? [
        ...(compute === "fargate"
          ? [
              problem(
                ["storage", "disks"],
                "on",
                "Fargate mounts no disks: give a node group, or storage.efs alone",
              ),
            ]
          : []),
        ...refusals(["storage", "disks"], () => {
          checkBlockStorage({ ...disks, clusterName: "" });
        }),
      ]
    : [];
  if (!efs) return ofDisks;
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
    ...ofDisks,
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
