import { ArgumentError } from "../argument-error";

/**
 * How volumes are made on demand. Names and meaning are the EFS CSI driver's own; what is left out
 * is left to the driver.
 * Source: github.com/kubernetes-sigs/aws-efs-csi-driver, docs/parameters.md; checked 2026-11-21.
 */
export interface DynamicProvisioning {
  /** On demand; `"static"` is the other kind, `StaticProvisioning`. @default "dynamic" */
  readonly mode?: "dynamic";
  /**
   * Permissions of a new volume's root directory, octal. What is not octal throws an ArgumentError.
   * @default "700" @example "770"
   */
  readonly directoryPerms?: string;
  /**
   * POSIX user who owns every volume, and whom every pod acts as; with `gid`. One without the
   * other, or with a range, throws an ArgumentError. @default one of the gid range
   */
  readonly uid?: number;
  /** POSIX group that owns every volume; with `uid`. @default one of the gid range */
  readonly gid?: number;
  /**
   * Start of the range each volume takes its own group (and user) from, at least 1; with
   * `gidRangeEnd`. One without the other, or below 1, throws an ArgumentError. @default 50000
   */
  readonly gidRangeStart?: number;
  /** End of that range, above its start; with `gidRangeStart`. When it is used up, no volume can be made. @default 7000000 */
  readonly gidRangeEnd?: number;
  /**
   * Directory under which volumes are made. One without a slash in front throws an ArgumentError.
   * @default the file system's root @example "/classroom"
   */
  readonly basePath?: string;
  /**
   * A volume's own directory, of fixed text and `${.PVC.namespace}`, `${.PVC.name}`, `${.PV.name}`.
   * Another variable, or more than four directories with `basePath`, throws an ArgumentError.
   * @default "/${.PV.name}" @example "${.PVC.namespace}/${.PVC.name}"
   */
  readonly subPathPattern?: string;
  /**
   * Append a unique id to that directory. With `false`, a claim of the same namespace and name finds
   * the data of the one before it, and two claims of one pattern share a directory.
   * @default true
   */
  readonly ensureUniqueDirectory?: boolean;
  /** Take the access point that a claim of the same name made before; for one file system an account and region. @default false */
  readonly reuseAccessPoint?: boolean;
  /** Zone whose mount target is used when the file system is another account's. @default any @example "ap-northeast-2a" */
  readonly az?: string;
  /** Schedule pods in the file system's zone alone; for One Zone file systems. @default false */
  readonly enableZoneConstraints?: boolean;
}

/** What the driver fills into a pattern. */
const variables = ["${.PVC.namespace}", "${.PVC.name}", "${.PV.name}"];

/** Deepest root directory of an access point. Source: Amazon EFS API, RootDirectory.Path; checked 2026-11-21. */
const deepest = 4;

/** Refuses what the driver would refuse, but only when a claim is made. @throws ArgumentError */
export function checkProvisioning(args: DynamicProvisioning): void {
  checkRange(args);
  checkOwner(args);
  checkDirectory(args);
}

function checkRange({ gidRangeStart, gidRangeEnd }: DynamicProvisioning): void {
  if (gidRangeStart === undefined && gidRangeEnd === undefined) return;
  if (gidRangeStart === undefined || gidRangeEnd === undefined) {
    const missing = gidRangeStart === undefined ? "gidRangeStart" : "gidRangeEnd";
    throw new ArgumentError(
      `provisioning.${missing}`,
      undefined,
      "give both ends of the range, or neither for 50000 to 7000000",
    );
  }
  if (!Number.isInteger(gidRangeStart) || gidRangeStart < 1) {
    throw new ArgumentError("provisioning.gidRangeStart", gidRangeStart, "begin at 1 or above");
  }
  if (!Number.isInteger(gidRangeEnd) || gidRangeEnd <= gidRangeStart) {
    throw new ArgumentError(
      "provisioning.gidRangeEnd",
      gidRangeEnd,
      `give a number above gidRangeStart (${gidRangeStart})`,
    );
  }
}

function checkOwner({ uid, gid, gidRangeStart }: DynamicProvisioning): void {
  if (uid === undefined && gid === undefined) return;
  if (uid === undefined || gid === undefined) {
    const missing = uid === undefined ? "uid" : "gid";
    throw new ArgumentError(`provisioning.${missing}`, undefined, "give uid and gid, or neither");
  }
  for (const [name, value] of Object.entries({ uid, gid })) {
    if (!Number.isInteger(value) || value < 0) {
      throw new ArgumentError(`provisioning.${name}`, value, "give a POSIX id, 0 or above");
    }
  }
  if (gidRangeStart !== undefined) {
    throw new ArgumentError(
      "provisioning.gidRangeStart",
      gidRangeStart,
      "leave the range out where uid and gid are fixed, the driver would not use it",
    );
  }
}

function checkDirectory({ directoryPerms, basePath, subPathPattern }: DynamicProvisioning): void {
  if (directoryPerms !== undefined && !/^[0-7]{3,4}$/.test(directoryPerms)) {
    throw new ArgumentError(
      "provisioning.directoryPerms",
      directoryPerms,
      'write octal, like "770"',
    );
  }
  if (basePath !== undefined && !/^(\/[^/]+)+$/.test(basePath)) {
    throw new ArgumentError(
      "provisioning.basePath",
      basePath,
      "begin with a slash and do not end with one",
    );
  }
  const unknown = subPathPattern?.match(/\$\{[^}]*\}?/g)?.find((it) => !variables.includes(it));
  if (subPathPattern === "" || unknown !== undefined) {
    throw new ArgumentError(
      "provisioning.subPathPattern",
      subPathPattern,
      `use fixed text and ${variables.join(", ")}`,
    );
  }
  const directory = `${basePath ?? ""}/${subPathPattern ?? ""}`;
  if (directory.split("/").filter((it) => it !== "").length > deepest) {
    throw new ArgumentError(
      "provisioning.subPathPattern",
      subPathPattern,
      `keep basePath and pattern to ${deepest} directories, an access point takes no more`,
    );
  }
}

/** The driver's parameters, by the names that both sides use. */
const names = [
  "directoryPerms",
  "uid",
  "gid",
  "gidRangeStart",
  "gidRangeEnd",
  "basePath",
  "subPathPattern",
  "ensureUniqueDirectory",
  "reuseAccessPoint",
  "az",
  "enableZoneConstraints",
] as const satisfies readonly (keyof DynamicProvisioning)[];

/** A StorageClass's parameters: all strings, as Kubernetes asks, and only what is set. */
export function storageClassParameters(args: DynamicProvisioning): Record<string, string> {
  const parameters: Record<string, string> = { provisioningMode: "efs-ap", directoryPerms: "700" };
  for (const name of names) {
    const value = args[name];
    if (value !== undefined) parameters[name] = String(value);
  }
  return parameters;
}
