import { kubernetesSupport } from "../../versions";
import { ArgumentError } from "../argument-error";

/** Kubernetes versions that EKS offers in standard support, by the table in `versions.ts`. */
export type KubernetesVersion = keyof typeof kubernetesSupport;

const isKnownVersion = (version: string): version is KubernetesVersion =>
  Object.hasOwn(kubernetesSupport, version);

const dayMs = 24 * 60 * 60 * 1000;

/** From how many days before the end of standard support on a person is warned. */
export const warningDays = 60;

/** Whole days that are left of a version's standard support: 0 on its last day, negative after it. */
export function daysOfSupport(version: KubernetesVersion, today: Date): number {
  const last = Date.parse(`${kubernetesSupport[version]}T00:00:00Z`);
  const now = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate());
  return Math.round((last - now) / dayMs);
}

/** The versions that a cluster may have on a day, newest first. */
export const supportedVersions = (today: Date): KubernetesVersion[] =>
  Object.keys(kubernetesSupport)
    .filter(isKnownVersion)
    .filter((version) => daysOfSupport(version, today) >= 0)
    .sort((a, b) => (kubernetesSupport[a] < kubernetesSupport[b] ? 1 : -1));

export interface Supported {
  readonly version: KubernetesVersion;
  /** What a person should hear; undefined while the end of support is far. */
  readonly warning?: string;
}

/**
 * A version that a cluster may have on this day.
 *
 * @throws ArgumentError when the table does not have it, or its standard support has ended: AWS would
 *   refuse it under upgrade policy STANDARD, and take $0.60 an hour instead of $0.10 under EXTENDED.
 */
export function checkSupport(version: string, today: Date): Supported {
  const offered = supportedVersions(today);
  const choose = `give one of ${offered.join(", ")}`;
  if (!isKnownVersion(version)) throw new ArgumentError("version", version, choose);
  const days = daysOfSupport(version, today);
  const end = kubernetesSupport[version];
  if (days < 0)
    throw new ArgumentError("version", version, `its standard support ended on ${end}, ${choose}`);
  if (days > warningDays) return { version };
  const newer = offered[offered.indexOf(version) - 1];
  const advice = newer === undefined ? "" : `; upgrade to ${newer}`;
  return {
    version,
    warning: `Kubernetes ${version} leaves standard support on ${end}, in ${days} days${advice}.`,
  };
}
