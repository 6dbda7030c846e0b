import { version } from "@pulumi/aws/package.json";
import { serve } from "../runtime/serve";
import { Account } from "./account";
import { NodeGroups } from "./nodes";
import { SimulatedAws } from "./provider";

const path = process.env.SANDBOX_AWS;
if (path === undefined) {
  console.error("SANDBOX_AWS is not set; it is the path of the simulated AWS account's file");
  process.exit(1);
}
const kubeconfig =
  process.env.SANDBOX_NODES === "kwok" ? process.env.SANDBOX_KUBECONFIG : undefined;
const nodes = kubeconfig === undefined ? undefined : new NodeGroups(kubeconfig);
serve("aws", version, new SimulatedAws(new Account(path), nodes));
