import type { Problem } from "../types";

/** A minor version of Kubernetes on EKS: last days (ISO) of standard and of extended support. */
interface Support {
  readonly standard: string;
  readonly extended: string;
}

/**
 * Source: Amazon EKS User Guide, Amazon EKS Kubernetes release calendar; checked 2026-11-21.
 * Extended support lasts twelve months beyond standard support.
 */
export const eksVersions: Readonly<Record<string, Support>> = {
  "1.31": { standard: "2025-11-26", extended: "2026-11-26" },
  "1.32": { standard: "2026-03-23", extended: "2027-03-23" },
  "1.33": { standard: "2026-07-29", extended: "2027-07-29" },
  "1.34": { standard: "2026-12-02", extended: "2027-12-02" },
  "1.35": { standard: "2027-03-27", extended: "2028-03-27" },
  "1.36": { standard: "2027-08-02", extended: "2028-08-02" },
};

/** What EKS gives where no version is asked for: the newest. */
export const defaultEksVersion = "1.36";

/** Why EKS would not make a cluster of this version. `policy` is the upgrade policy's support type. */
export function versionProblem(
  version: string,
  policy: string,
  today: string,
): Omit<Problem, "property">["reason"] | undefined {
  const support = eksVersions[version];
  const offered = Object.entries(eksVersions)
    .filter(([, { standard, extended }]) => (policy === "STANDARD" ? standard : extended) >= today)
    .map(([known]) => known)
    .join(", ");
  if (support === undefined) {
    return `"${version}" is no version EKS offers; it offers ${offered}`;
  }
  if (support.extended < today) {
    return `"${version}" is out of support since ${support.extended}; EKS offers ${offered}`;
  }
  if (policy === "STANDARD" && support.standard < today) {
    return `"${version}" left standard support on ${support.standard} and the upgrade policy is STANDARD; such a cluster may have ${offered}`;
  }
  return undefined;
}
