import { ArgumentError } from "../argument-error";

/**
 * How far nodes may be behind the control plane, in minor versions; they are never ahead of it.
 * Sources: Kubernetes, version skew policy, kubelet; Amazon EKS User Guide, "Update existing cluster to
 * new Kubernetes version"; checked 2026-11-21.
 */
const mostBehind = 3;

const minorOf = (version: string): number => Number(version.split(".")[1]);

const minorsAbove = (version: string, other: string): number => minorOf(version) - minorOf(other);

const minorAfter = (version: string): string => `1.${minorOf(version) + 1}`;

/**
 * Refuses a version that a standing cluster cannot be taken to: EKS goes up by one minor version at a time.
 * It goes back only within seven days and after its nodes and kube-proxy, an order that no `up` has.
 *
 * @throws ArgumentError
 */
export function checkUpgrade(standing: string | undefined, version: string): void {
  if (standing === undefined) return;
  const steps = minorsAbove(version, standing);
  if (steps < 0)
    throw new ArgumentError(
      "version",
      version,
      `the cluster has ${standing}, and up takes none back: give ${standing}, or go back by hand as docs/upgrade.md says`,
    );
  if (steps > 1)
    throw new ArgumentError(
      "version",
      version,
      `the cluster has ${standing}, and EKS goes up by one minor version at a time: give ${minorAfter(standing)} first`,
    );
}

/** Refuses nodes that the control plane would not take. @throws ArgumentError */
export function checkNodeVersion(argument: string, nodes: string, cluster: string): void {
  const behind = minorsAbove(cluster, nodes);
  if (behind < 0)
    throw new ArgumentError(
      argument,
      nodes,
      `nodes are never newer than the control plane: give ${cluster}, or leave it out`,
    );
  if (behind > mostBehind || Number.isNaN(behind))
    throw new ArgumentError(
      argument,
      nodes,
      `nodes may be ${mostBehind} minor versions behind the control plane's ${cluster}: leave it out`,
    );
}
