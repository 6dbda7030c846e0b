import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../../../components/argument-error";
import type { EfsStorageArgs } from "../../../components/efs-storage";
import { checkBlockStorage, checkEfsStorage } from "../../../components/efs-storage/checks";
import { at, run } from "../../mocks";
import { json } from "../json";
import { BlockStorage, EfsStorage } from "../../../components/efs-storage";

const base: EfsStorageArgs = {
  clusterName: "shop",
  vpcId: "vpc-1",
  privateSubnetIds: ["subnet-a"],
  nodeSecurityGroupId: "sg-nodes",
  fileSystem: { onDestroy: "delete" },
};

const refused = (change: Partial<EfsStorageArgs>, said: RegExp): void => {
  assert.throws(
    () => checkEfsStorage({ ...base, ...change }),
    (error) => {
      assert(error instanceof ArgumentError);
      assert.match(error.message, said);
      return true;
    },
  );
};

describe("EFS storage refuses", () => {
  it("half a gid range, naming the missing half", () => {
    refused(
      { provisioning: { gidRangeStart: 1000 } },
      /provisioning\.gidRangeEnd is missing: give both/,
    );
    refused({ provisioning: { gidRangeEnd: 2000 } }, /provisioning\.gidRangeStart is missing/);
  });

  it("a gid range that is empty or below 1", () => {
    refused(
      { provisioning: { gidRangeStart: 0, gidRangeEnd: 9 } },
      /gidRangeStart is 0: begin at 1/,
    );
    refused(
      { provisioning: { gidRangeStart: 9, gidRangeEnd: 9 } },
      /gidRangeEnd is 9: .* above .*9/,
    );
  });

  it("half an owner, and an owner beside a range", () => {
    refused({ provisioning: { uid: 1000 } }, /provisioning\.gid is missing: give uid and gid/);
    refused({ provisioning: { uid: -1, gid: 5 } }, /provisioning\.uid is -1/);
    refused(
      { provisioning: { uid: 0, gid: 0, gidRangeStart: 1, gidRangeEnd: 2 } },
      /leave the range out/,
    );
  });

  it("directories that EFS would not make", () => {
    refused({ provisioning: { directoryPerms: "rwx" } }, /directoryPerms is "rwx": write octal/);
    refused(
      { provisioning: { basePath: "classroom" } },
      /basePath is "classroom": begin with a slash/,
    );
    refused(
      { provisioning: { subPathPattern: "${.PVC.uid}" } },
      /subPathPattern .* use fixed text/,
    );
    refused({ provisioning: { basePath: "/a/b/c", subPathPattern: "d/e" } }, /4 directories/);
    refused({ provisioning: { mode: "static", basePath: "/a/b/c" } }, /4 directories/);
  });

  it("volumes on demand where there is only Fargate", () => {
    refused({ compute: "fargate" }, /provisioning\.mode is "dynamic": choose static .* Fargate/);
    checkEfsStorage({ ...base, compute: "nodesAndFargate" });
    checkEfsStorage({ ...base, compute: "fargate", provisioning: { mode: "static" } });
  });

  it("to stand in no subnet", () => {
    refused({ privateSubnetIds: [] }, /privateSubnetIds is \[\]: name a private subnet/);
  });

  it("before it makes anything", async () => {
    const it = await run(() => {
      assert.throws(() => new EfsStorage("files", { ...base, compute: "fargate" }), ArgumentError);
      return {};
    });
    assert.deepEqual(it.ofType("twelve-street:components:EfsStorage"), []);
  });
});

describe("block storage", () => {
  it("makes the encrypted gp3 class the default, with the driver's role", async () => {
    const it = await run(() => {
      new BlockStorage("disks", { clusterName: "shop" });
      return {};
    });
    const { inputs } = it.one("kubernetes:storage.k8s.io/v1:StorageClass", "disks");
    assert.deepEqual(inputs.metadata, {
      name: "gp3",
      annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
    });
    assert.deepEqual(inputs.parameters, { type: "gp3", encrypted: "true" });
    assert.equal(inputs.volumeBindingMode, "WaitForFirstConsumer");
    const addon = it.one("aws:eks/addon:Addon", "disks-driver").inputs;
    assert.equal(addon.addonName, "aws-ebs-csi-driver");
    assert.equal(
      at(addon, "podIdentityAssociations", 0, "serviceAccount"),
      "ebs-csi-controller-sa",
    );
    assert.equal(
      it.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")[0]?.inputs.policyArn,
      "arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2",
    );
  });

  it("passes on what a volume can do, and trusts a driver that is there", async () => {
    const it = await run(() => {
      new BlockStorage("disks", {
        clusterName: "shop",
        driver: "present",
        iops: 4000,
        throughput: 250,
        isDefault: false,
        reclaim: "retain",
      });
      return {};
    });
    const { inputs } = it.one("kubernetes:storage.k8s.io/v1:StorageClass", "disks");
    assert.deepEqual(inputs.parameters, {
      type: "gp3",
      encrypted: "true",
      iops: "4000",
      throughput: "250",
    });
    assert.equal(inputs.reclaimPolicy, "Retain");
    assert.equal(
      at(inputs, "metadata", "annotations", "storageclass.kubernetes.io/is-default-class"),
      "false",
    );
    assert.deepEqual(it.ofType("aws:eks/addon:Addon"), []);
  });

  it("by a key of one's own are made with rights on this one key", async () => {
    const key = "arn:aws:kms:ap-northeast-2:123456789012:key/11111111-2222-3333-4444-555555555555";
    const it = await run(() => {
      new BlockStorage("disks", { clusterName: "shop", kmsKeyId: pulumi.output(key) });
      new BlockStorage("plain", { clusterName: "shop", storageClassName: "plain" });
      return {};
    });
    const policies = it.ofType("aws:iam/rolePolicy:RolePolicy");
    assert.equal(policies.length, 1);
    const [policy] = policies;
    const statements = at(json(policy?.inputs.policy), "Statement") as Record<string, unknown>[];
    for (const { Resource } of statements) assert.deepEqual(Resource, [key]);
    const grants = statements.find(({ Action }) =>
      (Action as string[]).includes("kms:CreateGrant"),
    );
    assert.deepEqual(grants?.Condition, { Bool: { "kms:GrantIsForAWSResource": "true" } });
    const used = statements.flatMap(({ Action }) => Action as string[]);
    for (const action of ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"])
      assert.ok(used.includes(action), action);
    const driver = it.one("aws:eks/addon:Addon", "disks-driver");
    assert.ok(policy && driver.dependencies.includes(policy.urn));
  });

  it("refuses Fargate alone, and more than gp3 gives", () => {
    assert.throws(
      () => checkBlockStorage({ clusterName: "shop", compute: "fargate" }),
      /compute is "fargate": add nodes or use EFS/,
    );
    assert.throws(
      () => checkBlockStorage({ clusterName: "shop", iops: 100 }),
      /iops is 100: give 3000 to 80000/,
    );
    assert.throws(
      () => checkBlockStorage({ clusterName: "shop", iops: 4000, throughput: 1001 }),
      /throughput is 1001: give at most 1000, a quarter of iops, or raise iops to 4004/,
    );
    checkBlockStorage({ clusterName: "shop", iops: 4000, throughput: 1000 });
  });
});
