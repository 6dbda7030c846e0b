import type { PolicyDocument, Statement } from "../pod-identity";

/**
 * What the AWS Load Balancer Controller 3.5 does in AWS. It may change and delete load balancers,
 * target groups and security groups that carry its tag alone, and must set the tag when it makes one.
 *
 * Left out of what the project documents: Shield and WAF Classic, which the chart's values below
 * switch off.
 * Source: AWS Load Balancer Controller documentation, "AWS Load Balancer Controller IAM policy"
 * (docs/install/iam_policy.json) and the release notes of 2.10 to 3.5; checked 2026-11-21.
 */
export const controllerPolicy: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "FirstLoadBalancerOfAccount",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: "*",
      Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
    },
    anywhere("Look", [
      ...prefixed("ec2", [
        "DescribeAccountAttributes",
        "DescribeAddresses",
        "DescribeAvailabilityZones",
        "DescribeCoipPools",
        "DescribeInstances",
        "DescribeInternetGateways",
        "DescribeIpamPools",
        "DescribeNetworkInterfaces",
        "DescribeRouteTables",
        "DescribeSecurityGroups",
        "DescribeSubnets",
        "DescribeTags",
        "DescribeVpcPeeringConnections",
        "DescribeVpcs",
        "GetCoipPoolUsage",
        "GetSecurityGroupsForVpc",
      ]),
      ...prefixed("elasticloadbalancing", [
        "DescribeCapacityReservation",
        "DescribeListenerAttributes",
        "DescribeListenerCertificates",
        "DescribeListeners",
        "DescribeLoadBalancerAttributes",
        "DescribeLoadBalancers",
        "DescribeRules",
        "DescribeSSLPolicies",
        "DescribeTags",
        "DescribeTargetGroupAttributes",
        "DescribeTargetGroups",
        "DescribeTargetHealth",
        "DescribeTrustStores",
      ]),
    ]),
    anywhere("CertificatesAndFirewall", [
      "cognito-idp:DescribeUserPoolClient",
      "acm:ListCertificates",
      "acm:DescribeCertificate",
      "iam:ListServerCertificates",
      "iam:GetServerCertificate",
      ...prefixed("wafv2", [
        "GetWebACL",
        "GetWebACLForResource",
        "AssociateWebACL",
        "DisassociateWebACL",
      ]),
    ]),
    // Nodes' groups are not the controller's own, and pods are let in there.
    anywhere("LetLoadBalancersReachPods", [
      ...prefixed("ec2", [
        "AuthorizeSecurityGroupIngress",
        "RevokeSecurityGroupIngress",
        "CreateSecurityGroup",
      ]),
    ]),
    {
      Sid: "TagNewSecurityGroups",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: "arn:aws:ec2:*:*:security-group/*",
      Condition: {
        StringEquals: { "ec2:CreateAction": "CreateSecurityGroup" },
        ...tagInRequest("set"),
      },
    },
    {
      Sid: "TagOwnSecurityGroups",
      Effect: "Allow",
      Action: ["ec2:CreateTags", "ec2:DeleteTags"],
      Resource: "arn:aws:ec2:*:*:security-group/*",
      Condition: ownAndTagUntouched(),
    },
    { ...anywhere("DeleteOwnSecurityGroups", ["ec2:DeleteSecurityGroup"]), Condition: own() },
    {
      ...anywhere(
        "MakeLoadBalancers",
        prefixed("elasticloadbalancing", ["CreateLoadBalancer", "CreateTargetGroup"]),
      ),
      Condition: tagInRequest("set"),
    },
    // Listeners and rules can carry no condition on their load balancer's tags.
    anywhere(
      "ListenersAndRules",
      prefixed("elasticloadbalancing", [
        "CreateListener",
        "DeleteListener",
        "ModifyListener",
        "AddListenerCertificates",
        "RemoveListenerCertificates",
        "CreateRule",
        "DeleteRule",
        "ModifyRule",
        "SetRulePriorities",
        "SetWebAcl",
      ]),
    ),
    {
      Sid: "TagNewLoadBalancers",
      Effect: "Allow",
      Action: "elasticloadbalancing:AddTags",
      Resource: loadBalancersAndTargets(),
      Condition: {
        StringEquals: {
          "elasticloadbalancing:CreateAction": ["CreateTargetGroup", "CreateLoadBalancer"],
        },
        ...tagInRequest("set"),
      },
    },
    {
      Sid: "TagOwnLoadBalancers",
      Effect: "Allow",
      Action: prefixed("elasticloadbalancing", ["AddTags", "RemoveTags"]),
      Resource: loadBalancersAndTargets(),
      Condition: ownAndTagUntouched(),
    },
    {
      Sid: "TagListenersAndRules",
      Effect: "Allow",
      Action: prefixed("elasticloadbalancing", ["AddTags", "RemoveTags"]),
      Resource: ["listener", "listener-rule"].flatMap((kind) =>
        ["net", "app"].map((type) => `arn:aws:elasticloadbalancing:*:*:${kind}/${type}/*/*/*`),
      ),
    },
    {
      ...anywhere(
        "ChangeOwnLoadBalancers",
        prefixed("elasticloadbalancing", [
          "DeleteLoadBalancer",
          "DeleteTargetGroup",
          "ModifyCapacityReservation",
          "ModifyIpPools",
          "ModifyListenerAttributes",
          "ModifyLoadBalancerAttributes",
          "ModifyTargetGroup",
          "ModifyTargetGroupAttributes",
          "SetIpAddressType",
          "SetSecurityGroups",
          "SetSubnets",
        ]),
      ),
      Condition: own(),
    },
    {
      Sid: "PodsAsTargets",
      Effect: "Allow",
      Action: prefixed("elasticloadbalancing", ["RegisterTargets", "DeregisterTargets"]),
      Resource: "arn:aws:elasticloadbalancing:*:*:targetgroup/*/*",
    },
  ],
};

function anywhere(sid: string, actions: readonly string[]): Statement {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: "*" };
}

function prefixed(service: string, actions: readonly string[]): string[] {
  return actions.map((action) => `${service}:${action}`);
}

function loadBalancersAndTargets(): string[] {
  return ["targetgroup/*/*", "loadbalancer/net/*/*", "loadbalancer/app/*/*"].map(
    (path) => `arn:aws:elasticloadbalancing:*:*:${path}`,
  );
}

/** In IAM's words, `Null: "false"` says that the tag is there. */
function own(): { Null: Record<string, string> } {
  return { Null: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "false" } };
}

function tagInRequest(state: "set" | "unset"): { Null: Record<string, string> } {
  return { Null: { "aws:RequestTag/elbv2.k8s.aws/cluster": state === "set" ? "false" : "true" } };
}

function ownAndTagUntouched(): { Null: Record<string, string> } {
  return { Null: { ...tagInRequest("unset").Null, ...own().Null } };
}
