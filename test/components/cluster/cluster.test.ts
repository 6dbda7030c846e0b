import assert from "node:assert/strict";

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { Cluster, type ClusterArgs } from "../../../components/cluster";
import { addOnVersions } from "../../../versions";
import { at, run, type Run } from "../../mocks";

const runs = new Map<string, Promise<Run>>();

/** One run for all tests of the same arguments. */
const build = (args: Partial<ClusterArgs> = {}): Promise<Run> => {
  const key = JSON.stringify(args);
  const made =
    runs.get(key) ??
    run(() => {
      const cluster = new Cluster("shop", {
        version: "1.36",
        today: new Date("2026-11-21"),
        vpcId: "vpc-1",
        publicSubnetIds: ["subnet-public"],
        privateSubnetIds: ["subnet-private"],
        publicAccessCidrs: ["203.0.113.0/24"],
        nodeGroups: { "standard-workers": {} },
        tags: { team: "course" },
        ...args,
      });
      new k8s.core.v1.Namespace("probe", {}, { provider: cluster.provider });
      for (const namespace of ["web", "batch-nightly"])
        new k8s.core.v1.ConfigMap(namespace, {}, { dependsOn: [...cluster.readyFor(namespace)] });
      const { clusterName, kubeconfig, securityGroupId, podIdentity, pullRoleArns } = cluster;
      return { clusterName, kubeconfig, securityGroupId, podIdentity, pullRoleArns };
    });
  runs.set(key, made);
  return made;
};

const onFargate = {
  nodeGroups: {},
  fargateProfiles: {
    all: { selectors: [{ namespace: "default" }, { namespace: "kube-system" }] },
  },
} satisfies Partial<ClusterArgs>;

/** Everything by choice, chosen. */
const rich = {
  clusterName: "twelve-street-prod",
  publicAccessCidrs: [],
  encryptSecrets: false,
  deletionProtection: true,
  logs: ["audit"],
  logRetentionDays: 90,
  addOns: ["efsCsiDriver"],
  nodeGroups: {
    labs: {
      instanceType: "t3.medium",
      otherInstanceTypes: ["t3a.medium"],
      capacity: "spot",
      diskGiB: 40,
      labels: { disktype: "ssd" },
      taints: [{ key: "dedicated", value: "labs", effect: "NoSchedule" }],
      metadataHops: 2,
    },
    quick: { instanceType: "t3.small", version: "1.35", system: "Bottlerocket", diskGiB: 30 },
  },
  fargateProfiles: {
    batch: { selectors: [{ namespace: "batch-*", labels: { compute: "fargate" } }] },
  },
  access: {
    instructors: ["arn:aws:iam::123456789012:role/instructors"],
    students: { user35: "arn:aws:iam::123456789012:user/class/user35" },
    ci: [
      { principalArn: "arn:aws:iam::123456789012:role/deploy" },
      { principalArn: "arn:aws:iam::123456789012:role/apps", namespaces: ["shop"] },
    ],
  },
} satisfies Partial<ClusterArgs>;

const addOn = "aws:eks/addon:Addon";
const nodeGroup = "aws:eks/nodeGroup:NodeGroup";

