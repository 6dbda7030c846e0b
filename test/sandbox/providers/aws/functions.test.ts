import assert from "node:assert/strict";

import { versionProblem } from "../../../../sandbox/providers/aws/data/eks-versions";
import { regions, zonesOf } from "../../../../sandbox/providers/aws/data/regions";
import { policyProblem } from "../../../../sandbox/providers/aws/rules/policy";
import { simulateCall } from "../../../../sandbox/providers/aws/simulate";
import { addOnVersions, kubernetesSupport, platformVersions } from "../../../../versions";
import { network, removeAccounts, Run, withCluster } from "./support";

afterEach(removeAccounts);

const context = { region: "ap-northeast-2", accountId: "123456789012", urn: "call" };
const call = (token: string, args: Record<string, unknown> = {}) =>
  simulateCall(token, args, context);

describe("getAddonVersion", () => {
  const version = (addonName: string, kubernetesVersion: string) =>
    call("aws:eks/getAddonVersion:getAddonVersion", { addonName, kubernetesVersion }).version;

  it("gives what the table of versions has for the cluster's version", () => {
    for (const [kubernetes, addOns] of Object.entries(addOnVersions))
      for (const [name, expected] of Object.entries(addOns))
        assert.equal(version(name, kubernetes), expected, `${name} on ${kubernetes}`);
    assert.equal(version("aws-ebs-csi-driver", "1.36"), platformVersions.ebsCsiDriver.version);
    assert.equal(version("aws-efs-csi-driver", "1.36"), platformVersions.efsCsiDriver.version);
  });

  it("gives kube-proxy the cluster's minor version, of versions without a row too", () => {
    for (const kubernetes of ["1.33", "1.34", "1.35", "1.36"])
      assert.match(
        String(version("kube-proxy", kubernetes)),
        new RegExp(`^v${kubernetes}\\.\\d+-eksbuild\\.\\d+$`),
      );
  });

  it("refuses an add-on and a Kubernetes version that EKS has not", () => {
    assert.throws(() => version("vpc-cnii", "1.36"), /vpc-cnii is no add-on .* vpc-cni$/);
    assert.throws(() => version("vpc-cni", "1.99"), /"1\.99" is no Kubernetes version EKS offers/);
  });
});

describe("EKS's versions", () => {
  it("end on the days that the stacks' table says", () => {
    for (const [version, end] of Object.entries(kubernetesSupport)) {
      assert.equal(versionProblem(version, "STANDARD", end), undefined);
      assert.match(
        versionProblem(version, "STANDARD", `${end}~`) ?? "",
        new RegExp(`left standard support on ${end}`),
      );
    }
  });
});

