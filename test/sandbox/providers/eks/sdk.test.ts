import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Cluster as AwsCluster } from "@pulumi/aws/eks/cluster";
import * as eks from "@pulumi/eks";

import { calls, constructs } from "../../../../sandbox/providers/eks/components";
import { run } from "../../../mocks";
import { basicCluster, withKubeconfig } from "./components";

const sdk = join(__dirname, "../../../../node_modules/@pulumi/eks");

/** Outputs as the SDK's declarations name them. */
const declaredOutputs = (file: string): string[] =>
  [
    ...readFileSync(join(sdk, `${file}.d.ts`), "utf8").matchAll(
      /^ {4}readonly (\w+): pulumi\.Output/gm,
    ),
  ].map(([, name]) => name ?? "");

/** What a component returns, with outputs that are undefined. */
async function returned(type: string, inputs: () => object): Promise<string[]> {
  let state: object = {};
  await run(async () => {
    const result = await constructs[type]?.("c", { ...inputs() }, {});
    state = result?.state ?? {};
    return {};
  });
  return Object.keys(state);
}

describe("the simulated components and the SDK of @pulumi/eks", () => {
  withKubeconfig();

  const core = () => ({
    cluster: new AwsCluster("c", {
      roleArn: "arn:r",
      vpcConfig: { subnetIds: ["subnet-a"] },
      name: "c",
      accessConfig: { authenticationMode: "API" },
    }),
    subnetIds: ["subnet-a"],
  });
  const components: readonly [string, string, () => object][] = [
    ["Cluster", "cluster", () => basicCluster],
    [
      "ManagedNodeGroup",
      "managedNodeGroup",
      () => ({
        cluster: { ...core(), instanceRoles: [] },
        nodeRoleArn: "arn:r",
        clusterName: "c",
        version: "1.36",
      }),
    ],
    [
      "NodeGroupSecurityGroup",
      "nodeGroupSecurityGroup",
      () => ({ vpcId: "vpc-1", clusterSecurityGroup: { id: "sg-1" }, eksCluster: { name: "c" } }),
    ],
    ["ClusterCreationRoleProvider", "clusterCreationRoleProvider", () => ({})],
    ["Addon", "addon", () => ({ addonName: "metrics-server", cluster: core() })],
    ["VpcCniAddon", "vpcCniAddon", () => ({ clusterName: "c", addonVersion: "v1" })],
  ];
  for (const [component, file, inputs] of components)
    it(`agree on every output of ${component}`, async () => {
      const ours = await returned(`eks:index:${component}`, inputs);
      assert.deepEqual(
        declaredOutputs(file).filter((name) => !ours.includes(name)),
        [],
      );
    });

  it("agree on the types: each is made, or refused in words", () => {
    const types = Object.values(eks)
      .map((it) => (it as { __pulumiType?: string } | null)?.__pulumiType)
      .filter((type) => type?.startsWith("eks:"));
    assert.deepEqual(
      types.filter((type) => !(type && type in constructs)),
      [],
    );
  });

  it("agree on the methods", () => {
    const [, token = ""] =
      /runtime\.call\("([^"]+)"/.exec(readFileSync(join(sdk, "cluster.js"), "utf8")) ?? [];
    assert.ok(token in calls, token);
  });
});
