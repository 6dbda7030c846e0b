import type { NodeGroupSecurityGroupArgs } from "@pulumi/eks/nodeGroupSecurityGroup";
import { ComponentResource, output, type ComponentResourceOptions } from "@pulumi/pulumi";
import { refuse, unsupported, used, type ArgumentTable } from "./arguments";
import { nodeSecurityGroup } from "./security-groups";

const groupArguments: ArgumentTable<NodeGroupSecurityGroupArgs> = {
  clusterSecurityGroup: used,
  eksCluster: used,
  tags: used,
  vpcId: used,
};

/** `eks:index:NodeGroupSecurityGroup`: a security group for nodes, with the rules they need. */
export class SimulatedNodeSecurityGroup extends ComponentResource {
  readonly outputs: { readonly securityGroup: unknown; readonly securityGroupRule: unknown };

  constructor(name: string, args: NodeGroupSecurityGroupArgs, options: ComponentResourceOptions) {
    refuse(
      "eks.NodeGroupSecurityGroup",
      unsupported<NodeGroupSecurityGroupArgs>({ ...args }, groupArguments),
    );
    super("eks:index:NodeGroupSecurityGroup", name, {}, options);
    const { group, clusterIngress } = nodeSecurityGroup(
      name,
      {
        vpcId: args.vpcId,
        clusterSecurityGroupId: output(args.clusterSecurityGroup).id,
        clusterName: output(args.eksCluster).name,
        tags: args.tags,
      },
      this,
    );
    this.outputs = { securityGroup: group, securityGroupRule: clusterIngress };
    this.registerOutputs({ ...this.outputs });
  }
}
