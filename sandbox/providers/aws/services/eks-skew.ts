import type { AccountView, Existing, Made, Refusal } from "../types";
import { types } from "./shapes";

/**
 * How far versions may be apart in one cluster.
 * Sources: Amazon EKS User Guide, "Update existing cluster to new Kubernetes version" and "Manage kube-proxy in
 * Amazon EKS clusters"; Kubernetes, version skew policy: kubelets and kube-proxy are never newer than the API
 * server, and at most three minor versions older. Checked 2026-11-21.
 */
const mostBehind = 3;

const invalid = (message: string): Refusal => ({ code: "InvalidParameterException", message });

const minor = (version: unknown): number =>
  Number(/^v?1\.(\d+)/.exec(String(version))?.[1] ?? Number.NaN);

const versionOf = ({ inputs, outputs }: Existing): unknown => inputs.version ?? outputs.version;

/** A control plane goes up by one minor version at a time, once its nodes have followed far enough. */
export function upgradeRefusal(made: Made, account: AccountView): Refusal | undefined {
  const standing = account.ofType(types.cluster, made.region).find(({ id }) => id === made.id);
  if (standing === undefined) return undefined;
  const before = versionOf(standing);
  const steps = minor(made.inputs.version) - minor(before);
  if (Number.isNaN(steps) || steps === 0) return undefined;
  const which = `from ${String(before)} to ${String(made.inputs.version)}`;
  if (steps < 0)
    return invalid(`a cluster cannot go down ${which}; the rollback of EKS is not simulated`);
  if (steps > 1)
    return invalid(
      `a cluster cannot go ${which} at once; it goes up by one minor version at a time`,
    );
  const late = account
    .ofType(types.nodeGroup, made.region)
    .filter(({ inputs }) => inputs.clusterName === made.id)
    .find((group) => minor(made.inputs.version) - minor(versionOf(group)) > mostBehind);
  return (
    late &&
    invalid(
      `a cluster cannot go ${which} while node group ${late.id} has ${String(versionOf(late))}; nodes may be ${mostBehind} minor versions behind`,
    )
  );
}

/** Why a part of a version cannot be in its cluster. */
function skewRefusal(made: Made, what: string, version: unknown): Refusal | undefined {
  const cluster = made.find(types.cluster, made.inputs.clusterName);
  const control = cluster && versionOf(cluster);
  const behind = minor(control) - minor(version);
  const plane = `the control plane, which has ${String(control)}`;
  if (behind < 0) return invalid(`${what} are newer than ${plane}; upgrade it first`);
  if (behind > mostBehind)
    return invalid(`${what} are more than ${mostBehind} minor versions older than ${plane}`);
  return undefined;
}

export const nodeSkewRefusal = (made: Made): Refusal | undefined =>
  skewRefusal(made, `nodes of ${made.text("version")}`, made.inputs.version);

/** The other add-ons have versions of their own, which say nothing of Kubernetes's. */
export const addOnSkewRefusal = (made: Made): Refusal | undefined =>
  made.text("addonName") === "kube-proxy"
    ? skewRefusal(made, `kube-proxies of ${made.text("addonVersion")}`, made.inputs.addonVersion)
    : undefined;
