import assert from "node:assert/strict";

import { types } from "../../../../sandbox/providers/aws/services/shapes";
import { network, removeAccounts, Run, type Standing, trust, withCluster } from "./support";

afterEach(removeAccounts);

const subnet = (run: Run, name: string, inputs: Record<string, unknown>) =>
  run.up(types.subnet, name, inputs);

describe("what AWS still uses", () => {
  /** Refused as long as the holder stands, allowed once it has gone. */
  async function isHeld(run: Run, held: Standing, holder: Standing, refusal: RegExp) {
    await assert.rejects(run.remove(held), refusal);
    assert.ok(await run.refresh(held), "it is still there");
    await run.remove(holder);
    await run.remove(held);
    assert.equal(await run.refresh(held), undefined);
  }

  it("is a VPC while it has a subnet", async () => {
    const run = new Run();
    const { vpc, a, b } = await network(run);
    await run.remove(b);
    await isHeld(
      run,
      vpc,
      a,
      /deleting ec2 Vpc "main": DependencyViolation: vpc-\w+ is still used by the ec2 Subnet subnet-/,
    );
  });

  it("is a subnet while a cluster or a NAT gateway stands in it", async () => {
    const run = new Run();
    const { a, b, cluster } = await withCluster(run);
    const nat = await run.up(types.natGateway, "nat", {
      subnetId: b.id,
      connectivityType: "private",
    });
    await isHeld(run, a, cluster, /DependencyViolation: .* eks Cluster dev/);
    await isHeld(run, b, nat, /DependencyViolation: .* ec2 NatGateway nat-/);
  });

  it("is an internet gateway while a NAT gateway has a public address", async () => {
    const run = new Run();
    const { vpc, a } = await network(run);
    const gateway = await run.up(types.internetGateway, "main", { vpcId: vpc.id });
    const eip = await run.up(types.eip, "nat");
    const nat = await run.up(types.natGateway, "nat", { subnetId: a.id, allocationId: eip.id });
    await assert.rejects(run.remove(eip), /AuthFailure: eipalloc-/);
    await isHeld(run, gateway, nat, /DependencyViolation: the VPC has mapped public addresses/);
  });

  it("is a security group that another one's rule names", async () => {
    const run = new Run();
    const { vpc } = await network(run);
    const [nodes, gateway] = [
      await run.up(types.securityGroup, "nodes", { vpcId: vpc.id }),
      await run.up(types.securityGroup, "gateway", { vpcId: vpc.id }),
    ];
    const rule = await run.up("aws:ec2/securityGroupRule:SecurityGroupRule", "in", {
      type: "ingress",
      fromPort: 8080,
      toPort: 8080,
      protocol: "tcp",
      securityGroupId: nodes.id,
      sourceSecurityGroupId: gateway.id,
    });
    await isHeld(run, gateway, rule, /DependencyViolation/);
  });

  it("is a role while a policy is attached to it, and that policy", async () => {
    const run = new Run();
    const role = await run.up(types.role, "nodes", { assumeRolePolicy: trust });
    const policy = await run.up(types.policy, "read", {
      policy: { Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } },
    });
    const attached = await run.up("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "read", {
      role: role.outputs.name,
      policyArn: policy.outputs.arn,
    });
    await assert.rejects(run.remove(policy), /DeleteConflict/);
    await isHeld(run, role, attached, /DeleteConflict: .* RolePolicyAttachment/);
  });

  it("is a cluster while it has nodes, and whatever is protected from deletion", async () => {
    const run = new Run();
    const { a, b, role, cluster } = await withCluster(run, { deletionProtection: true });
    const group = await run.up(types.nodeGroup, "workers", {
      clusterName: cluster.id,
      nodeRoleArn: role.outputs.arn,
      subnetIds: [a.id, b.id],
      scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 1 },
    });
    await assert.rejects(run.remove(cluster), /ResourceInUseException: .* NodeGroup dev:workers-/);
    await run.remove(group);
    await assert.rejects(
      run.remove(cluster),
      /dev has deletionProtection; set it to false and run up/,
    );
    const open = await run.update(cluster, { ...cluster.inputs, deletionProtection: false });
    await run.remove(open);
  });

  it("is a file system while it has a mount target, and a target group of a listener", async () => {
    const run = new Run();
    const { a, b, vpc } = await network(run);
    const files = await run.up(types.fileSystem, "files");
    const mount = await run.up(types.mountTarget, "a", { fileSystemId: files.id, subnetId: a.id });
    await isHeld(run, files, mount, /FileSystemInUse/);
    const balancer = await run.up(types.loadBalancer, "shop", { subnets: [a.id, b.id] });
    const group = await run.up(types.targetGroup, "shop", {
      port: 80,
      protocol: "HTTP",
      vpcId: vpc.id,
    });
    const listener = await run.up(types.listener, "shop", {
      loadBalancerArn: balancer.id,
      port: 80,
      defaultActions: [{ type: "forward", targetGroupArn: group.id }],
    });
    await isHeld(run, group, listener, /ResourceInUse/);
  });
});

