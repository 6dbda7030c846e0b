import { version } from "@pulumi/aws/package.json";
import { serve } from "../runtime/serve";
import { Account } from "./account";
import { FargateProfiles } from "./fargate";
import { KubeApi } from "./kube-api";
import { NodeGroups } from "./nodes";
import { SimulatedAws, type WorkersByType } from "./provider";
import { secretText } from "./secrets-file";
import { types } from "./services/shapes";
import { ClusterEnd } from "./strays";

const path = process.env.SANDBOX_AWS;
if (path === undefined) {
  console.error("SANDBOX_AWS is not set; it is the path of the simulated AWS account's file");
  process.exit(1);
}
/** Where the cluster is the user's own, its nodes are too. */
function workers(): WorkersByType {
  const kubeconfig = process.env.SANDBOX_KUBECONFIG;
  if (process.env.SANDBOX_NODES !== "kwok" || kubeconfig === undefined) return {};
  const connect = () => new KubeApi(kubeconfig);
  return {
    [types.cluster]: new ClusterEnd(connect),
    [types.nodeGroup]: new NodeGroups(connect),
    [types.fargateProfile]: new FargateProfiles(connect),
  };
}

const secretOf = (secretId: string) => secretText(path, secretId);

serve("aws", version, new SimulatedAws(new Account(path), workers(), secretOf));