describe("Cluster", () => {
  it("asks EKS for standard support, access entries and a private endpoint", async () => {
    const { inputs, protect } = (await build()).one("eks:index:Cluster", "shop");
    assert.equal(inputs.name, "shop");
    assert.equal(inputs.version, "1.36");
    assert.deepEqual(inputs.upgradePolicy, { supportType: "STANDARD" });
    assert.equal(inputs.authenticationMode, "API");
    assert.deepEqual([inputs.endpointPrivateAccess, inputs.endpointPublicAccess], [true, true]);
    assert.deepEqual(inputs.publicAccessCidrs, ["203.0.113.0/24"]);
    assert.equal(inputs.skipDefaultNodeGroup, true);
    assert.equal(inputs.kubernetesServiceIpAddressRange, "172.20.0.0/16");
    assert.equal(inputs.deletionProtection, false);
    assert.equal(protect, false);
  });

  it("warns a person when standard support is about to end, and not before", async () => {
    const log = pulumi.log as { warn: (message: string) => Promise<void> };
    const { warn } = log;
    const said: string[] = [];
    log.warn = (message) => Promise.resolve(void said.push(message));
    try {
      await build({ version: "1.34" });
      await build({ version: "1.35", tags: { warned: "no" } });
    } finally {
      log.warn = warn;
    }
    assert.deepEqual(said, [
      "Kubernetes 1.34 leaves standard support on 2026-12-02, in 11 days; upgrade to 1.35.",
    ]);
  });

  it("closes the public endpoint when nobody may use it", async () => {
    const { inputs } = (await build(rich)).one("eks:index:Cluster", "shop");
    assert.equal(inputs.endpointPublicAccess, false);
    assert.equal(inputs.publicAccessCidrs, undefined);
  });

  it("encrypts Secrets by a key of its own, or not", async () => {
    const encrypted = await build();
    const key = encrypted.one("aws:kms/key:Key", "shop-secrets");
    assert.equal(key.inputs.enableKeyRotation, true);
    const { encryptionConfigKeyArn } = encrypted.one("eks:index:Cluster", "shop").inputs;
    assert.match(encryptionConfigKeyArn as string, /^arn:aws:kms:ap-northeast-2:/);
    const open = await build(rich);
    assert.equal(open.ofType("aws:kms/key:Key").length, 0);
    assert.equal(open.one("eks:index:Cluster", "shop").inputs.encryptionConfigKeyArn, undefined);
  });

  it("keeps control-plane logs for a time, not for ever", async () => {
    const made = await build(rich);
    const group = made.one("aws:cloudwatch/logGroup:LogGroup", "shop-control-plane");
    assert.equal(group.inputs.name, "/aws/eks/twelve-street-prod/cluster");
    assert.equal(group.inputs.retentionInDays, 90);
    const cluster = made.one("eks:index:Cluster", "shop");
    assert.deepEqual(cluster.inputs.enabledClusterLogTypes, ["audit"]);
    assert.ok(cluster.dependencies.includes(group.urn), "else EKS makes the group itself");
    assert.equal((await build()).ofType("aws:cloudwatch/logGroup:LogGroup").length, 0);
  });

  it("is protected from deletion by AWS, and by Pulumi before anything else goes", async () => {
    const { inputs, protect } = (await build(rich)).one("eks:index:Cluster", "shop");
    assert.equal(inputs.deletionProtection, true);
    assert.equal(protect, true);
  });

  it("gives nodes encrypted disks and guarded credentials", async () => {
    const template = (name: string, made: Run) =>
      made.one("aws:ec2/launchTemplate:LaunchTemplate", name).inputs;
    const disk = (deviceName: string, volumeSize?: number) => ({
      deviceName,
      ebs: {
        ...(volumeSize !== undefined && { volumeSize }),
        volumeType: "gp3",
        encrypted: "true",
        deleteOnTermination: "true",
      },
    });
    const plain = template("shop-standard-workers", await build());
    assert.deepEqual(plain.metadataOptions, {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
    assert.deepEqual(plain.blockDeviceMappings, [disk("/dev/xvda", 20)]);
    const made = await build(rich);
    assert.equal(at(template("shop-labs", made), "metadataOptions", "httpPutResponseHopLimit"), 2);
    const bottlerocket = template("shop-quick", made);
    assert.deepEqual(bottlerocket.blockDeviceMappings, [disk("/dev/xvda"), disk("/dev/xvdb", 30)]);
    assert.equal(made.one(nodeGroup, "shop-quick").inputs.amiType, "BOTTLEROCKET_x86_64");
  });

  it("makes the course's own group where its table says nothing", async () => {
    const group = (await build()).one(nodeGroup, "shop-standard-workers");
    assert.deepEqual(group.inputs.instanceTypes, ["t3.small"]);
    assert.deepEqual(group.inputs.scalingConfig, { minSize: 1, maxSize: 3, desiredSize: 1 });
    assert.equal(group.inputs.capacityType, "ON_DEMAND");
    assert.equal(group.inputs.amiType, "AL2023_x86_64_STANDARD");
  });

  it("makes node groups of the table, and leaves their number to whoever scales them", async () => {
    const group = (await build(rich)).one(nodeGroup, "shop-labs");
    assert.deepEqual(group.inputs.scalingConfig, { minSize: 1, maxSize: 3, desiredSize: 1 });
    assert.equal(at(group.inputs, "launchTemplate", "version"), "1");
    assert.deepEqual(group.inputs.instanceTypes, ["t3.medium", "t3a.medium"]);
    assert.equal(group.inputs.amiType, "AL2023_x86_64_STANDARD");
    assert.equal(group.inputs.capacityType, "SPOT");
    assert.deepEqual(group.inputs.labels, { disktype: "ssd" });
    assert.deepEqual(group.inputs.taints, [
      { key: "dedicated", value: "labs", effect: "NO_SCHEDULE" },
    ]);
    assert.deepEqual(group.inputs.subnetIds, ["subnet-private"]);
    assert.deepEqual(group.inputs.updateConfig, { maxUnavailable: 1 });
    assert.equal(group.inputs.forceUpdateVersion, undefined, "it would break budgets");
    assert.deepEqual(group.ignoreChanges, ["scalingConfig.desiredSize"]);
  });

  it("gives nodes the cluster's version, or holds them back while an upgrade goes ahead of them", async () => {
    const made = await build(rich);
    assert.equal(made.one(nodeGroup, "shop-labs").inputs.version, "1.36");
    assert.equal(made.one(nodeGroup, "shop-quick").inputs.version, "1.35");
    const versions = made.ofType(addOn).map(({ inputs }) => inputs.addonVersion);
    assert.ok(versions.includes(addOnVersions["1.36"]["kube-proxy"]), "add-ons do not wait");
  });

  it("gives nodes only what they need themselves, before they start", async () => {
    const made = await build();
    const policies = made
      .ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(({ name }) => name.startsWith("shop-node-"));
    assert.deepEqual(policies.map(({ inputs }) => inputs.policyArn as string).sort(), [
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
    ]);
    const [group] = made.ofType(nodeGroup);
    for (const { urn } of policies) assert.ok(group?.dependencies.includes(urn), urn);
  });

  it("names the roles that pull images", async () => {
    const arns = async (args: Partial<ClusterArgs>) =>
      ((await build(args)).outputs.pullRoleArns as string[]).map((arn) =>
        arn.replace(/^.*\/|-\w{7}$/g, ""),
      );
    assert.deepEqual(await arns(rich), ["shop-node", "shop-fargate"]);
    assert.deepEqual(await arns(onFargate), ["shop-fargate"]);
  });

  it("hands out a provider for this cluster and no other", async () => {
    const made = await build(rich);
    const provider = made.one("pulumi:providers:kubernetes", "shop");
    assert.equal(provider.inputs.clusterIdentifier, "twelve-street-prod");
    assert.equal(provider.inputs.kubeconfig, made.outputs.kubeconfig);
    const probe = made.one("kubernetes:core/v1:Namespace", "probe");
    assert.ok(probe.provider.startsWith(provider.urn));
    assert.equal(made.outputs.clusterName, "twelve-street-prod");
    assert.equal(made.outputs.securityGroupId, "sg-0cluster");
    const component = made.one("twelve-street:components:Cluster", "shop");
    assert.ok(made.registered.has(component.urn));
  });
});

describe("add-ons of a cluster", () => {
  const named = (made: Run) =>
    Object.fromEntries(made.ofType(addOn).map((it) => [it.inputs.addonName as string, it]));

  it("are this component's alone, each of the table's version", async () => {
    const made = await build();
    const { inputs } = made.one("eks:index:Cluster", "shop");
    assert.equal(inputs.bootstrapSelfManagedAddons, false);
    assert.equal(inputs.useDefaultVpcCni, true);
    assert.equal(at(inputs, "kubeProxyAddonOptions", "enabled"), false);
    assert.equal(at(inputs, "corednsAddonOptions", "enabled"), false);
    assert.deepEqual(Object.keys(named(made)).sort(), [
      "coredns",
      "eks-pod-identity-agent",
      "kube-proxy",
      "metrics-server",
      "vpc-cni",
    ]);
    assert.match(named(made)["kube-proxy"]?.inputs.addonVersion as string, /^v1\.36\./);
    const older = await build({ version: "1.35" });
    assert.match(named(older)["kube-proxy"]?.inputs.addonVersion as string, /^v1\.35\./);
  });

  it("come before the nodes that join with them, and after those that they run on", async () => {
    const made = await build(rich);
    const all = named(made);
    for (const group of made.ofType(nodeGroup)) {
      for (const first of ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"])
        assert.ok(group.dependencies.includes(all[first]?.urn ?? ""), first);
      for (const later of ["coredns", "aws-efs-csi-driver"])
        assert.ok(all[later]?.dependencies.includes(group.urn), later);
    }
    assert.equal(all["metrics-server"], undefined, "not chosen");
    assert.ok(all["aws-efs-csi-driver"]?.dependencies.includes(all.coredns?.urn ?? ""));
  });

  it("enforce network policies, and have roles by Pod Identity", async () => {
    const made = await build(rich);
    const cni = named(made)["vpc-cni"]?.inputs;
    assert.equal(cni?.configurationValues, '{"enableNetworkPolicy":"true"}');
    assert.equal(at(cni, "podIdentityAssociations", 0, "serviceAccount"), "aws-node");
    assert.equal(
      at(named(made)["aws-efs-csi-driver"]?.inputs, "podIdentityAssociations", 0, "serviceAccount"),
      "efs-csi-controller-sa",
    );
    assert.equal(made.outputs.podIdentity, "podIdentity");
  });

  it("are those that Fargate can run, where there is nothing else", async () => {
    const made = await build(onFargate);
    assert.deepEqual(Object.keys(named(made)).sort(), ["coredns", "metrics-server"]);
    const { configurationValues } = named(made).coredns?.inputs ?? {};
    assert.equal(configurationValues, '{"computeType":"Fargate"}');
    assert.equal(made.ofType("aws:iam/role:Role").length, 1);
  });
});

describe("Fargate profiles of a cluster", () => {
  it("take pods by namespace and label, in private subnets, by a role for this cluster alone", async () => {
    const made = await build(rich);
    const profile = made.one("aws:eks/fargateProfile:FargateProfile", "shop-fargate-batch");
    assert.deepEqual(profile.inputs.selectors, [
      { namespace: "batch-*", labels: { compute: "fargate" } },
    ]);
    assert.deepEqual(profile.inputs.subnetIds, ["subnet-private"]);
    const { assumeRolePolicy } = made.one("aws:iam/role:Role", "shop-fargate").inputs;
    assert.match(
      assumeRolePolicy as string,
      /"aws:SourceArn":"arn:aws:eks:ap-northeast-2:123456789012:fargateprofile\/twelve-street-prod\/\*"/,
    );
    const policy = made.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "shop-fargate");
    assert.ok(profile.dependencies.includes(policy.urn));
    assert.equal(made.one("eks:index:Cluster", "shop").inputs.createOidcProvider, true);
  });

  it("can be all there is, with roles for pods by OIDC", async () => {
    const made = await build(onFargate);
    assert.equal(made.ofType(nodeGroup).length, 0);
    assert.deepEqual(made.outputs.podIdentity, {
      oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/issuer",
      oidcIssuerUrl: "https://issuer",
    });
    const [dns] = made.ofType(addOn).filter(({ inputs }) => inputs.addonName === "coredns");
    const [profile] = made.ofType("aws:eks/fargateProfile:FargateProfile");
    assert.ok(profile && dns?.dependencies.includes(profile.urn));
  });
});

describe("places of a cluster", () => {
  it("are its nodes, and the Fargate profiles that take the namespace", async () => {
    const made = await build(rich);
    const [group] = made.ofType(nodeGroup);
    const [profile] = made.ofType("aws:eks/fargateProfile:FargateProfile");
    const [dns] = made.ofType(addOn).filter(({ inputs }) => inputs.addonName === "coredns");
    assert.ok(group && profile && dns);
    const waits = (name: string) => {
      const { dependencies } = made.one("kubernetes:core/v1:ConfigMap", name);
      return [group, profile, dns].map(({ urn }) => dependencies.includes(urn));
    };
    assert.deepEqual(waits("web"), [true, false, true]);
    assert.deepEqual(waits("batch-nightly"), [true, true, true]);
    assert.equal(dns.dependencies.includes(profile.urn), false, "it has no pods of kube-system");
  });
});

describe("access to a cluster", () => {
  it("makes instructors and CI administrators, and students members of their group", async () => {
    const made = await build(rich);
    const entries = made.ofType("aws:eks/accessEntry:AccessEntry").map(({ inputs }) => inputs);
    const groups = entries.map((it) => [it.principalArn, it.kubernetesGroups ?? []] as const);
    assert.deepEqual(Object.fromEntries(groups), {
      "arn:aws:iam::123456789012:role/instructors": [],
      "arn:aws:iam::123456789012:user/class/user35": ["student:user35"],
      "arn:aws:iam::123456789012:role/deploy": [],
      "arn:aws:iam::123456789012:role/apps": [],
    });
    const policies = made
      .ofType("aws:eks/accessPolicyAssociation:AccessPolicyAssociation")
      .map(({ inputs }) => [
        (inputs.principalArn as string).split("/").at(-1),
        (inputs.policyArn as string).split("/").at(-1),
        inputs.accessScope,
      ]);
    assert.deepEqual(policies, [
      ["instructors", "AmazonEKSClusterAdminPolicy", { type: "cluster" }],
      ["deploy", "AmazonEKSClusterAdminPolicy", { type: "cluster" }],
      ["apps", "AmazonEKSEditPolicy", { type: "namespace", namespaces: ["shop"] }],
    ]);
  });
});
