import assert from "node:assert/strict";

import { Cluster as AwsCluster } from "@pulumi/aws/eks/cluster";

import { construct, has, withKubeconfig } from "./components";

const awsCluster = (mode?: string) =>
  new AwsCluster("it", {
    name: "twelve",
    version: "1.36",
    roleArn: "arn:r",
    vpcConfig: { subnetIds: ["subnet-a"] },
    ...(mode && { accessConfig: { authenticationMode: mode } }),
  });

describe("simulated parts of a cluster", () => {
  withKubeconfig();

  it("make a managed node group of what is given and what the cluster has", async () => {
    const made = await construct("eks:index:ManagedNodeGroup", "workers", {
      get cluster() {
        return { cluster: awsCluster("API"), subnetIds: ["subnet-a"], instanceRoles: [] };
      },
      nodeRoleArn: "arn:node",
      instanceTypes: ["m7g.large"],
      operatingSystem: "AL2023",
      scalingConfig: { maxSize: 3 },
      diskSize: 30,
      enableIMDSv2: true,
    });
    const { inputs } = made.one("aws:eks/nodeGroup:NodeGroup", "workers");
    has(inputs, {
      clusterName: "twelve",
      version: "1.36",
      nodeRoleArn: "arn:node",
      amiType: "AL2023_ARM_64_STANDARD",
      subnetIds: ["subnet-a"],
      scalingConfig: { desiredSize: 2, minSize: 1, maxSize: 3 },
    });
    assert.equal(inputs.diskSize, undefined, "the launch template has it");
    const template = made.one("aws:ec2/launchTemplate:LaunchTemplate", "workers-launchTemplate");
    assert.deepEqual(template.inputs, {
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 2,
      },
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 30 } }],
    });
  });

  it("write the settings of vpc-cni as its configuration, the user's own values last", async () => {
    const made = await construct("eks:index:VpcCniAddon", "cni", {
      clusterName: "twelve",
      addonVersion: "v1",
      enableNetworkPolicy: true,
      enablePrefixDelegation: true,
      warmEniTarget: 0,
      configurationValues: { env: { AWS_VPC_ENI_MTU: "1500" }, tolerations: [] },
      tags: [{ a: "b" }],
    });
    const { inputs } = made.one("aws:eks/addon:Addon", "cni");
    assert.deepEqual(inputs.tags, { a: "b" });
    assert.deepEqual(JSON.parse(inputs.configurationValues as string), {
      enableNetworkPolicy: "true",
      tolerations: [],
      env: {
        WARM_ENI_TARGET: "0",
        ENABLE_PREFIX_DELEGATION: "true",
        AWS_VPC_K8S_CNI_LOGLEVEL: "DEBUG",
        AWS_VPC_K8S_CNI_LOG_FILE: "/host/var/log/aws-routed-eni/ipamd.log",
        AWS_VPC_K8S_CNI_VETHPREFIX: "eni",
        AWS_VPC_ENI_MTU: "1500",
        AWS_VPC_K8S_PLUGIN_LOG_LEVEL: "DEBUG",
        AWS_VPC_K8S_PLUGIN_LOG_FILE: "/var/log/aws-routed-eni/plugin.log",
        ENABLE_POD_ENI: "false",
        AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "false",
        AWS_VPC_K8S_CNI_EXTERNALSNAT: "false",
      },
      init: { env: { DISABLE_TCP_EARLY_DEMUX: "false" } },
    });
  });

  it("make an add-on of the cluster that is given", async () => {
    const made = await construct("eks:index:Addon", "metrics", {
      get cluster() {
        return { cluster: awsCluster() };
      },
      addonName: "metrics-server",
      configurationValues: { b: 1, a: { d: 2, c: 3 } },
    });
    const { inputs, parent } = made.one("aws:eks/addon:Addon", "metrics");
    assert.equal(inputs.clusterName, "twelve");
    assert.equal(inputs.configurationValues, '{"a":{"c":3,"d":2},"b":1}');
    assert.match(parent, /eks:index:Addon::metrics$/);
  });
});