describe("what the account must hold already", () => {
  it("is whatever an input names, in this account", async () => {
    const run = new Run();
    await assert.rejects(
      subnet(run, "a", { vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.0.0.0/24" }),
      /creating ec2 Subnet "a": InvalidVpcID\.NotFound: vpcId "vpc-0123456789abcdef0" does not exist/,
    );
    const { a, b } = await network(run);
    const cluster = { name: "dev", vpcConfig: { subnetIds: [a.id, b.id] } };
    const role = "arn:aws:iam::000000000000:role/nobody";
    await assert.rejects(
      run.up(types.cluster, "dev", { ...cluster, roleArn: role }),
      /InvalidParameterException: roleArn .* does not exist/,
    );
    await run.up(types.cluster, "dev", {
      ...cluster,
      roleArn: "arn:aws:iam::123456789012:role/of-another-account",
    });
  });

  it("counts what AWS makes along with a resource, as a VPC's default security group", async () => {
    const run = new Run();
    const { vpc } = await network(run);
    const rule = {
      type: "egress",
      fromPort: 0,
      toPort: 0,
      protocol: "-1",
      cidrBlocks: ["0.0.0.0/0"],
      securityGroupId: vpc.outputs.defaultSecurityGroupId,
    };
    assert.ok(await run.up("aws:ec2/securityGroupRule:SecurityGroupRule", "out", rule));
  });
});

describe("networks of one VPC", () => {
  const refusal = (cidrBlock: string, error: RegExp) => async () => {
    const run = new Run();
    const { vpc } = await network(run);
    await assert.rejects(subnet(run, "c", { vpcId: vpc.id, cidrBlock }), error);
  };

  it(
    "do not overlap",
    refusal(
      "10.64.1.128/25",
      /InvalidSubnet\.Conflict: cidrBlock "10\.64\.1\.128\/25" overlaps "10\.64\.1\.0\/24" of subnet-\w+, made by urn:.*::b/,
    ),
  );
  it("do not hold one another", refusal("10.64.0.0/20", /InvalidSubnet\.Conflict/));
  it(
    "do not leave the VPC",
    refusal(
      "10.65.0.0/24",
      /InvalidSubnet\.Range: cidrBlock "10\.65\.0\.0\/24" is not within vpc-\w+, which has 10\.64\.0\.0\/16/,
    ),
  );

  it("may lie in a network that was added to the VPC", async () => {
    const run = new Run();
    const { vpc } = await network(run);
    await run.up("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "pods", {
      vpcId: vpc.id,
      cidrBlock: "100.64.0.0/16",
    });
    assert.ok(await subnet(run, "pods", { vpcId: vpc.id, cidrBlock: "100.64.0.0/18" }));
  });

  it("may be the same in two VPCs", async () => {
    const run = new Run();
    await network(run);
    const other = await run.up(types.vpc, "other", { cidrBlock: "10.64.0.0/16" });
    assert.ok(await subnet(run, "c", { vpcId: other.id, cidrBlock: "10.64.0.0/24" }));
  });
});

describe("a cluster", () => {
  it("stands in two zones at least, and in one VPC for ever", async () => {
    const run = new Run();
    const { a, b, vpc, cluster } = await withCluster(run);
    const { roleArn } = cluster.inputs;
    const given = (subnetIds: unknown[]) => ({ name: "other", roleArn, vpcConfig: { subnetIds } });
    await assert.rejects(
      run.up(types.cluster, "other", given([a.id])),
      /vpcConfig\.subnetIds are in ap-northeast-2a only; at least two zones/,
    );
    const elsewhere = await run.up(types.vpc, "other", { cidrBlock: "10.9.0.0/16" });
    const away = await subnet(run, "away", { vpcId: elsewhere.id, cidrBlock: "10.9.0.0/24" });
    await assert.rejects(run.up(types.cluster, "other", given([b.id, away.id])), /of one VPC/);
    const moved = { ...cluster.inputs, vpcConfig: { subnetIds: [away.id] } };
    await assert.rejects(
      run.update(cluster, moved),
      new RegExp(`updating eks Cluster "dev": .* the cluster is in ${vpc.id}`),
    );
  });

  it("has one mount target a zone for its files, and one internet gateway", async () => {
    const run = new Run();
    const { vpc, a } = await network(run);
    const twin = await subnet(run, "twin", {
      vpcId: vpc.id,
      cidrBlock: "10.64.9.0/24",
      availabilityZone: "ap-northeast-2a",
    });
    const files = await run.up(types.fileSystem, "files");
    const mount = (name: string, subnetId: string) =>
      run.up(types.mountTarget, name, { fileSystemId: files.id, subnetId });
    await mount("a", a.id);
    await assert.rejects(mount("b", twin.id), /MountTargetConflict: .* it has one a zone/);
    await run.up(types.internetGateway, "one", { vpcId: vpc.id });
    await assert.rejects(
      run.up(types.internetGateway, "two", { vpcId: vpc.id }),
      /Resource\.AlreadyAssociated/,
    );
  });
});
