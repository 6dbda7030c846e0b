import assert from "node:assert/strict";

import type { Inputs } from "../../../mocks";
import { basicCluster, construct, has, kubeconfig, tree, withKubeconfig } from "./components";

const cluster = (inputs: object = {}) =>
  construct("eks:index:Cluster", "c", { ...basicCluster, ...inputs });

describe("simulated eks.Cluster", () => {
  withKubeconfig();

  it("registers the official component's children, below the official parents", async () => {
    const made = await cluster({ accessEntries: { teacher: teacher() }, createOidcProvider: true });
    assert.deepEqual(tree(made), [
      " > eks:index:Cluster c",
      "aws:eks/accessEntry:AccessEntry > aws:eks/accessPolicyAssociation:AccessPolicyAssociation c-teacher-admin",
      "eks:index:Cluster > aws:ec2/securityGroup:SecurityGroup c-eksClusterSecurityGroup",
      "eks:index:Cluster > aws:ec2/securityGroup:SecurityGroup c-nodeSecurityGroup",
      "eks:index:Cluster > aws:ec2/securityGroupRule:SecurityGroupRule c-eksClusterIngressRule",
      "eks:index:Cluster > aws:ec2/securityGroupRule:SecurityGroupRule c-eksClusterInternetEgressRule",
      "eks:index:Cluster > aws:ec2/securityGroupRule:SecurityGroupRule c-eksExtApiServerClusterIngressRule",
      "eks:index:Cluster > aws:ec2/securityGroupRule:SecurityGroupRule c-eksNodeClusterIngressRule",
      "eks:index:Cluster > aws:ec2/securityGroupRule:SecurityGroupRule c-eksNodeIngressRule",
      "eks:index:Cluster > aws:ec2/securityGroupRule:SecurityGroupRule c-eksNodeInternetEgressRule",
      "eks:index:Cluster > aws:eks/accessEntry:AccessEntry c-teacher",
      "eks:index:Cluster > aws:eks/addon:Addon c-kube-proxy",
      "eks:index:Cluster > aws:eks/cluster:Cluster c-eksCluster",
      "eks:index:Cluster > aws:iam/openIdConnectProvider:OpenIdConnectProvider c-oidcProvider",
      "eks:index:Cluster > eks:index:ServiceRole c-eksRole",
      "eks:index:Cluster > eks:index:VpcCniAddon c-vpc-cni",
      "eks:index:Cluster > pulumi:providers:kubernetes c-eks-k8s",
      "eks:index:ServiceRole > aws:iam/role:Role c-eksRole-role",
      "eks:index:ServiceRole > aws:iam/rolePolicyAttachment:RolePolicyAttachment c-eksRole-4b490823",
      "eks:index:VpcCniAddon > aws:eks/addon:Addon c-vpc-cni",
    ]);
    assert.equal(made.registered.size, 3, "every component registers its outputs");
  });

  it("hands the cluster's arguments to AWS", async () => {
    const made = await cluster({
      version: "1.36",
      upgradePolicy: { supportType: "STANDARD" },
      enabledClusterLogTypes: ["api", "audit"],
      encryptionConfigKeyArn: "arn:aws:kms:::key/1",
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
      kubernetesServiceIpAddressRange: "172.20.0.0/16",
      deletionProtection: true,
      skipDefaultSecurityGroups: true,
      tags: { owner: "course" },
      clusterTags: { only: "cluster", owner: "nobody" },
    });
    const { inputs, ignoreChanges } = made.one("aws:eks/cluster:Cluster", "c-eksCluster");
    has(inputs, {
      name: "twelve",
      version: "1.36",
      upgradePolicy: { supportType: "STANDARD" },
      enabledClusterLogTypes: ["api", "audit"],
      encryptionConfig: { provider: { keyArn: "arn:aws:kms:::key/1" }, resources: ["secrets"] },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" },
      deletionProtection: true,
      bootstrapSelfManagedAddons: true,
      tags: { Name: "c-eksCluster", only: "cluster", owner: "course" },
    });
    assert.deepEqual(inputs.vpcConfig, {
      subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
    });
    assert.ok(ignoreChanges.includes("bootstrapSelfManagedAddons"));
    assert.equal(made.ofType("aws:ec2/securityGroup:SecurityGroup").length, 0);
  });

  it("lets EKS assume the cluster's role", async () => {
    const made = await cluster();
    const { inputs } = made.one("aws:iam/role:Role", "c-eksRole-role");
    assert.deepEqual(JSON.parse(inputs.assumeRolePolicy as string), {
      Version: "2012-10-17",
      Statement: [
        {
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Effect: "Allow",
          Principal: { Service: ["eks.amazonaws.com"] },
        },
      ],
    });
    const attached = made.one(
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "c-eksRole-4b490823",
    );
    assert.equal(attached.inputs.policyArn, "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy");
  });

  it("grants access by entries, and by policies where an entry has some", async () => {
    const made = await cluster({ accessEntries: { teacher: teacher() } });
    assert.deepEqual(made.one("aws:eks/accessEntry:AccessEntry", "c-teacher").inputs, {
      clusterName: "twelve",
      principalArn: "arn:aws:iam::1:role/teacher",
      userName: "teacher",
      kubernetesGroups: ["teachers"],
    });
    has(
      made.one("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "c-teacher-admin").inputs,
      {
        clusterName: "twelve",
        principalArn: "arn:aws:iam::1:role/teacher",
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster" },
      },
    );
  });

  it("writes aws-auth into the cluster where there are no access entries", async () => {
    const made = await cluster({
      authenticationMode: undefined,
      roleMappings: [{ roleArn: "arn:ci", username: "ci", groups: ["system:masters"] }],
    });
    const { inputs, provider } = made.one("kubernetes:core/v1:ConfigMap", "c-nodeAccess");
    has(inputs.metadata as Inputs, { name: "aws-auth", namespace: "kube-system" });
    assert.match(
      (inputs.data as { mapRoles: string }).mapRoles,
      /rolearn: arn:ci\n {2}username: ci/,
    );
    assert.match(provider, /c-eks-k8s/);
  });

  it("runs pods on Fargate, CoreDNS with them, when asked to", async () => {
    const made = await cluster({
      fargate: true,
      skipDefaultNodeGroup: undefined,
      createInstanceRole: false,
      corednsAddonOptions: { version: "v1.13.0-eksbuild.1" },
    });
    has(made.one("aws:eks/fargateProfile:FargateProfile", "c-fargateProfile").inputs, {
      clusterName: "twelve",
      selectors: [{ namespace: "default" }, { namespace: "kube-system" }],
      subnetIds: ["subnet-b", "subnet-c"],
    });
    const dns = made.one("aws:eks/addon:Addon", "c-coredns");
    assert.equal(dns.inputs.configurationValues, '{"computeType":"Fargate"}');
    assert.ok(dns.dependencies.some((urn) => urn.endsWith("c-fargateProfile")));
    assert.notEqual(made.outputs.fargateProfileId, "");
  });

  it("takes the control plane's kubeconfig for the cluster's", async () => {
    const made = await cluster();
    assert.deepEqual(made.outputs.kubeconfig, kubeconfig);
    assert.equal(made.outputs.kubeconfigJson, JSON.stringify(kubeconfig));
    const provider = made.one("pulumi:providers:kubernetes", "c-eks-k8s");
    assert.equal(provider.inputs.kubeconfig, JSON.stringify(kubeconfig));
  });
});

const teacher = () => ({
  principalArn: "arn:aws:iam::1:role/teacher",
  username: "teacher",
  kubernetesGroups: ["teachers"],
  accessPolicies: {
    admin: {
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    },
  },
});
