import { addOnVersions, platformVersions } from "../../../../versions";
import { eksVersions } from "./eks-versions";

/**
 * Add-ons no stack of ours pins. Made up in their last digits: which builds there are on a day only AWS knows.
 * Source of the names: Amazon EKS User Guide, AWS add-ons; checked 2026-11-21.
 */
const others: Readonly<Record<string, string>> = {
  "amazon-cloudwatch-observability": "v4.7.0-eksbuild.1",
  "aws-mountpoint-s3-csi-driver": "v2.3.0-eksbuild.1",
  "eks-node-monitoring-agent": "v1.5.0-eksbuild.1",
  "external-dns": "v0.20.0-eksbuild.1",
  "kube-state-metrics": "v2.17.0-eksbuild.1",
  "prometheus-node-exporter": "v1.10.0-eksbuild.1",
  "snapshot-controller": "v8.3.0-eksbuild.1",
};

const pinned: Readonly<Record<string, Readonly<Record<string, string>>>> = addOnVersions;

/** The oldest row of the table of versions stands for Kubernetes versions older than it. */
const oldest = Object.entries(pinned)
  .sort(([one], [other]) => one.localeCompare(other))
  .at(0)?.[1];

/** EKS's own add-ons for a Kubernetes version: those of the table of versions where it has them. */
function addonsFor(kubernetes: string): Readonly<Record<string, string>> {
  const known = pinned[kubernetes];
  return {
    ...others,
    "aws-ebs-csi-driver": platformVersions.ebsCsiDriver.version,
    ...(known ?? { ...oldest, "kube-proxy": `v${kubernetes}.0-eksbuild.1` }),
  };
}

/**
 * The version EKS gives an add-on on a cluster of a Kubernetes version: its default, and here the newest as well.
 *
 * @throws where EKS has no such version, or no such add-on
 */
export function addonVersion(name: string, kubernetes: string): string {
  if (!(kubernetes in eksVersions)) {
    throw new Error(
      `"${kubernetes}" is no Kubernetes version EKS offers; it offers ${Object.keys(eksVersions).join(", ")}`,
    );
  }
  const known = addonsFor(kubernetes);
  const version = known[name];
  if (version !== undefined) return version;
  throw new Error(
    `${name} is no add-on the simulation knows; it knows ${Object.keys(known).sort().join(", ")}`,
  );
}
