/** A release, compared number by number; a pre-release comes before its release. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** What stands after the `-`, as in `1.36.0-rc.1`; empty for a release. */
  readonly pre: string;
}

const shape = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+\S*)?$/;

/** Reads `1.36.3`, `v1.36.3`, `1.36.0-rc.1+build`; anything else is undefined. */
export function parseVersion(text: string): Version | undefined {
  const found = shape.exec(text.trim());
  if (!found) return undefined;
  const [, major, minor, patch, pre] = found;
  return { major: Number(major), minor: Number(minor), patch: Number(patch), pre: pre ?? "" };
}

/** Below zero when `a` is older than `b`, zero when they are the same. */
export function compareVersions(a: Version, b: Version): number {
  const numbers = a.major - b.major || a.minor - b.minor || a.patch - b.patch;
  if (numbers !== 0 || a.pre === b.pre) return numbers;
  if (a.pre === "") return 1;
  if (b.pre === "") return -1;
  return a.pre < b.pre ? -1 : 1;
}
