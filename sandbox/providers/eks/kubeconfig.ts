import { readFileSync } from "node:fs";
import type { Cluster as AwsCluster } from "@pulumi/aws/eks/cluster";
import type { Output } from "@pulumi/pulumi";
import { parse } from "yaml";

/**
 * The kubeconfig of the control plane that plays the cluster. A first preview already knows it, so that it can ask that API
 * server about the stack's objects; yet who uses it depends on the cluster.
 */
export const kubeconfigOf = (cluster: AwsCluster): Output<unknown> =>
  cluster.urn.apply(readKubeconfig);

export function readKubeconfig(): unknown {
  const file = process.env.SANDBOX_KUBECONFIG;
  if (file === undefined || file === "")
    throw new Error(
      "The sandbox did not say which kubeconfig plays the cluster (SANDBOX_KUBECONFIG).",
    );
  return parse(readFileSync(file, "utf8")) as unknown;
}
