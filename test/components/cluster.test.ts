import assert from "node:assert/strict";

import * as k8s from "@pulumi/kubernetes";

import { Cluster, type ClusterArgs } from "../../components/cluster";
import { at, run } from "../mocks";

const build = (args: Partial<ClusterArgs> = {}) =>
  run(() => {
    const cluster = new Cluster("shop", {
      version: "1.36",
      vpcId: "vpc-1",
      publicSubnetIds: ["subnet-public"],
      privateSubnetIds: ["subnet-private"],
      publicAccessCidrs: ["203.0.113.0/24"],
      nodeGroups: { "standard-workers": { instanceType: "t3.small", max: 3, desired: 2 } },
      tags: { team: "course" },
      ...args,
    });
    new k8s.core.v1.Namespace("probe", {}, { provider: cluster.provider });
    return { clusterName: cluster.clusterName, kubeconfig: cluster.kubeconfig };
  });

describe("Cluster", () => {
  it("asks EKS for standard support, access entries and a private endpoint", async () => {
    const { inputs } = (await build()).one("eks:index:Cluster", "shop");
    assert.equal(inputs.name, "shop");
    assert.equal(inputs.version, "1.36");
    assert.deepEqual(inputs.upgradePolicy, { supportType: "STANDARD" });
    assert.equal(inputs.authenticationMode, "API");
    assert.deepEqual([inputs.endpointPrivateAccess, inputs.endpointPublicAccess], [true, true]);
    assert.deepEqual(inputs.publicAccessCidrs, ["203.0.113.0/24"]);
    assert.equal(inputs.skipDefaultNodeGroup, true);
    assert.equal(at(inputs, "vpcCniOptions", "enableNetworkPolicy"), true);
    assert.equal(inputs.kubernetesServiceIpAddressRange, "172.20.0.0/16");
  });

  it("closes the public endpoint when nobody may use it", async () => {
    const { inputs } = (await build({ publicAccessCidrs: [] })).one("eks:index:Cluster", "shop");
    assert.equal(inputs.endpointPublicAccess, false);
    assert.equal(inputs.publicAccessCidrs, undefined);
  });

  it("encrypts Secrets by a key of its own, or not", async () => {
    const encrypted = await build();
    const key = encrypted.one("aws:kms/key:Key", "shop-secrets");
    assert.equal(key.inputs.enableKeyRotation, true);
    const { encryptionConfigKeyArn } = encrypted.one("eks:index:Cluster", "shop").inputs;
    assert.match(encryptionConfigKeyArn as string, /^arn:aws:kms:ap-northeast-2:/);
    const open = await build({ encryptSecrets: false });
    assert.equal(open.ofType("aws:kms/key:Key").length, 0);
    assert.equal(open.one("eks:index:Cluster", "shop").inputs.encryptionConfigKeyArn, undefined);
  });

  it("makes node groups with encrypted disks and guarded credentials", async () => {
    const made = await build({
      nodeGroups: {
        labs: {
          instanceType: "t3.medium",
          capacity: "spot",
          diskGiB: 40,
          labels: { disktype: "ssd" },
          taints: [{ key: "dedicated", value: "labs", effect: "NoSchedule" }],
        },
      },
    });
    const template = made.one("aws:ec2/launchTemplate:LaunchTemplate", "shop-labs").inputs;
    assert.deepEqual(template.metadataOptions, {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
    assert.deepEqual(at(template, "blockDeviceMappings", 0, "ebs"), {
      volumeSize: 40,
      volumeType: "gp3",
      encrypted: "true",
      deleteOnTermination: "true",
    });
    const group = made.one("aws:eks/nodeGroup:NodeGroup", "shop-labs");
    assert.deepEqual(group.inputs.scalingConfig, { minSize: 1, maxSize: 3, desiredSize: 1 });
    assert.equal(at(group.inputs, "launchTemplate", "version"), "1");
    assert.deepEqual(group.inputs.instanceTypes, ["t3.medium"]);
    assert.equal(group.inputs.capacityType, "SPOT");
    assert.deepEqual(group.inputs.labels, { disktype: "ssd" });
    assert.deepEqual(group.inputs.taints, [
      { key: "dedicated", value: "labs", effect: "NO_SCHEDULE" },
    ]);
    assert.deepEqual(group.inputs.subnetIds, ["subnet-private"]);
    assert.deepEqual(group.ignoreChanges, ["scalingConfig.desiredSize"]);
  });

  it("gives nodes their policies before they start", async () => {
    const made = await build();
    const policies = made.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    assert.deepEqual(policies.map(({ inputs }) => inputs.policyArn as string).sort(), [
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    ]);
    const [group] = made.ofType("aws:eks/nodeGroup:NodeGroup");
    for (const { urn } of policies) assert.ok(group?.dependencies.includes(urn), urn);
  });

  it("hands out a provider for this cluster and no other", async () => {
    const made = await build({ clusterName: "twelve-street-dev" });
    const provider = made.one("pulumi:providers:kubernetes", "shop");
    assert.equal(provider.inputs.clusterIdentifier, "twelve-street-dev");
    assert.equal(provider.inputs.kubeconfig, made.outputs.kubeconfig);
    const probe = made.one("kubernetes:core/v1:Namespace", "probe");
    assert.ok(probe.provider.startsWith(provider.urn));
    assert.equal(made.outputs.clusterName, "twelve-street-dev");
    const component = made.one("twelve-street:components:Cluster", "shop");
    assert.ok(made.registered.has(component.urn));
  });
});
