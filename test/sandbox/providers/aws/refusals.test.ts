import assert from "node:assert/strict";
import fc from "fast-check";

import { resourceTable } from "../../../../sandbox/providers/aws/services";
import { types } from "../../../../sandbox/providers/aws/services/shapes";
import { checkResource } from "../../../../sandbox/providers/aws/simulate";
import { removeAccounts, Run, trust } from "./support";

afterEach(removeAccounts);

type Inputs = Readonly<Record<string, unknown>>;

const today = "2026-11-21";
const tagFilter = (filter: string) => ({ filter, filterType: "WILDCARD" });
const long = (length: number) => "a".repeat(length);
const statement = { Effect: "Allow", Action: "s3:*", Resource: "*" };
const unnamed = { Effect: "Allow", Action: "sts:AssumeRole" };
const standard = { supportType: "STANDARD" };
const size = (minSize: number, maxSize: number, desiredSize: number) => ({
  minSize,
  maxSize,
  desiredSize,
});
const tags = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index.toString()}`, ""]));
const lifecycle = (selection: Inputs) =>
  JSON.stringify({ rules: [{ rulePriority: 1, selection, action: { type: "expire" } }] });
const document = (...statements: unknown[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** By type: inputs, the property named, a part of the reason. */
const refused: Readonly<Record<string, readonly [Inputs, string, RegExp][]>> = {
  [types.role]: [
    [{ name: long(65) }, "name", /has 65 characters; .* 1 to 64/],
    [{ name: "a/b" }, "name", /allowed are letters, digits/],
    [
      { assumeRolePolicy: document({ ...statement, Principal: "*" }) },
      "assumeRolePolicy",
      /has a Resource/,
    ],
    [{ assumeRolePolicy: document(unnamed) }, "assumeRolePolicy", /has no Principal/],
  ],
  [types.policy]: [
    [{ policy: "{" }, "policy", /is no JSON/],
    [{ policy: "{}" }, "policy", /has no Statement/],
    [{ policy: '{"Version":"2026-01-01","Statement":[{}]}' }, "policy", /Version "2026-01-01"/],
    [{ policy: document({ ...statement, Effect: "allow" }) }, "policy", /0 has Effect "allow"/],
    [{ policy: document(statement, { Effect: "Deny" }) }, "policy", /1 needs Action/],
    [{ policy: document(unnamed) }, "policy", /needs Resource/],
    [{ policy: document({ ...statement, Action: [1] }) }, "policy", /has Action "\[1\]"/],
    [{ policy: document({ ...statement, Principal: "*" }) }, "policy", /has a Principal/],
  ],
  "aws:ecr/repositoryPolicy:RepositoryPolicy": [
    [{ policy: document({ ...unnamed, Principal: { Role: "x" } }) }, "policy", /Principal "Role"/],
  ],
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": [
    [{ policy: lifecycle({ tagStatus: "any" }) }, "policy", /rule 0 has countType/],
    [{ policy: lifecycle({ tagStatus: "tagged" }) }, "policy", /needs tagPrefixList/],
  ],
  [types.vpc]: [
    [{ cidrBlock: "10.0.0.0/30" }, "cidrBlock", /is a \/30; \/16 to \/28/],
    [{ cidrBlock: "10.0.0.0/15" }, "cidrBlock", /is a \/15; \/16 to \/28/],
    [{ cidrBlock: "10.0.0.0" }, "cidrBlock", /is no IPv4 network/],
    [{ cidrBlock: "10.0.300.0/16" }, "cidrBlock", /is no IPv4 network/],
    [{ region: "ap-northeast-9" }, "region", /is no AWS region/],
    [{ tags: tags(51) }, "tags", /51 tags; up to 50/],
    [{ tags: { "aws:x": "y" } }, 'tags["aws:x"]', /AWS's own/],
    [{ tags: { a: long(257) } }, 'tags["a"]', /257 characters; up to 256/],
    [{ tags: { [long(129)]: "" } }, `tags["${long(77)}…"]`, /129 characters; 1 to 128/],
  ],
  [types.subnet]: [
    [{ cidrBlock: "10.0.0.1/24" }, "cidrBlock", /the network is 10\.0\.0\.0\/24/],
    [{ availabilityZone: "ap-northeast-2z" }, "availabilityZone", /allowed are ap-northeast-2a/],
  ],
  [types.securityGroup]: [
    [{ name: "sg-shop" }, "name", /not starting with sg-/],
    [{ description: "Größe" }, "description", /is not allowed/],
  ],
  "aws:ec2/securityGroupRule:SecurityGroupRule": [
    [{ fromPort: 443, toPort: 80 }, "fromPort", /443 is above toPort 80/],
  ],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": [
    [{ cidrIpv4: "10.0.0.0/8", prefixListId: "pl-1" }, "prefixListId", /exactly one of/],
    [{ ipProtocol: "-1" }, "cidrIpv4", /nothing is set/],
  ],
  [types.launchTemplate]: [
    [{ metadataOptions: { httpTokens: "yes" } }, "metadataOptions.httpTokens", /allowed are opt/],
    [{ userData: "#!/bin/sh" }, "userData", /is no base64/],
  ],
  [types.cluster]: [
    [{ name: long(101) }, "name", /1 to 100/],
    [{ name: "dev.1" }, "name", /hyphens and underscores/],
    [{ version: "1.99" }, "version", /is no version EKS offers; it offers .*1\.36/],
    [{ version: "1.33", upgradePolicy: standard }, "version", /left standard .* 2026-07-29/],
    [{ vpcConfig: { endpointPublicAccess: false } }, "vpcConfig.endpointPublicAccess", /must be/],
    [{ vpcConfig: { publicAccessCidrs: ["a"] } }, "vpcConfig.publicAccessCidrs[0]", /no IPv4/],
    [{ enabledClusterLogTypes: ["api", "all"] }, "enabledClusterLogTypes[1]", /allowed are api/],
  ],
  [types.nodeGroup]: [
    [{ nodeGroupName: long(64) }, "nodeGroupName", /1 to 63/],
    [{ scalingConfig: size(1, 3, 4) }, "scalingConfig.desiredSize", /1 to 3/],
    [{ scalingConfig: size(4, 3, 3) }, "scalingConfig.minSize", /4 is above maxSize 3/],
    [{ instanceTypes: ["t3.tiny"] }, "instanceTypes[0]", /it knows t3\.nano/],
    [{ launchTemplate: { id: "lt-1" }, diskSize: 20 }, "diskSize", /into the launch template/],
    [{ taints: [{ effect: "NoSchedule" }] }, "taints[0].effect", /allowed are NO_SCHEDULE/],
  ],
  [types.fargateProfile]: [
    [{ selectors: Array(6).fill({ namespace: "a" }) }, "selectors", /6 selectors; 1 to 5/],
  ],
  "aws:eks/accessEntry:AccessEntry": [
    [{ kubernetesGroups: ["system:masters"] }, "kubernetesGroups[0]", /Kubernetes's own/],
  ],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": [
    [{ policyArn: "arn:aws:iam::aws:policy/ReadOnly" }, "policyArn", /no access policy of EKS/],
  ],
  [types.repository]: [
    [
      { imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" },
      "imageTagMutabilityExclusionFilters",
      /each with the other/,
    ],
    [
      { imageTagMutability: "IMMUTABLE", imageTagMutabilityExclusionFilters: [tagFilter("v*")] },
      "imageTagMutabilityExclusionFilters",
      /each with the other/,
    ],
    [
      {
        imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters: [tagFilter("a*b"), tagFilter("*a*b*")],
      },
      "imageTagMutabilityExclusionFilters[1].filter",
      /"\*a\*b\*" is no pattern/,
    ],
    [{ name: "Shop" }, "name", /lower-case/],
    [{ name: "a//b" }, "name", /single/],
  ],
  [types.loadBalancer]: [
    [{ name: long(33) }, "name", /1 to 32/],
    [{ name: "a-" }, "name", /no hyphen at either end/],
    [{ name: "internal-a" }, "name", /not starting with internal-/],
    [{ subnets: ["subnet-1"] }, "subnets", /at least 2/],
  ],
  [types.targetGroup]: [[{ port: 70_000 }, "port", /1 to 65535/]],
  [types.listener]: [[{ protocol: "HTTPS", port: 443 }, "certificateArn", /needs one/]],
  [types.fileSystem]: [[{ kmsKeyId: "k" }, "encrypted", /true is needed/]],
  "aws:kms/alias:Alias": [[{ name: "shop" }, "name", /alias\//]],
  "aws:ssm/parameter:Parameter": [[{ name: "/aws/a" }, "name", /not starting with aws/]],
  "aws:cloudwatch/logGroup:LogGroup": [
    [{ retentionInDays: 2 }, "retentionInDays", /allowed are 0, 1, 3/],
  ],
};

describe("inputs that AWS refuses", () => {
  for (const [type, cases] of Object.entries(refused))
    it(`of ${type}: ${cases.map(([, property]) => property).join(", ")}`, () => {
      for (const [inputs, property, reason] of cases) {
        const found = checkResource(type, inputs, today);
        const problems = found.map((problem) => problem.property);
        assert.deepEqual(problems, [property], JSON.stringify(inputs));
        assert.match(found[0]?.reason ?? "", reason);
      }
    });

  it("change with the day: a version of EKS is refused when its support has ended", () => {
    const on = (day: string) => checkResource(types.cluster, { version: "1.32" }, day);
    assert.deepEqual(on("2027-03-23"), []);
    assert.match(
      on("2027-03-24")[0]?.reason ?? "",
      /out of support since 2027-03-23; EKS offers 1\.33/,
    );
  });

  it("end as a list of failures, each with its property, in the preview", async () => {
    const failures = await new Run().failures(types.cluster, "dev", {
      name: "a b",
      version: "1.5",
    });
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["name", "version"],
    );
  });

  it("are never the names that a program leaves to the provider", async () => {
    const stem = fc
      .stringMatching(/^[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?$/)
      .filter((text) => !text.includes("--"));
    const named = Object.entries(resourceTable).filter(([, { nameRule }]) => nameRule?.auto);
    await fc.assert(
      fc.asyncProperty(stem, fc.constantFrom(...named), async (name, [type, { nameRule }]) => {
        const run = new Run();
        const property = nameRule?.property ?? "";
        const { inputs, failures } = await run.check(type, name, {});
        assert.deepEqual(
          failures.filter((failure) => failure.property === property),
          [],
          String(inputs[property]),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("are not those that AWS takes", () => {
    const taken: [string, Inputs][] = [
      [types.role, { name: long(64), assumeRolePolicy: trust }],
      [types.vpc, { cidrBlock: "10.0.0.0/16", tags: { Größe: "a/b:c=d+e-f@g" } }],
      [types.subnet, { cidrBlock: "10.0.255.240/28", availabilityZone: "ap-northeast-2d" }],
      [types.cluster, { version: "1.34", upgradePolicy: { supportType: "STANDARD" } }],
      [types.cluster, { version: "1.33" }],
      [types.repository, { name: "user35/products" }],
      [
        types.policy,
        { policy: document({ Effect: "Deny", NotAction: ["a:*"], NotResource: ["*"] }) },
      ],
    ];
    for (const [type, inputs] of taken)
      assert.deepEqual(checkResource(type, inputs, today), [], type);
  });
});
