import assert from "node:assert/strict";

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { EfsStorage, type ClaimArgs, type EfsStorageArgs } from "../../../components/efs-storage";
import { platformVersions } from "../../../versions";
import { at, run, type Run } from "../../mocks";
import { json } from "../json";

type Options = Record<string, pulumi.ResourceOptions>;

const base: EfsStorageArgs = {
  clusterName: "shop",
  vpcId: "vpc-1",
  privateSubnetIds: ["subnet-a", "subnet-b"],
  nodeSecurityGroupId: "sg-nodes",
  fileSystem: { onDestroy: "delete" },
};

/** The component's resources, and the options each was registered with. */
async function made(
  change: Partial<EfsStorageArgs> = {},
  claim?: ClaimArgs,
): Promise<{ it: Run; options: Options; storage: EfsStorage }> {
  const options: Options = {};
  let storage: EfsStorage | undefined;
  const it = await run(() => {
    storage = new EfsStorage(
      "files",
      { ...base, ...change },
      {
        transformations: [
          ({ type, opts }) => {
            options[type] = opts;
            return undefined;
          },
        ],
      },
    );
    if (claim) storage.claim("shared", claim);
    return {};
  });
  assert(storage);
  return { it, options, storage };
}

const urnsOf = ({ it }: { it: Run }, ...types: string[]): string[] =>
  types.flatMap((type) => it.ofType(type).map(({ urn }) => urn));