describe("functions of the simulated AWS", () => {
  it("know the zones of every region, and leave out those one does not want", () => {
    const zones = (args: Record<string, unknown> = {}) =>
      call("aws:index/getAvailabilityZones:getAvailabilityZones", args);
    assert.deepEqual(zones({ state: "available" }).names, [
      "ap-northeast-2a",
      "ap-northeast-2b",
      "ap-northeast-2c",
      "ap-northeast-2d",
    ]);
    assert.deepEqual(zones({ region: "us-west-1" }).names, ["us-west-1a", "us-west-1c"]);
    assert.deepEqual(zones({ region: "us-west-1", excludeNames: ["us-west-1a"] }).zoneIds, [
      "usw1-az3",
    ]);
    for (const region of Object.keys(regions)) {
      assert.ok(zonesOf(region).length >= 2, region);
      for (const { name, id } of zonesOf(region)) {
        assert.ok(name.startsWith(region) && name.length === region.length + 1, name);
        assert.match(id, /^[a-z]+\d-az\d$/, region);
      }
    }
    assert.throws(() => zones({ region: "eu-nowhere-1" }), /"eu-nowhere-1" is no AWS region/);
  });

  it("write a policy document that AWS takes", () => {
    const { json } = call("aws:iam/getPolicyDocument:getPolicyDocument", {
      statements: [
        {
          sid: "Pods",
          actions: ["sts:AssumeRole", "sts:TagSession"],
          principals: [{ type: "Service", identifiers: ["pods.eks.amazonaws.com"] }],
          conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["1"] }],
        },
      ],
    });
    assert.equal(policyProblem(json, "trust"), undefined);
    assert.deepEqual(JSON.parse(String(json)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Pods",
          Effect: "Allow",
          Action: ["sts:TagSession", "sts:AssumeRole"],
          Principal: { Service: "pods.eks.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": "1" } },
        },
      ],
    });
  });

  it("find what the account holds, and say what it does not", async () => {
    const run = new Run();
    const { vpc, a, b } = await network(run);
    const found = await run.call("aws:ec2/getSubnets:getSubnets", {
      filters: [{ name: "vpc-id", values: [vpc.id] }],
    });
    assert.deepEqual(found.ids, [a.id, b.id].sort());
    await assert.rejects(
      run.call("aws:ec2/getVpc:getVpc", { id: "vpc-1" }),
      /^Error: 0 resources of type aws:ec2\/vpc:Vpc match/,
    );
    await assert.rejects(
      run.call("aws:ecr/getRepository:getRepository", { name: "shop" }),
      /ResourceNotFoundException: shop does not exist in the simulated account/,
    );
  });

  it("show a cluster as its resource does", async () => {
    const run = new Run();
    const { cluster } = await withCluster(run);
    const found = await run.call("aws:eks/getCluster:getCluster", { name: "dev" });
    assert.deepEqual(found.vpcConfig, cluster.outputs.vpcConfig);
    assert.deepEqual(found.certificateAuthorities, [cluster.outputs.certificateAuthority]);
    const names = async (args: Record<string, unknown> = {}) =>
      (await run.call("aws:eks/getClusters:getClusters", args)).names;
    assert.deepEqual(await names(), ["dev"]);
    assert.deepEqual(await names({ region: "us-east-1" }), []);
  });

  it("make up the same values in every run: of images, of published parameters", () => {
    const ami = () =>
      call("aws:ssm/getParameter:getParameter", {
        name: "/aws/service/eks/optimized-ami/1.36/amazon-linux-2023/x86_64/standard/recommended/image_id",
      }).value;
    assert.match(String(ami()), /^ami-[0-9a-f]{17}$/);
    assert.equal(ami(), ami());
    assert.throws(
      () => call("aws:ssm/getParameter:getParameter", { name: "/shop" }),
      /ParameterNotFound/,
    );
  });

  it("are refused by name where there is none", async () => {
    const run = new Run();
    await assert.rejects(
      run.call("aws:s3/getBucket:getBucket"),
      /aws:s3\/getBucket:getBucket is a function the simulated AWS provider does not know/,
    );
    assert.equal(
      (await run.call("aws:index/getCallerIdentity:getCallerIdentity")).accountId,
      "000000000000",
    );
  });
});

describe("the provider's configuration", () => {
  it("needs a region that exists", () => {
    const { provider } = new Run();
    const problems = (region?: string) => provider.checkConfig({ region }).failures;
    assert.match(problems()?.[0]?.reason ?? "", /set aws:region, such as ap-northeast-2/);
    assert.match(problems("ap-northeast-9")?.[0]?.reason ?? "", /there is ap-/);
    assert.deepEqual(problems("ap-northeast-2"), []);
  });

  it("makes another provider of another region, and takes up all else", () => {
    const { provider } = new Run();
    const kinds = (old: object, inputs: object) =>
      Object.values(
        provider.diffConfig({
          state: {},
          oldInputs: { ...old },
          inputs: { ...inputs },
          ignoreChanges: [],
        }).detailed,
      ).map(({ kind }) => kind);
    assert.deepEqual(kinds({ region: "us-east-1" }, { region: "us-east-2" }), ["update-replace"]);
    assert.deepEqual(kinds({}, { profile: "shop" }), ["add"]);
  });
});
