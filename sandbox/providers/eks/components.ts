import type { AddonArgs } from "@pulumi/eks/addon";
import type { ManagedNodeGroupArgs } from "@pulumi/eks/managedNodeGroup";
import type { NodeGroupSecurityGroupArgs } from "@pulumi/eks/nodeGroupSecurityGroup";
import type { VpcCniAddonArgs } from "@pulumi/eks/vpcCniAddon";
import { output } from "@pulumi/pulumi";
import type { Components } from "../runtime/components";
import { SimulatedAddon } from "./addon";
import { SimulatedCluster } from "./cluster";
import { SimulatedCreationRole } from "./creation-role";
import { readKubeconfig } from "./kubeconfig";
import { SimulatedManagedNodeGroup } from "./managed-node-group";
import { SimulatedNodeSecurityGroup } from "./node-security-group";
import { VpcCni } from "./vpc-cni";

const selfManaged = (type: string) => () => {
  throw new Error(
    `The sandbox has no self-managed nodes, so it refuses ${type}; use a managed node group or Fargate.`,
  );
};

/** The components of @pulumi/eks. The engine sends their arguments as the SDK types them, each perhaps as an Output. */
export const constructs: Components["constructs"] = {
  "eks:index:Cluster": (name, inputs, options) => {
    const { urn, outputs } = new SimulatedCluster(name, inputs, options);
    return { urn, state: outputs };
  },
  "eks:index:ManagedNodeGroup": (name, inputs, options) => {
    const group = new SimulatedManagedNodeGroup(name, inputs as ManagedNodeGroupArgs, options);
    return { urn: group.urn, state: group.outputs };
  },
  "eks:index:Addon": (name, inputs, options) => {
    const { urn, addon } = new SimulatedAddon(name, inputs as AddonArgs, options);
    return { urn, state: { addon } };
  },
  "eks:index:VpcCniAddon": (name, inputs, options) => {
    const { urn, addon } = new VpcCni(name, inputs as VpcCniAddonArgs, options);
    return { urn, state: { addon } };
  },
  "eks:index:NodeGroupSecurityGroup": (name, inputs, options) => {
    const group = new SimulatedNodeSecurityGroup(
      name,
      inputs as NodeGroupSecurityGroupArgs,
      options,
    );
    return { urn: group.urn, state: group.outputs };
  },
  "eks:index:ClusterCreationRoleProvider": (name, inputs, options) => {
    const { urn, role } = new SimulatedCreationRole(name, inputs, options);
    return { urn, state: { role } };
  },
  "eks:index:NodeGroup": selfManaged("eks.NodeGroup"),
  "eks:index:NodeGroupV2": selfManaged("eks.NodeGroupV2"),
};

export const calls: NonNullable<Components["calls"]> = {
  // A profile or a role would choose AWS credentials; the control plane here knows one administrator.
  "eks:index:Cluster/getKubeconfig": (args) => ({
    result: output(args.__self__).apply(() => JSON.stringify(readKubeconfig())),
  }),
};
