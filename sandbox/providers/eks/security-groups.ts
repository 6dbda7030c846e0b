import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { SecurityGroupRule, type SecurityGroupRuleArgs } from "@pulumi/aws/ec2/securityGroupRule";
import { all, type Input, type Resource } from "@pulumi/pulumi";

export type Tags = Input<Record<string, Input<string>>> | undefined;

const allTraffic = { fromPort: 0, toPort: 0, protocol: "-1" };
const internet = {
  type: "egress",
  description: "Allow internet access.",
  ...allTraffic,
  cidrBlocks: ["0.0.0.0/0"],
};

/** The control plane's own group, open towards everything. */
export function clusterSecurityGroup(
  name: string,
  args: { vpcId: Input<string>; tags: Tags; ownTags: Tags },
  parent: Resource,
): SecurityGroup {
  const groupName = `${name}-eksClusterSecurityGroup`;
  const group = new SecurityGroup(
    groupName,
    {
      vpcId: args.vpcId,
      revokeRulesOnDelete: true,
      tags: all([args.tags, args.ownTags]).apply(([tags, ownTags]) => ({
        Name: groupName,
        ...ownTags,
        ...tags,
      })),
    },
    { parent },
  );
  new SecurityGroupRule(
    `${name}-eksClusterInternetEgressRule`,
    { ...internet, securityGroupId: group.id },
    { parent },
  );
  return group;
}

export interface NodeSecurityGroupArgs {
  readonly vpcId: Input<string>;
  readonly clusterSecurityGroupId: Input<string>;
  readonly clusterName: Input<string>;
  readonly tags: Tags;
}

/** The nodes' group with its rules, and the rule that lets nodes reach the API server. */
export function nodeSecurityGroup(
  name: string,
  args: NodeSecurityGroupArgs,
  parent: Resource,
): { group: SecurityGroup; clusterIngress: SecurityGroupRule } {
  const group = new SecurityGroup(
    `${name}-nodeSecurityGroup`,
    {
      vpcId: args.vpcId,
      revokeRulesOnDelete: true,
      tags: all([args.tags, args.clusterName]).apply(([tags, clusterName]) => ({
        Name: `${name}-nodeSecurityGroup`,
        [`kubernetes.io/cluster/${clusterName}`]: "owned",
        ...tags,
      })),
    },
    { parent },
  );
  const rule = (ruleName: string, ruleArgs: SecurityGroupRuleArgs) =>
    new SecurityGroupRule(`${name}-${ruleName}`, ruleArgs, { parent });
  const fromCluster = {
    type: "ingress",
    protocol: "tcp",
    securityGroupId: group.id,
    sourceSecurityGroupId: args.clusterSecurityGroupId,
  };

  rule("eksNodeIngressRule", {
    type: "ingress",
    description: "Allow nodes to communicate with each other",
    ...allTraffic,
    securityGroupId: group.id,
    self: true,
  });
  rule("eksNodeClusterIngressRule", {
    ...fromCluster,
    description:
      "Allow worker Kubelets and pods to receive communication from the cluster control plane",
    fromPort: 1025,
    toPort: 65535,
  });
  rule("eksExtApiServerClusterIngressRule", {
    ...fromCluster,
    description:
      "Allow pods running extension API servers on port 443 to receive communication from cluster control plane",
    fromPort: 443,
    toPort: 443,
  });
  rule("eksNodeInternetEgressRule", { ...internet, securityGroupId: group.id });
  const clusterIngress = rule("eksClusterIngressRule", {
    type: "ingress",
    description: "Allow pods to communicate with the cluster API Server",
    protocol: "tcp",
    fromPort: 443,
    toPort: 443,
    securityGroupId: args.clusterSecurityGroupId,
    sourceSecurityGroupId: group.id,
  });
  return { group, clusterIngress };
}