describe("EFS storage", () => {
  it("makes an encrypted file system that mounts by TLS alone", async () => {
    const { it } = await made();
    const { inputs } = it.one("aws:efs/fileSystem:FileSystem", "files");
    assert.equal(inputs.encrypted, true);
    assert.equal(inputs.throughputMode, "elastic");
    assert.deepEqual(inputs.lifecyclePolicies, [{ transitionToIa: "AFTER_30_DAYS" }]);

    const { policy } = it.one("aws:efs/fileSystemPolicy:FileSystemPolicy", "files").inputs;
    const statements = at(json(policy), "Statement") as Record<string, unknown>[];
    const refusal = statements.find(({ Effect }) => Effect === "Deny");
    assert.deepEqual(refusal?.Condition, { Bool: { "aws:SecureTransport": "false" } });
  });

  it("puts a mount target into each private subnet, reachable from the nodes only", async () => {
    const { it } = await made();
    const targets = it.ofType("aws:efs/mountTarget:MountTarget");
    const group = it.one("aws:ec2/securityGroup:SecurityGroup", "files");
    assert.deepEqual(
      targets.map(({ inputs }) => inputs.subnetId),
      ["subnet-a", "subnet-b"],
    );
    const rule = it.one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "files");
    for (const { inputs, dependencies } of targets) {
      assert.equal(at(inputs, "securityGroups", "length"), 1);
      assert.ok(
        !dependencies.includes(rule.urn),
        "the rule names the cluster's group: nobody waits for that",
      );
    }
    assert.equal(group.inputs.ingress, undefined);
    const rules = it.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    assert.equal(rules.length, 1);
    const { referencedSecurityGroupId, cidrIpv4, ipProtocol, fromPort, toPort } =
      rules[0]?.inputs ?? {};
    assert.equal(referencedSecurityGroupId, "sg-nodes");
    assert.equal(cidrIpv4, undefined);
    assert.deepEqual([ipProtocol, fromPort, toPort], ["tcp", 2049, 2049]);
  });

  it("installs the driver with a role by Pod Identity, after the nodes", async () => {
    const it = await run(() => {
      const group = new aws.eks.NodeGroup("workers", {
        clusterName: "shop",
        nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
        subnetIds: ["subnet-a"],
        scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
      });
      new EfsStorage("files", { ...base, runsAfter: [group] });
      return {};
    });
    const addon = it.one("aws:eks/addon:Addon", "files-driver");
    assert.equal(addon.inputs.addonName, "aws-efs-csi-driver");
    assert.equal(addon.inputs.addonVersion, platformVersions.efsCsiDriver.version);
    const association = at(addon.inputs, "podIdentityAssociations", 0);
    assert.equal(at(association, "serviceAccount"), "efs-csi-controller-sa");
    assert.match(String(at(association, "roleArn")), /^arn:aws:iam::/);
    assert(addon.dependencies.includes(it.one("aws:eks/nodeGroup:NodeGroup", "workers").urn));

    const role = it.one("aws:iam/role:Role", "files-driver");
    const trust = at(json(role.inputs.assumeRolePolicy), "Statement", 0);
    assert.deepEqual(at(trust, "Principal"), { Service: "pods.eks.amazonaws.com" });
    assert.deepEqual(at(trust, "Action"), ["sts:AssumeRole", "sts:TagSession"]);
    const attached = it.one(
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "files-driver-AmazonEFSCSIDriverPolicy",
    );
    assert.equal(
      attached.inputs.policyArn,
      "arn:aws:iam::aws:policy/service-role/AmazonEFSCSIDriverPolicy",
    );
    // The file system must not wait for the nodes.
    const fileSystem = it.one("aws:efs/fileSystem:FileSystem", "files");
    assert.deepEqual(fileSystem.dependencies, []);
  });

  it("gives the StorageClass every parameter as a string", async () => {
    const { it } = await made({
      provisioning: {
        gidRangeStart: 1000,
        gidRangeEnd: 2000,
        directoryPerms: "770",
        basePath: "/classroom",
        subPathPattern: "${.PVC.namespace}/${.PVC.name}",
        ensureUniqueDirectory: false,
        reuseAccessPoint: false,
      },
    });
    const { inputs } = it.one("kubernetes:storage.k8s.io/v1:StorageClass", "files");
    const { fileSystemId, ...parameters } = inputs.parameters as Record<string, string>;
    assert.match(String(fileSystemId), /^fs-/);
    assert.deepEqual(parameters, {
      provisioningMode: "efs-ap",
      gidRangeStart: "1000",
      gidRangeEnd: "2000",
      directoryPerms: "770",
      basePath: "/classroom",
      subPathPattern: "${.PVC.namespace}/${.PVC.name}",
      ensureUniqueDirectory: "false",
      reuseAccessPoint: "false",
    });
    assert.equal(at(inputs, "metadata", "name"), "aws-efs");
    assert.equal(inputs.provisioner, "efs.csi.aws.com");
    assert.equal(inputs.reclaimPolicy, "Delete");
  });

  it("makes claims for many writers, which go before driver, class and mount targets", async () => {
    const all = await made({}, { namespace: "user35" });
    const claim = all.it.one("kubernetes:core/v1:PersistentVolumeClaim", "shared");
    assert.deepEqual(at(claim.inputs, "spec", "accessModes"), ["ReadWriteMany"]);
    assert.equal(at(claim.inputs, "spec", "storageClassName"), "aws-efs");
    assert.deepEqual(claim.inputs.metadata, { name: "shared", namespace: "user35" });
    for (const urn of urnsOf(
      all,
      "aws:eks/addon:Addon",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      "aws:efs/mountTarget:MountTarget",
      "kubernetes:storage.k8s.io/v1:StorageClass",
    )) {
      assert(claim.dependencies.includes(urn), urn);
    }
  });

  it("keeps, deletes or refuses to delete the data as told", async () => {
    const of = async (onDestroy: "delete" | "keep" | "refuse") => {
      const { options } = await made({ fileSystem: { onDestroy } });
      const { protect, retainOnDelete } = options["aws:efs/fileSystem:FileSystem"] ?? {};
      const target = options["aws:efs/mountTarget:MountTarget"];
      // What stands in the VPC must go in any case, or the VPC cannot.
      assert.notEqual(target?.retainOnDelete, true);
      return { protect, retainOnDelete };
    };
    assert.deepEqual(await of("delete"), { protect: false, retainOnDelete: false });
    assert.deepEqual(await of("keep"), { protect: false, retainOnDelete: true });
    assert.deepEqual(await of("refuse"), { protect: true, retainOnDelete: false });
  });

  it("takes up a file system that an earlier stack has kept", async () => {
    const { it } = await made({ fileSystem: { existingId: "fs-0abc" } }, { namespace: "user35" });
    assert.deepEqual(it.ofType("aws:efs/fileSystem:FileSystem"), []);
    assert.equal(it.ofType("aws:efs/mountTarget:MountTarget")[0]?.inputs.fileSystemId, "fs-0abc");
    const storageClass = it.one("kubernetes:storage.k8s.io/v1:StorageClass", "files");
    assert.equal(at(storageClass.inputs, "parameters", "fileSystemId"), "fs-0abc");
  });

  it("backs up when asked to", async () => {
    const status = async (fileSystem: EfsStorageArgs["fileSystem"]) => {
      const { it } = await made({ fileSystem });
      return at(
        it.one("aws:efs/backupPolicy:BackupPolicy", "files").inputs,
        "backupPolicy",
        "status",
      );
    };
    assert.equal(await status({ onDestroy: "delete" }), "DISABLED");
    assert.equal(await status({ onDestroy: "delete", backup: true }), "ENABLED");
  });

  it("mounts on Fargate by volumes that the program makes, without a driver", async () => {
    const { it } = await made(
      { compute: "fargate", provisioning: { mode: "static", basePath: "/labs" } },
      { namespace: "user35" },
    );
    assert.deepEqual(it.ofType("aws:eks/addon:Addon"), []);
    assert.deepEqual(it.ofType("kubernetes:storage.k8s.io/v1:StorageClass"), []);
    const point = it.one("aws:efs/accessPoint:AccessPoint", "shared");
    assert.equal(at(point.inputs, "rootDirectory", "path"), "/labs/user35/shared");
    assert.deepEqual(point.inputs.posixUser, { uid: 1000, gid: 1000 });
    const volume = it.one("kubernetes:core/v1:PersistentVolume", "shared").inputs;
    assert.equal(at(volume, "metadata", "name"), "user35-shared");
    assert.equal(at(volume, "spec", "persistentVolumeReclaimPolicy"), "Retain");
    assert.match(String(at(volume, "spec", "csi", "volumeHandle")), /^\S+::\S+$/);
    const claim = it.one("kubernetes:core/v1:PersistentVolumeClaim", "shared").inputs;
    assert.equal(at(claim, "spec", "volumeName"), "user35-shared");
    assert.equal(at(claim, "spec", "storageClassName"), "");
  });

  it("registers its outputs", async () => {
    const { it } = await made();
    const [component] = it.ofType("twelve-street:components:EfsStorage");
    assert(component && it.registered.has(component.urn));
  });
});
