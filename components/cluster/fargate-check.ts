import { ArgumentError } from "../argument-error";
import type { FargateProfileArgs } from "./fargate";
import { takesAllOf } from "./fargate-selector";

/** Source: Amazon EKS User Guide, "Define which Pods use AWS Fargate when launched"; checked 2026-11-21. */
const mostSelectors = 5;

/** A profile's whole name becomes the value of a label of its pods. */
const longestLabelValue = 63;
/** What Pulumi puts behind a name to make it unique. */
const suffixLength = 8;

/** The part of a profile's name that is its cluster's. */
export const labelOf = (name: string): string => `${name}-fargate`;

/** A profile of the component `cluster`. @throws ArgumentError */
export function checkFargateProfile(
  cluster: string,
  name: string,
  { selectors }: FargateProfileArgs,
): void {
  const most = longestLabelValue - suffixLength - labelOf(cluster).length - 1;
  if (!/^[A-Za-z0-9][\w-]*$/.test(name) || name.length > most) {
    const fix = `name a profile by at most ${most} letters, digits, _ or -`;
    throw new ArgumentError("fargateProfiles", name, fix);
  }
  if (selectors.length < 1 || selectors.length > mostSelectors) {
    const fix = `give one to ${mostSelectors} selectors, and more in a second profile`;
    throw new ArgumentError(`fargateProfiles.${name}.selectors`, selectors.length, fix);
  }
}

/** @throws ArgumentError */
export function checkFargateProfiles(
  cluster: string,
  profiles: Readonly<Record<string, FargateProfileArgs>>,
  alone: boolean,
): void {
  for (const [name, profile] of Object.entries(profiles))
    checkFargateProfile(cluster, name, profile);
  const all = Object.values(profiles).flatMap(({ selectors }) => selectors);
  if (alone && !all.some((selector) => takesAllOf("kube-system", selector))) {
    const fix = "without nodes CoreDNS has no place, so select kube-system without labels";
    throw new ArgumentError(
      "fargateProfiles",
      all.map(({ namespace }) => namespace),
      fix,
    );
  }
}
