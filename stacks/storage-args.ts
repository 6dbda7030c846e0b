import type {
  ExistingFileSystem,
  NewFileSystem,
  StaticProvisioning,
} from "../components/efs-storage/args";
import type { DynamicProvisioning } from "../components/efs-storage/parameters";
import type { StackSettings } from "./schema";

type Efs = NonNullable<StackSettings["storage"]["efs"]>;

/** A file system to take up, or a new one; the checks have seen that it is one of them. */
export function fileSystemArgs({ fileSystem }: Efs): NewFileSystem | ExistingFileSystem {
  const { existingId, onDestroy = "refuse", infrequentAccessAfterDays: days, ...rest } = fileSystem;
  return existingId === undefined
    ? { ...rest, onDestroy, infrequentAccessAfterDays: days === 0 ? false : days }
    : { existingId };
}

export function provisioningArgs({ provisioning }: Efs): DynamicProvisioning | StaticProvisioning {
  const { mode, ...rest } = provisioning;
  if (mode === "dynamic") return { ...rest, mode };
  const { uid, gid, directoryPerms, basePath } = rest;
  return {
    mode,
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    ...(directoryPerms !== undefined && { directoryPerms }),
    ...(basePath !== undefined && { basePath }),
  };
}
